/** `npm run -s token -- <username>`: an agent's access token on stdout, for curl and scripts. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { signInForToken } from './identity/sign-in-for-token.ts';
import type { Endpoints } from './parts.ts';
import { PEOPLE } from './seed.ts';

async function readEndpoints(dataFolder: string): Promise<Endpoints> {
  try {
    return JSON.parse(await readFile(join(dataFolder, 'endpoints.json'), 'utf8')) as Endpoints;
  } catch (error) {
    throw new Error(`the local system is not running on ${dataFolder}: start it with npm start`, { cause: error });
  }
}

try {
  const { values, positionals } = parseArgs({
    options: { data: { type: 'string', default: '.local' } },
    allowPositionals: true,
  });
  const person = PEOPLE.find(({ username }) => username === positionals[0]);
  if (person === undefined || positionals.length !== 1) {
    throw new Error(`usage: npm run -s token -- <${PEOPLE.map(({ username }) => username).join('|')}> [--data DIR]`);
  }
  const { identity, desktop } = await readEndpoints(values.data);
  process.stdout.write(`${await signInForToken({ issuer: identity, desktopOrigin: desktop, ...person })}\n`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
