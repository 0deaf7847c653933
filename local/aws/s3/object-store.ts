/**
 * Objects on disk. A body has a file of its own and the object's description is renamed into place after it, so that a
 * reader sees the old object or the new one, never half of one. File names are hashes: a key can hold `../`.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsError } from '../errors.ts';
import { openStateFile } from '../state-file.ts';
import type { BucketConfiguration } from './bucket-configuration.ts';
import type { Checksum } from './checksums.ts';

export interface ObjectAttributes {
  /** content-type, cache-control, content-disposition …, x-amz-meta-… as they are given back */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
}

export interface StoredObject extends ObjectAttributes {
  readonly key: string;
  readonly size: number;
  /** Without the quotes. */
  readonly etag: string;
  readonly lastModified: string;
  /** Grows with every write to the key; hexadecimal, as in S3's events. */
  readonly sequencer: string;
  readonly bodyFile: string;
}

export interface Bucket {
  readonly name: string;
  readonly configuration: BucketConfiguration;
  saveConfiguration(): Promise<void>;
  get(key: string): StoredObject | undefined;
  /** In the order of their keys. */
  objects(): readonly StoredObject[];
  put(
    key: string,
    chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
    attributes: ObjectAttributes,
    etag?: string,
  ): Promise<StoredObject>;
  /** `end` is the last byte's index. */
  read(object: StoredObject, start: number, end: number): Promise<Buffer>;
  remove(key: string): Promise<void>;
}

export interface ObjectStore {
  bucket(name: string): Bucket | undefined;
  buckets(): readonly Bucket[];
  create(name: string): Promise<Bucket>;
  remove(name: string): Promise<void>;
}

export const openObjectStore = (root: string, now: () => Date): ObjectStore => {
  mkdirSync(root, { recursive: true });
  const buckets = new Map<string, Bucket>();
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isDirectory() && !entry.name.startsWith('.')) buckets.set(entry.name, openBucket(root, entry.name, now));
  }

  return {
    bucket: (name) => buckets.get(name),
    buckets: () => [...buckets.values()],
    async create(name) {
      if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || name.includes('..')) {
        throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
      }
      await mkdir(join(root, name), { recursive: true });
      const bucket = openBucket(root, name, now);
      bucket.configuration.createdAt = now().toISOString();
      await bucket.saveConfiguration();
      buckets.set(name, bucket);
      return bucket;
    },
    async remove(name) {
      buckets.delete(name);
      await rm(join(root, name), { recursive: true, force: true });
    },
  };
};

const openBucket = (root: string, name: string, now: () => Date): Bucket => {
  const folder = join(root, name);
  const configuration = openStateFile<BucketConfiguration>(join(folder, 'bucket.json'), {
    createdAt: '',
    accepted: {},
  });
  const objects = new Map<string, StoredObject>();
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.object.json')) continue;
    const object: StoredObject = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    objects.set(object.key, object);
  }
  let lastSequence = 0;
  const sequencer = (): string => {
    // Microseconds, but never the same twice and never backwards.
    lastSequence = Math.max(lastSequence + 1, now().getTime() * 1000);
    return lastSequence.toString(16).toUpperCase().padStart(18, '0');
  };
  const nameOf = (key: string) => createHash('sha256').update(key).digest('hex');

  return {
    name,
    configuration: configuration.value,
    saveConfiguration: () => configuration.save(),
    get: (key) => objects.get(key),
    objects: () => [...objects.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    async put(key, chunks, attributes, etag) {
      const bodyFile = `${nameOf(key)}.${randomUUID()}.body`;
      const written = await writeBody(join(folder, bodyFile), chunks);
      const object: StoredObject = {
        ...attributes,
        key,
        size: written.size,
        etag: etag ?? written.md5,
        lastModified: now().toISOString(),
        sequencer: sequencer(),
        bodyFile,
      };
      const description = join(folder, `${nameOf(key)}.object.json`);
      const draft = `${description}.${randomUUID()}.new`;
      await writeFile(draft, JSON.stringify(object));
      const replaced = objects.get(key);
      await rename(draft, description);
      objects.set(key, object);
      if (replaced !== undefined) await rm(join(folder, replaced.bodyFile), { force: true });
      return object;
    },
    async read(object, start, end) {
      const file = await open(join(folder, object.bodyFile));
      try {
        const length = end - start + 1;
        const { buffer } = await file.read(Buffer.alloc(length), 0, length, start);
        return buffer;
      } finally {
        await file.close();
      }
    },
    async remove(key) {
      const object = objects.get(key);
      if (object === undefined) return;
      objects.delete(key);
      await rm(join(folder, `${nameOf(key)}.object.json`), { force: true });
      await rm(join(folder, object.bodyFile), { force: true });
    },
  };
};

const writeBody = async (
  path: string,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<{ size: number; md5: string }> => {
  const md5 = createHash('md5');
  let size = 0;
  const file = await open(path, 'wx');
  try {
    for await (const chunk of chunks) {
      md5.update(chunk);
      size += chunk.length;
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  return { size, md5: md5.digest('hex') };
};
