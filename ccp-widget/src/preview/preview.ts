import * as texts from '#texts/preview.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { trustedScript } from '../trusted-script.ts';
import { fetchFile } from './fetch-file.ts';
import { PreviewError } from './preview-error.ts';
import { showCsv } from './show-csv.ts';
import { showImage } from './show-image.ts';
import { showText } from './show-text.ts';

/** Puts the file into the holder; resolves when the first of it can be seen. Whatever is in the file stays inert. */
export type ShowPreview = (url: string, holder: HTMLElement, stop: AbortSignal) => Promise<void>;

const TABLES = ['text/csv', 'application/csv', 'text/tab-separated-values'];
/** What browsers and CRMs call a table on a machine with a spreadsheet program, or without any idea. */
const PERHAPS_TABLES = ['text/plain', 'application/vnd.ms-excel', 'application/octet-stream'];
const TEXTS = ['application/json', 'application/xml', 'message/rfc822'];

const FOR_PDF = {
  nameOf: texts.page,
  fetchFile,
  failure: (...reason: ConstructorParameters<typeof PreviewError>) => new PreviewError(...reason),
  workerAddress: () => trustedScript('pdf-worker.js'),
};

/** @throws {PreviewError} `unsupported` when this kind of file cannot be shown. */
export function previewOf({ contentType, fileName }: Pick<DocumentView, 'contentType' | 'fileName'>): ShowPreview {
  const [type = ''] = contentType.toLowerCase().split(';');
  if (type === 'application/pdf') return async (...args) => (await import('./show-pdf.ts')).showPdf(FOR_PDF)(...args);
  if (type.startsWith('image/')) return showImage;
  if (TABLES.includes(type) || (PERHAPS_TABLES.includes(type) && /\.(csv|tsv)$/i.test(fileName))) return showCsv;
  // Also text/html: it is shown as its source, never interpreted.
  if (type.startsWith('text/') || TEXTS.includes(type)) return showText;
  throw new PreviewError('unsupported');
}
