import { AwsError } from '../errors.ts';

export interface DecodedBody {
  readonly body: Buffer;
  /** Names in lower case: `x-amz-checksum-crc32`. */
  readonly trailers: Readonly<Record<string, string>>;
}

/**
 * The framing that SDKs put around a body whose checksum they only know at its end:
 * `<hex length>\r\n<bytes>\r\n … 0\r\n<trailer>:<value>\r\n\r\n`.
 */
export const decodeAwsChunked = (encoded: Buffer): DecodedBody => {
  const parts: Buffer[] = [];
  let at = 0;
  const line = (): string => {
    const end = encoded.indexOf('\r\n', at);
    if (end === -1) throw incomplete();
    const text = encoded.toString('latin1', at, end);
    at = end + 2;
    return text;
  };
  for (;;) {
    const [length = ''] = line().split(';');
    if (!/^[0-9a-fA-F]{1,8}$/.test(length)) throw incomplete();
    const bytes = Number.parseInt(length, 16);
    if (bytes === 0) break;
    if (at + bytes + 2 > encoded.length || encoded.toString('latin1', at + bytes, at + bytes + 2) !== '\r\n') {
      throw incomplete();
    }
    parts.push(encoded.subarray(at, at + bytes));
    at += bytes + 2;
  }
  const trailers: Record<string, string> = {};
  while (at < encoded.length) {
    const text = line();
    if (text === '') break;
    const colon = text.indexOf(':');
    if (colon < 1) throw incomplete();
    trailers[text.slice(0, colon).trim().toLowerCase()] = text.slice(colon + 1).trim();
  }
  return { body: parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts), trailers };
};

const incomplete = (): AwsError =>
  new AwsError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');
