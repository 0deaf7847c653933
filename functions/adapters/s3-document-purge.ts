/** Objects removed for good: in a bucket with versions, removing an object only hides it. */
import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import type { DocumentFiles } from '../core/ports/document-files.ts';
import { environment } from './environment.ts';

interface Version {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly LastModified?: Date | undefined;
}

/** A page holds at most a thousand, which is what DeleteObjects takes. */
export function s3DocumentPurge(
  client: S3Client,
  bucket = environment(ENVIRONMENT.documentsBucket),
): Pick<DocumentFiles, 'purge'> {
  async function* pages(prefix: string): AsyncGenerator<readonly Version[]> {
    let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
    while (next !== undefined) {
      const page: ListObjectVersionsCommandOutput = await client.send(
        new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...next }),
      );
      yield [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      next = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined;
    }
  }

  return {
    async purge(place, until) {
      const isMeant = ({ Key: key, LastModified: at }: Version) =>
        (place.endsWith('/') || key === place) && (until === undefined || at === undefined || at <= until);
      let removed = 0;
      for await (const page of pages(place)) {
        const objects = page.filter(isMeant).map(({ Key, VersionId }) => ({ Key, VersionId }));
        if (objects.length === 0) continue;
        const { Errors: errors = [] } = await client.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
        );
        if (errors.length > 0) throw new Error(`${errors.length} versions were not removed: ${errors[0]?.Code}`);
        removed += objects.length;
      }
      return removed;
    },
  };
}
