import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeAwsChunked } from '../../../local/aws/s3/aws-chunked.ts';

const encode = (chunks: Uint8Array[], trailers: string) =>
  Buffer.concat([
    ...chunks.flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]),
    Buffer.from(`0\r\n${trailers}\r\n`),
  ]);
const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 5 });

it('takes a body out of its chunks, whatever the bytes and however they are cut', () => {
  fc.assert(
    fc.property(chunks, (parts) => {
      const decoded = decodeAwsChunked(encode(parts, 'x-amz-checksum-crc32:AAAA==\r\n'));
      expect(decoded.body).toEqual(Buffer.concat(parts));
      expect(decoded.trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAA==' });
    }),
  );
});

it('never takes a body that was cut off for a whole one', () => {
  fc.assert(
    fc.property(chunks, fc.nat(), (parts, at) => {
      const whole = encode(parts, '');
      const lastChunk = whole.length - '0\r\n\r\n'.length;
      expect(() => decodeAwsChunked(whole.subarray(0, at % (lastChunk + 1)))).toThrow(/number of bytes/);
    }),
  );
});
