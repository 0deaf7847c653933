import { PreviewError } from './preview-error.ts';

/** The storage's own answer to a spent or wrong link is XML for programs: all the agent needs is that it is gone. */
export async function fetchFile(url: string, stop: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    // The link carries its own right: no cookie and no referrer goes with it.
    response = await fetch(url, { signal: stop, credentials: 'omit', referrerPolicy: 'no-referrer' });
  } catch (cause) {
    throw new PreviewError('gone', { cause });
  }
  if (!response.ok) throw new PreviewError('gone');
  return response;
}
