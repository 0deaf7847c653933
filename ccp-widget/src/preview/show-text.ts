import { cutNote } from './cut-note.ts';
import { fetchFile } from './fetch-file.ts';
import type { ShowPreview } from './preview.ts';
import { readBeginning } from './read-beginning.ts';

/** As text and only as text, HTML included. */
export const showText: ShowPreview = async (url, holder, stop) => {
  const { text, cut } = await readBeginning(await fetchFile(url, stop));
  if (stop.aborted) return;
  const sheet = document.createElement('pre');
  sheet.dir = 'auto';
  sheet.textContent = text;
  holder.replaceChildren(sheet, ...(cut ? [cutNote()] : []));
};
