import { type Finding, findingOf } from './finding.ts';

/** The chunks that a page names for its start: their hashes cover all that is loaded after them, too. */
const CHUNK = /\bchunks\/[\w.-]+\.js\b/g;

/**
 * Whether the host still serves the program that runs here.
 * @param started addresses of the chunks that this page was started with
 * @param ask what the page is now, past every cache
 */
export async function checkVersion(started: readonly string[], ask: () => Promise<Response>): Promise<Finding> {
  const found = findingOf('version');
  const page = await ask().then(
    (response) => (response.ok ? response.text() : ''),
    () => '',
  );
  const current = new Set(page.match(CHUNK));
  if (started.length === 0 || current.size === 0) return found('unsure', 'versionUnknown');
  return started.every((address) => current.has(address)) ? found('good', 'versionGood') : found('bad', 'versionOld');
}

/** The page says them itself (`build.ts`), so that the browser asks for all at once. */
export const chunksOf = (page: ParentNode): readonly string[] =>
  [...page.querySelectorAll('link[rel=modulepreload]')].flatMap(
    (link) => link.getAttribute('href')?.match(CHUNK) ?? [],
  );
