/** XMLHttpRequest, because fetch still tells nothing about how far an upload is. */
export function sendBytes(
  { url, headers }: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
  bytes: Blob,
  report: (sent: number) => void,
  stop: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    // Firefox takes an answer without a type for XML and complains that it is none.
    request.responseType = 'text';
    for (const [name, value] of Object.entries(headers)) {
      // The browser sets these itself and refuses to have them set.
      if (!['host', 'content-length'].includes(name.toLowerCase())) request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded }) => report(loaded);
    request.onload = () => (request.status < 300 ? resolve() : reject(new StorageError(request.status)));
    request.onerror = () => reject(new StorageError(0));
    request.onabort = () => reject(new StorageError(0));
    stop.addEventListener('abort', () => request.abort(), { once: true });
    if (stop.aborted) return reject(new StorageError(0));
    request.send(bytes);
  });
}

export class StorageError extends Error {
  /** 0: no answer. */
  readonly status: number;

  constructor(status: number) {
    super(`storage: ${status}`);
    this.status = status;
  }
}
