/** `node local/connect/write-readme.ts` renews the generated part of README.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { renewed } from './support.ts';

const path = new URL('README.md', import.meta.url);
await writeFile(path, renewed(await readFile(path, 'utf8')));
