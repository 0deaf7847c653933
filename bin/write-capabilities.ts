/** `node bin/write-capabilities.ts` renews the generated part of docs/crm/README.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { withCapabilities } from './capabilities-table.ts';

const path = new URL('../docs/crm/README.md', import.meta.url);
await writeFile(path, withCapabilities(await readFile(path, 'utf8')));
