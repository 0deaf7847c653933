import * as texts from '#texts/preview.ts';
import { formatCount } from '../format/format-number.ts';
import { cutNote } from './cut-note.ts';
import { fetchFile } from './fetch-file.ts';
import { parseCsv } from './parse-csv.ts';
import type { ShowPreview } from './preview.ts';
import { PreviewError } from './preview-error.ts';
import { readBeginning } from './read-beginning.ts';

/** Rows of a table are dearer to lay out than lines of text. */
const MOST_ROWS = 1_000;
const NUMBER = /^[-+]?[\d.,\s']*\d\s?%?$/;

/** As a table whose first row names the columns. Cells are text: a formula stays what was typed. */
export const showCsv: ShowPreview = async (url, holder, stop) => {
  const { text, cut } = await readBeginning(await fetchFile(url, stop));
  if (stop.aborted) return;
  const rows = parseCsv(text, MOST_ROWS + 2);
  const [names, ...records] = rows;
  if (!names) throw new PreviewError('damaged');
  // The last row of a text that was cut in its middle is not whole.
  const shown = records.slice(0, cut && records.length <= MOST_ROWS ? -1 : MOST_ROWS);
  const columns = Math.max(names.length, ...shown.map(({ length }) => length));
  const table = document.createElement('table');
  const caption = table.createCaption();
  caption.className = 'quiet';
  caption.textContent = texts.rows(formatCount(shown.length), columns);
  const head = table.createTHead().insertRow();
  for (let column = 0; column < columns; column++) {
    const name = document.createElement('th');
    name.scope = 'col';
    name.dir = 'auto';
    name.textContent = names[column] || texts.column(column + 1);
    head.append(name);
  }
  const body = table.createTBody();
  for (const record of shown) {
    const row = body.insertRow();
    for (let column = 0; column < columns; column++) {
      const cell = row.insertCell();
      const value = record[column] ?? '';
      if (NUMBER.test(value)) cell.className = 'numeric';
      cell.dir = 'auto';
      cell.textContent = value;
    }
  }
  holder.replaceChildren(table, ...(cut || records.length > MOST_ROWS ? [cutNote()] : []));
};
