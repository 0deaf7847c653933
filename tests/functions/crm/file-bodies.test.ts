import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Body } from '#crm/base64-body.ts';
import { multipartBody } from '#crm/multipart-body.ts';

/** A file whose bytes come in these parts. */
const fileOf = (parts: readonly Uint8Array[], fileName = 'offer.pdf') => ({
  ...{ fileName, contentType: 'application/pdf', bytes: parts.reduce((sum, part) => sum + part.byteLength, 0) },
  async open() {
    return (async function* () {
      yield* parts;
    })();
  },
});
const anyParts = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 8 });

describe('a file in base64 within JSON', () => {
  it('is what was sent, of the length that was announced, however its bytes come in', () =>
    fc.assert(
      fc.asyncProperty(anyParts, fc.dictionary(fc.string(), fc.string()), async (parts, about) => {
        const body = base64Body(about, 'documentbody', fileOf(parts), 'data:x;base64,');
        const sent = await buffer(await body.open());
        expect(sent.byteLength).toBe(body.bytes);
        const { documentbody, ...rest } = JSON.parse(sent.toString('utf8'));
        expect(rest).toEqual(JSON.parse(JSON.stringify({ ...about, documentbody: undefined })));
        expect(documentbody).toBe(`data:x;base64,${Buffer.concat(parts).toString('base64')}`);
      }),
    ));
});

describe('a form with a file', () => {
  const asForm = async (body: ReturnType<typeof multipartBody>): Promise<FormData> => {
    const sent = await buffer(await body.open());
    expect(sent.byteLength).toBe(body.bytes);
    return new Response(Uint8Array.from(sent), { headers: { 'content-type': body.contentType } }).formData();
  };

  it('is read by a browser’s own parser as it was sent, twice the same', () =>
    fc.assert(
      fc.asyncProperty(anyParts, fc.string({ unit: 'grapheme' }), async (parts, value) => {
        const options = value.replaceAll(/[\r\n]/g, ' ');
        const body = multipartBody([{ name: 'options', value: options }], 'file', fileOf(parts));
        for (const form of [await asForm(body), await asForm(body)]) {
          const file = form.get('file');
          if (!(file instanceof File)) return expect.fail('no file');
          expect(Buffer.from(await file.bytes()).equals(Buffer.concat(parts))).toBe(true);
          expect([form.get('options'), file.name, file.type]).toEqual([options, 'offer.pdf', 'application/pdf']);
        }
      }),
    ));

  it.each(['offer "v1".pdf', 'a\r\nContent-Type: text/html\r\n\r\n.pdf', 'Предложение ☎.pdf'])(
    'cannot be broken out of by the name %j',
    async (name) => {
      const form = await asForm(multipartBody([], 'file', fileOf([Buffer.from('x')], name)));
      expect([...form.keys()]).toEqual(['file']);
      const file = form.get('file');
      expect(file instanceof File && file.type).toBe('application/pdf');
    },
  );
});
