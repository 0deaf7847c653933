/** Where streams and recordings go when there is no cloud around. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { DeliveredRecord, StoredObject } from '../../parts.ts';
import type { StreamStore } from '../streams/stream-store.ts';

export const putInto =
  (store: StreamStore) =>
  async ({ streamArn, partitionKey, data }: DeliveredRecord): Promise<void> => {
    const stream = [...store.streams.values()].find(({ arn }) => arn === streamArn);
    if (stream === undefined) throw new Error(`there is no stream ${streamArn}`);
    store.put(stream, { partitionKey, data: data.toString('base64') });
  };

/** `<data>/recordings/<key>`, the key as it would be in the bucket. */
export const keepRecordings =
  (dataFolder: string) =>
  async ({ key, body }: StoredObject): Promise<void> => {
    const folder = resolve(dataFolder, 'recordings');
    const path = join(folder, key);
    // The key's prefix is the caller's, by UpdateInstanceStorageConfig.
    if (!path.startsWith(`${folder}${sep}`)) throw new Error(`${key} leads out of ${folder}`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, body);
  };
