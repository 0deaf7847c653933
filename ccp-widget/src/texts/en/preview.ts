/** Texts of the preview of documents, in English. */
import type { PreviewFailure } from '../../preview/preview-error.ts';

export const rows = (rows: string, columns: number) => `${rows} rows, ${columns} columns`;
export const column = (number: number) => `Column ${number}`;
export const close = 'Close preview';
export const download = 'Download';
export const page = (page: number, pages: number) => `Page ${page} of ${pages}`;
export const loading = 'Opening…';
export const failures = {
  unsupported: 'This kind of file has no preview. Download it to look at it.',
  damaged: 'The file seems damaged. Download it to look at it.',
  locked: 'The file has a password. Download it to look at it.',
  gone: 'The file was not there. Try again; if it stays so, tell your administrator.',
} satisfies Readonly<Record<PreviewFailure, string>>;
export const failed = 'The document cannot be shown';
export const cut = 'Only the beginning is shown.';
export const widen = 'Wide';
export const narrow = 'Beside the people';
