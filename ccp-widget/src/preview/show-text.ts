import { later } from '../messages-later.ts';
import { fetchFile } from './fetch-file.ts';
import type { ShowPreview } from './preview.ts';

/** More than anybody reads in a call; a browser lays it out in well under a second. */
const MOST_BYTES = 512 * 1024;

/** As text and only as text, CSV and HTML included. */
export const showText: ShowPreview = async (url, holder, stop) => {
  const response = await fetchFile(url, stop);
  const { text, cut } = await readBeginning(response);
  if (stop.aborted) return;
  const sheet = document.createElement('pre');
  sheet.dir = 'auto';
  sheet.textContent = text;
  holder.replaceChildren(sheet);
  if (!cut) return;
  const note = document.createElement('p');
  note.className = 'quiet';
  note.textContent = later.preview.cut;
  holder.append(note);
};

async function readBeginning(response: Response): Promise<{ text: string; cut: boolean }> {
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
