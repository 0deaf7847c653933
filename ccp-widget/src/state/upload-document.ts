import { isTooLarge } from '../../../functions/core/contracts/document-limits.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { later } from '../messages-later.ts';
import { changeContext, withDocument } from './change-context.ts';
import type { Desk } from './desk.ts';
import type { OpportunityKey } from './desktop-state.ts';
import { notify } from './notify.ts';

/** Without one that the browser is sure of, the server goes by the file's name. */
const typeOf = ({ type }: File): { contentType?: string } =>
  /^[\w.+-]+\/[\w.+-]+$/.test(type) ? { contentType: type } : {};

/** Where a file goes: a new document, or the next version of one. */
export interface UploadPlace {
  readonly opportunity: OpportunityKey;
  readonly documentId: string | undefined;
}

/** Registers the document or its version, then sends its bytes straight to the storage. Tells the agent how it ended; never rejects. */
export async function uploadDocument(
  desk: Desk,
  { opportunity: key, documentId }: UploadPlace,
  file: File,
  report: (progress: number) => void,
  stop: AbortSignal,
): Promise<void> {
  const texts = later.upload;
  if (file.size === 0) return notify(desk, { tone: 'problem', text: texts.empty(file.name) });
  if (isTooLarge({ bytes: file.size })) {
    return notify(desk, { tone: 'problem', text: texts.tooLarge(file.name) });
  }
  try {
    const title = file.name.replace(/\.[^.]+$/, '') || file.name;
    const about = { fileName: file.name, bytes: file.size, ...typeOf(file) };
    const { upload, ...document } = await (documentId === undefined
      ? apiOf(desk).addDocument(key, { title, ...about })
      : apiOf(desk).addFileVersion(key, documentId, about));
    desk.store.update((state) => changeContext(state, key, withDocument(document)));
    await put(upload.url, upload.headers, file, report, stop);
    notify(desk, { tone: 'success', text: texts.done(file.name) });
    await desk.loadContext(key);
  } catch (error) {
    if (stop.aborted) return;
    const { what, advice } =
      error instanceof StorageError ? { what: '', advice: texts.failedAdvice } : troubleFrom(error);
    notify(desk, { tone: 'problem', text: [texts.failed(file.name), what, advice].filter(Boolean).join('. ') });
  }
}

class StorageError extends Error {}

/** XMLHttpRequest, because fetch still tells nothing about how far an upload is. */
function put(
  url: string,
  headers: Readonly<Record<string, string>>,
  file: File,
  report: (progress: number) => void,
  stop: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) {
      // The browser sets these itself and refuses to have them set.
      if (!['host', 'content-length'].includes(name.toLowerCase())) request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded, total }) => report(total > 0 ? loaded / total : 0);
    request.onload = () => (request.status < 300 ? resolve() : reject(new StorageError(String(request.status))));
    request.onerror = () => reject(new StorageError('unreachable'));
    request.onabort = () => reject(new StorageError('cancelled'));
    stop.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
