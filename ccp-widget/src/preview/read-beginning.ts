/** More than anybody reads in a call; a browser lays it out in well under a second. */
const MOST_BYTES = 512 * 1024;

/** The first half megabyte as text; the rest is never transferred. */
export async function readBeginning(response: Response): Promise<{ text: string; cut: boolean }> {
  const reader = response.body?.getReader();
  if (!reader) return { text: await response.text(), cut: false };
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), cut: false };
    bytes += value.byteLength;
    text += decoder.decode(value, { stream: true });
    if (bytes < MOST_BYTES) continue;
    await reader.cancel();
    return { text, cut: true };
  }
}
