/** `multipart/form-data` (RFC 7578) with one file, made while it is sent: the file is never whole in memory. */
import { randomUUID } from 'node:crypto';
import type { OpenableFile } from '#core/ports/crm.ts';
import type { StreamedBody } from '#core/ports/guarded-fetch.ts';

export interface Field {
  readonly name: string;
  readonly value: string;
  readonly contentType?: string;
}

/** The file comes last, under its own name. */
export function multipartBody(
  fields: readonly Field[],
  fileField: string,
  file: Pick<OpenableFile, 'fileName' | 'contentType' | 'bytes' | 'open'>,
): StreamedBody & { readonly contentType: string } {
  const boundary = `opportunity-cti-${randomUUID()}`;
  const part = (disposition: string, contentType: string | undefined): string =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${contentType === undefined ? '' : `Content-Type: ${contentType}\r\n`}\r\n`;
  const before = [
    ...fields.map(({ name, value, contentType }) => `${part(`name="${name}"`, contentType)}${value}\r\n`),
    part(`name="${fileField}"; filename="${escaped(file.fileName)}"`, file.contentType),
  ].join('');
  const [head, tail] = [Buffer.from(before), Buffer.from(`\r\n--${boundary}--\r\n`)];
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: head.byteLength + file.bytes + tail.byteLength,
    async open() {
      const content = await file.open();
      return (async function* () {
        yield head;
        yield* content;
        yield tail;
      })();
    },
  };
}

/** As browsers do (HTML standard, "multipart/form-data encoding algorithm"). */
const escaped = (name: string): string =>
  name.toWellFormed().replace(/["\r\n]/g, (character) => ({ '"': '%22', '\r': '%0D' })[character] ?? '%0A');
