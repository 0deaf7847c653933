import { getDocument, type PDFDocumentProxy, type PDFPageProxy, PDFWorker } from 'pdfjs-dist';
import type { fetchFile } from './fetch-file.ts';
import type { ShowPreview } from './preview.ts';
import type { PreviewError } from './preview-error.ts';

/** What a page is called: `Page 2 of 5`. */
type NamePage = (page: number, pages: number) => string;

/** Of the rest of the desktop. Handed over: an import here would cut the rest into more files. */
interface PdfOptions {
  readonly nameOf: NamePage;
  readonly fetchFile: typeof fetchFile;
  readonly failure: (...reason: ConstructorParameters<typeof PreviewError>) => PreviewError;
  /** Address of `pdf-worker.js`. */
  readonly workerAddress: () => string;
}

/** Sharper than this costs memory on large screens and shows nothing more. */
const MOST_PIXELS_PER_POINT = 3;

/**
 * Pages on canvases, each drawn when it comes near the screen, with its text beside it for screen readers and search.
 * No script of the file runs, no form works, no link leads anywhere. Works without `unsafe-eval` and without WebAssembly.
 */
export const showPdf =
  ({ nameOf, fetchFile, failure, workerAddress }: PdfOptions): ShowPreview =>
  async (url, holder, stop) => {
    const data = new Uint8Array(await (await fetchFile(url, stop)).arrayBuffer());
    if (stop.aborted) return;
    // Made here: pdf.js would hand the browser a bare address, which Trusted Types refuse.
    const port = new Worker(workerAddress(), { type: 'module' });
    const worker = PDFWorker.create({ port });
    const task = getDocument({
      data,
      worker,
      isEvalSupported: false,
      useWasm: false,
      enableXfa: false,
      // Fonts come as data through fetch, not as @font-face addresses, which would need a font-src of their own.
      useSystemFonts: false,
      standardFontDataUrl: new URL('standard-fonts/', document.baseURI).href,
    });
    const end = async (): Promise<void> => {
      await task.destroy();
      worker.destroy();
      port.terminate();
    };
    stop.addEventListener('abort', () => void end(), { once: true });
    // pdf.js waits for ever for a worker that it has not made itself.
    const broken = new Promise<never>((_, reject) => {
      port.addEventListener('error', () => reject(new Error('pdf-worker.js does not run')), { once: true });
    });
    const pdf = await Promise.race([task.promise, broken]).catch((error: unknown) => {
      throw failure(error instanceof Error && error.name === 'PasswordException' ? 'locked' : 'damaged', {
        cause: error,
      });
    });
    if (stop.aborted) return;
    await drawPages(pdf, nameOf, holder, stop);
  };

async function drawPages(
  pdf: PDFDocumentProxy,
  nameOf: NamePage,
  holder: HTMLElement,
  stop: AbortSignal,
): Promise<void> {
  const first = await pdf.getPage(1);
  const { width, height } = first.getViewport({ scale: 1 });
  const pages = Array.from({ length: pdf.numPages }, (_, index) =>
    pageElement(nameOf(index + 1, pdf.numPages), width, height),
  );
  holder.replaceChildren(...pages.map(({ section }) => section));
  const draw = async (number: number): Promise<void> => {
    const page = pages[number - 1];
    if (!page || page.drawn || stop.aborted) return;
    page.drawn = true;
    await drawPage(number === 1 ? first : await pdf.getPage(number), page);
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting) void draw(pages.findIndex(({ section }) => section === target) + 1);
    },
    { root: holder, rootMargin: '600px 0px' },
  );
  for (const { section } of pages) watcher.observe(section);
  stop.addEventListener('abort', () => watcher.disconnect(), { once: true });
  await draw(1);
}

interface PageElement {
  readonly section: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly text: HTMLElement;
  drawn: boolean;
}

function pageElement(name: string, width: number, height: number): PageElement {
  const section = document.createElement('section');
  section.className = 'page';
  section.setAttribute('aria-label', name);
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  // The place is taken before the page is drawn, so that nothing jumps.
  canvas.style.aspectRatio = `${width} / ${height}`;
  const text = document.createElement('p');
  text.className = 'visually-hidden';
  text.dir = 'auto';
  section.append(canvas, text);
  return { section, canvas, text, drawn: false };
}

async function drawPage(page: PDFPageProxy, { canvas, text }: PageElement): Promise<void> {
  const plain = page.getViewport({ scale: 1 });
  const wanted = (canvas.clientWidth / plain.width) * Math.max(devicePixelRatio, 1.5);
  const viewport = page.getViewport({ scale: Math.min(wanted, MOST_PIXELS_PER_POINT) });
  canvas.style.aspectRatio = `${plain.width} / ${plain.height}`;
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  await page.render({ canvas, viewport }).promise;
  const { items } = await page.getTextContent();
  text.textContent = items.map((item) => ('str' in item ? item.str : '')).join(' ');
}
