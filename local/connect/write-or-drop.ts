import type { ServerResponse } from 'node:http';

const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/** Writes to a stream of events; a listener that does not read is dropped, so that nothing piles up for it. */
export const writeOrDrop = (response: ServerResponse, text: string): void => {
  if (response.destroyed) return;
  if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
  else response.write(text);
};
