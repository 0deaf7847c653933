/** `Custom::CDKBucketDeployment`: does what CDK's Python handler does, so that the site's files are in its bucket. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { DeleteObjectsCommand, PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { lookup } from 'mime-types';
import * as v from 'valibot';
import type { Cloud } from '../cloud.ts';
import type { ResourceKind } from '../deploy.ts';
import { physicalName } from '../template/physical-names.ts';
import { TemplateError } from '../template/template.ts';
import { boolean, read } from './properties.ts';

const schema = v.object({
  SourceObjectKeys: v.array(v.string()),
  SourceMarkers: v.optional(v.array(v.record(v.string(), v.unknown())), []),
  SourceMarkersConfig: v.optional(v.array(v.object({ jsonEscape: v.optional(boolean, false) })), []),
  DestinationBucketName: v.string(),
  DestinationBucketKeyPrefix: v.optional(v.string(), ''),
  Prune: v.optional(boolean, true),
  Exclude: v.optional(v.array(v.string()), []),
  SystemMetadata: v.optional(v.record(v.string(), v.string()), {}),
});

export const bucketDeployment: ResourceKind = async ({ stack, logicalId, properties, assets }, cloud) => {
  const wanted = read(schema, properties);
  const prefix = wanted.DestinationBucketKeyPrefix.replace(/\/$/, '');
  const keys = new Set<string>();
  for (const [index, objectKey] of wanted.SourceObjectKeys.entries()) {
    const asset = assets.get(objectKey);
    if (asset?.packaging !== 'zip') throw new TemplateError(`source ${objectKey} is not a folder of the assembly`);
    const replace = markerReplacement(
      wanted.SourceMarkers[index] ?? {},
      wanted.SourceMarkersConfig[index]?.jsonEscape === true,
    );
    await Promise.all(
      (await filesIn(asset.path)).map(async (file) => {
        const name = relative(asset.path, file).split(sep).join('/');
        const key = prefix === '' ? name : `${prefix}/${name}`;
        keys.add(key);
        await cloud.s3.send(
          new PutObjectCommand({
            Bucket: wanted.DestinationBucketName,
            Key: key,
            Body: replace(await readFile(file)),
            ContentType: wanted.SystemMetadata['content-type'] ?? (lookup(name) || 'application/octet-stream'),
            ...(wanted.SystemMetadata['cache-control'] !== undefined && {
              CacheControl: wanted.SystemMetadata['cache-control'],
            }),
          }),
        );
      }),
    );
  }
  if (wanted.Prune) await prune(wanted.DestinationBucketName, prefix, keys, cloud);
  return {
    ref: physicalName(stack, logicalId, 100),
    attributes: { DestinationBucketArn: `arn:aws:s3:::${wanted.DestinationBucketName}` },
  };
};

/** Values that are known only at deployment stand as markers (`<<marker:0xbaba:0>>`) in the source's files. */
function markerReplacement(markers: Readonly<Record<string, unknown>>, jsonEscape: boolean) {
  return (content: Buffer): Buffer => {
    if (Object.keys(markers).length === 0) return content;
    let text = content.toString('utf8');
    for (const [marker, value] of Object.entries(markers)) {
      const plain = String(value);
      text = text.replaceAll(marker, () => (jsonEscape ? JSON.stringify(plain).slice(1, -1) : plain));
    }
    return Buffer.from(text);
  };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function prune(bucket: string, prefix: string, keep: ReadonlySet<string>, cloud: Cloud): Promise<void> {
  const pages = paginateListObjectsV2(
    { client: cloud.s3 },
    { Bucket: bucket, ...(prefix !== '' && { Prefix: `${prefix}/` }) },
  );
  for await (const { Contents = [] } of pages) {
    const stale = Contents.flatMap(({ Key }) => (Key !== undefined && !keep.has(Key) ? [{ Key }] : []));
    if (stale.length > 0) await cloud.s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: stale } }));
  }
}
