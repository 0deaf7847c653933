/** Call recordings in the instance's bucket: only read, and only under the configured place. */

import { CtiError } from '../core/errors.ts';
import { RECORDING_TIMEOUT } from '../core/policy.ts';
import type { Recordings } from '../core/ports/recordings.ts';
import { recordingsPlace } from './environment.ts';
import { defaultRegion, type LinkOptions, s3PresignedLinks } from './s3-presigned-links.ts';

/** What Connect writes, whatever type it gives the object: browsers play it by this name only. */
const CONTENT_TYPE = 'audio/wav';

export function s3Recordings(
  place: string | undefined = recordingsPlace(),
  options: Omit<LinkOptions, 'bucket'> = defaultRegion(),
): Recordings {
  if (place === undefined) return { linkFor: async () => ({ outcome: 'elsewhere' }) };
  const [bucket = ''] = place.split('/');
  const links = s3PresignedLinks({ ...options, bucket });
  return {
    async linkFor(location, seconds) {
      if (!location.startsWith(place)) return { outcome: 'elsewhere' };
      const key = location.slice(bucket.length + 1);
      const fileName = key.slice(key.lastIndexOf('/') + 1);
      const url = await links.linkForReading(key, {
        ...{ fileName, contentType: CONTENT_TYPE, disposition: 'inline', seconds },
      });
      const status = await firstByteOf(url);
      if (status === undefined || status >= 500)
        throw new CtiError('try-again', 'The recordings’ store does not answer.');
      return status < 400 ? { outcome: 'linked', url, contentType: CONTENT_TYPE } : { outcome: 'refused', status };
    },
  };
}

/** The HTTP status of what a browser will ask for, too; undefined without an answer. */
async function firstByteOf(url: string): Promise<number | undefined> {
  const options = { headers: { range: 'bytes=0-0' }, signal: AbortSignal.timeout(RECORDING_TIMEOUT) };
  const answer = await fetch(url, options).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.status;
}
