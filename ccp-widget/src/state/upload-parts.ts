import { type PartLink, partCount, partSize } from '../../../functions/core/contracts/resumable-upload.ts';
import { apiOf } from '../api/desktop-api.ts';
import { isPassing } from '../api/judge-error.ts';
import type { Desk } from './desk.ts';
import { StorageError, sendBytes } from './send-bytes.ts';
import type { UnfinishedUpload } from './unfinished-uploads.ts';

/** How often a part is tried, and how long before it is tried again. */
const ATTEMPTS = 5;
const FIRST_WAIT_MS = 1_000;

/**
 * Sends the parts that are not there yet, one after the other, and has them put together. A part that breaks off is tried
 * again, and not before there is a network.
 */
export async function uploadParts(
  desk: Desk,
  upload: UnfinishedUpload,
  file: Blob,
  report: (progress: number) => void,
  stop: AbortSignal,
): Promise<void> {
  const api = apiOf(desk);
  const known = await persist(() => api.showUpload(upload), stop);
  const there = new Set(known.parts);
  let sent = known.parts.reduce((sum, number) => sum + partSize(file.size, number), 0);
  for (let number = 1; number <= partCount(file.size); number++) {
    if (there.has(number)) continue;
    const start = (number - 1) * known.partBytes;
    const bytes = file.slice(start, start + partSize(file.size, number));
    const sha256 = await digest(bytes);
    await persist(async () => {
      const { parts } = await api.linkParts(upload, [{ number, sha256 }]);
      const [link] = parts as readonly [PartLink];
      await sendBytes(link, bytes, (part) => report((sent + part) / file.size), stop);
    }, stop);
    sent += bytes.size;
    report(sent / file.size);
  }
  await persist(() => api.completeUpload(upload), stop);
}

/** Tries again what may pass: no network, a storage or API that is ill, a link that has run out meanwhile. */
async function persist<Value>(work: () => Promise<Value>, stop: AbortSignal): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const passing = error instanceof StorageError ? error.status !== 400 : isPassing(error);
      if (stop.aborted || !passing || attempt === ATTEMPTS) throw error;
      await pause(FIRST_WAIT_MS * 2 ** (attempt - 1), stop);
    }
  }
}

/** The given time, or for as long as there is no network. */
async function pause(ms: number, stop: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    stop.addEventListener('abort', end, { once: true });
  });
  if (navigator.onLine || stop.aborted) return;
  await new Promise<void>((resolve) => {
    addEventListener('online', () => resolve(), { once: true });
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function digest(bytes: Blob): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer()));
  return btoa(String.fromCharCode(...hash));
}
