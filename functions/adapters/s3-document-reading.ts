/** A document's bytes, read through a link that was signed here: the S3 client would be a third of its reader's bundle. */
import { FILE_TIMEOUTS } from '../core/policy.ts';
import type { DocumentFiles } from '../core/ports/document-files.ts';

/** Seconds: the link is used at once. */
const LINK_LIFETIME = 60;
const ANY = { fileName: 'file', contentType: 'application/octet-stream', disposition: 'attachment' } as const;

export const s3DocumentReading = ({
  linkForReading,
}: Pick<DocumentFiles, 'linkForReading'>): Pick<DocumentFiles, 'open'> => ({
  async open(key) {
    const url = await linkForReading(key, { ...ANY, seconds: LINK_LIFETIME });
    const answer = await fetch(url, { signal: AbortSignal.timeout(FILE_TIMEOUTS.request) });
    if (answer.status !== 200 || answer.body === null) {
      await answer.body?.cancel();
      throw new Error(`the bucket answers ${answer.status}`);
    }
    return answer.body;
  },
});
