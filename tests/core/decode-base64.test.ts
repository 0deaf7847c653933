import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64 } from '../../functions/core/decode-base64.ts';

async function* piecesOf(text: string, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
}

async function decoded(text: string, size: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of decodeBase64(piecesOf(text, size))) parts.push(part);
  return Buffer.concat(parts);
}

test('bytes come out of base64 as they went in, in whatever pieces it comes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 50 }), async (bytes, size) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(await decoded(text, size)).toEqual(Buffer.from(bytes));
      expect(await decoded(`"${text}"\r\n`, size)).toEqual(Buffer.from(bytes));
    }),
  );
});

test.each(['%PDF', 'QUJD=', 'QUJ', 'Q===QUJD'])('%s is no base64', async (text) => {
  await expect(decoded(text, 100)).rejects.toThrow('no base64');
});
