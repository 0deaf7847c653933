/** A body that goes on where its connection broke (RFC 9110, 14: Range, If-Range, Content-Range). */
import { MAX_RESUMPTIONS } from './policy.ts';
import type { FetchedAnswer } from './ports/guarded-fetch.ts';

type Answered = Extract<FetchedAnswer, { outcome: 'answered' }>;

/**
 * @param request asks for the same address again
 * @throws Error the one that broke it, when the rest cannot be had: no strong validator, another file meanwhile, too often
 */
export async function* resumedBody(
  first: Answered,
  request: (headers: Record<string, string>) => Promise<FetchedAnswer>,
): AsyncGenerator<Uint8Array> {
  const validator = validatorOf(first.headers);
  let { body } = first;
  let bytes = 0;
  for (let resumptions = 0; ; resumptions += 1) {
    try {
      for await (const chunk of body) {
        bytes += chunk.byteLength;
        yield chunk;
      }
      return;
    } catch (error) {
      if (validator === undefined || resumptions === MAX_RESUMPTIONS) throw error;
      const rest = await request({ range: `bytes=${bytes}-`, 'if-range': validator });
      if (rest.outcome !== 'answered' || !continuesAt(rest, bytes)) {
        if (rest.outcome === 'answered') await rest.body[Symbol.asyncIterator]().return?.();
        throw error;
      }
      body = rest.body;
    }
  }
}

/** `If-Range` takes a strong ETag, or a date. */
const validatorOf = ({ etag, 'last-modified': date }: Answered['headers']): string | undefined =>
  etag !== undefined && !etag.startsWith('W/') ? etag : date;

const continuesAt = ({ status, headers }: Answered, bytes: number): boolean =>
  status === 206 && headers['content-range']?.startsWith(`bytes ${bytes}-`) === true;
