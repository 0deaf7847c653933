import type { OutboxOptions } from './outbox.ts';
import type { Queue } from './queue.ts';

const DATABASE = 'opportunity-cti';
const STORE = 'outbox';
const KEY = 'edits';

/** Everything that waits is one value, so that each change of it is one transaction, in whichever tab. */
export async function openOutboxStore(): Promise<OutboxOptions['store']> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await done(opening);
  return {
    change: (next) =>
      new Promise((resolve, reject) => {
        // On the disk before anybody is told that it is kept.
        const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
        const edits = transaction.objectStore(STORE);
        const reading: IDBRequest<Queue | undefined> = edits.get(KEY);
        let queue: Queue = [];
        reading.onsuccess = () => {
          const before = reading.result ?? [];
          queue = next(before);
          if (queue.length === 0) edits.delete(KEY);
          else if (queue !== before) edits.put(queue, KEY);
        };
        transaction.oncomplete = () => resolve(queue);
        transaction.onabort = () => reject(transaction.error);
      }),
  };
}

/** Without a storage (forbidden, or full) edits wait in this page only. */
export function createPageStore(queue: Queue = []): OutboxOptions['store'] {
  let held = queue;
  return {
    change: (next) => {
      held = next(held);
      return Promise.resolve(held);
    },
  };
}

const done = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
