/** Characters of base64 that stand for whole bytes come by fours. */
const QUARTET = 4;

/**
 * The bytes that a text in base64 stands for, piece by piece. Quotes and line breaks around it are passed over.
 * @throws Error when it is no base64
 */
export async function* decodeBase64(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = '';
  for await (const chunk of body) {
    const text = rest + Buffer.from(chunk).toString('latin1').replace(/["\s]/g, '');
    const whole = text.length - (text.length % QUARTET);
    rest = text.slice(whole);
    if (whole > 0) yield decoded(text.slice(0, whole));
  }
  if (rest !== '') throw new Error('the text is no base64: it ends in the middle');
}

function decoded(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Error('the text is no base64');
  return Buffer.from(text, 'base64');
}
