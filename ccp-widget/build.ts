/**
 * The desktop as files to host: one folder, no server. Everything the page may need later (editor, preview, Streams,
 * pdf.js) is a chunk or file of its own, so that the deal is on the screen before any of it is asked for.
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildProgram, type LanguageMetafiles, TARGET } from './build-program.ts';

const source = join(dirname(fileURLToPath(import.meta.url)), 'src');
const require = createRequire(import.meta.url);
const packageFolder = (name: string): string => dirname(require.resolve(`${name}/package.json`));

/** Copied as they are: Streams is not a real module, and the PDF worker has to be a file that `worker-src 'self'` allows. */
const VENDOR_FILES = [
  { from: ['amazon-connect-streams', 'release/connect-streams-min.js'], to: 'connect-streams-min.js' },
  // Named .js because not every host knows that .mjs is JavaScript, and a module worker is refused without that type.
  { from: ['pdfjs-dist', 'build/pdf.worker.min.mjs'], to: 'pdf-worker.js' },
  { from: ['pdfjs-dist', 'standard_fonts'], to: 'standard-fonts' },
] as const;

/**
 * Writes the desktop into `outdir`, which is emptied first.
 * The metafiles say what ended up in which chunk: tests hold the byte budget against them.
 */
export async function buildDesktop(outdir: string): Promise<LanguageMetafiles> {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const [{ program, metafiles }] = await Promise.all([
    buildProgram(outdir),
    // Apart from the program: they share a few lines with it, which would be files of their own.
    build({
      entryPoints: {
        'signed-in': join(source, 'identity/signed-in-page.ts'),
        'sign-out': join(source, 'identity/sign-out-page.ts'),
        styles: join(source, 'styles/desktop.css'),
      },
      ...{ outdir, bundle: true, format: 'esm', target: TARGET, minify: true, logLevel: 'warning' },
    }),
    ...['signed-in.html', 'sign-out.html', 'icon.svg'].map((file) => cp(join(source, file), join(outdir, file))),
    ...VENDOR_FILES.map(({ from: [name, path], to }) =>
      cp(join(packageFolder(name), path), join(outdir, to), { recursive: true }),
    ),
  ]);
  const page = await readFile(join(source, 'index.html'), 'utf8');
  await writeFile(join(outdir, 'index.html'), page.replace('{program}', program));
  return metafiles;
}
