import type { Finding } from './finding.ts';

/** A chunk's name says what is in it: esbuild puts a hash of everything that it imports there. */
const CHUNK = /later-[A-Z0-9]+\.js$/;

/**
 * Whether the host still serves the program that runs here: the start names the chunk that comes after it.
 * @param running address of the chunk that this is in
 * @param ask what the start is now, past every cache
 */
export async function checkVersion(running: string, ask: () => Promise<Response>): Promise<Finding> {
  const found = (verdict: Finding['verdict'], code: Finding['code']): Finding => ({ check: 'version', verdict, code });
  const chunk = CHUNK.exec(running)?.[0];
  const start = await ask().then(
    (response) => (response.ok ? response.text() : undefined),
    () => undefined,
  );
  if (chunk === undefined || start === undefined) return found('unsure', 'versionUnknown');
  return start.includes(chunk) ? found('good', 'versionGood') : found('bad', 'versionOld');
}
