/** JSON of which one member is a file in base64, made while it is sent: the file is never whole in memory. */
import type { OpenableFile } from '#core/ports/crm.ts';
import type { StreamedBody } from '#core/ports/guarded-fetch.ts';
import type { Json } from './json.ts';

/** Three bytes are four characters. */
const GROUP = 3;

/** @param prefix what stands before the base64, such as `data:…;base64,` */
export function base64Body(
  json: Json,
  member: string,
  file: Pick<OpenableFile, 'bytes' | 'open'>,
  prefix = '',
): StreamedBody & { readonly contentType: string } {
  const rest = JSON.stringify(json);
  const opening = rest === '{}' ? '{' : `${rest.slice(0, -1)},`;
  const head = Buffer.from(`${opening}${JSON.stringify(member)}:${JSON.stringify(prefix).slice(0, -1)}`);
  const tail = Buffer.from('"}');
  return {
    contentType: 'application/json',
    bytes: head.byteLength + 4 * Math.ceil(file.bytes / GROUP) + tail.byteLength,
    async open() {
      const content = await file.open();
      return (async function* () {
        yield head;
        yield* inBase64(content);
        yield tail;
      })();
    },
  };
}

/** What does not fill a group waits for the next chunk. */
async function* inBase64(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const whole = Buffer.concat([rest, chunk]);
    const end = whole.byteLength - (whole.byteLength % GROUP);
    rest = whole.subarray(end);
    if (end > 0) yield Buffer.from(whole.subarray(0, end).toString('base64'), 'latin1');
  }
  if (rest.byteLength > 0) yield Buffer.from(rest.toString('base64'), 'latin1');
}
