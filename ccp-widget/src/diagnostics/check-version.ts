import { type Finding, findingOf } from './finding.ts';

/** The script that a page names for its start: its hash covers all that is loaded after it, in every language. */
const PROGRAM = /\bchunks\/desktop-\w+\.js\b/;

/**
 * Whether the host still serves the program that runs here.
 * @param started what this page was started with
 * @param ask what the page is now, past every cache
 */
export async function checkVersion(started: string | undefined, ask: () => Promise<Response>): Promise<Finding> {
  const found = findingOf('version');
  const page = await ask().then(
    (response) => (response.ok ? response.text() : ''),
    () => '',
  );
  const current = programOf(page);
  if (started === undefined || current === undefined) return found('unsure', 'versionUnknown');
  return started === current ? found('good', 'versionGood') : found('bad', 'versionOld');
}

export const programOf = (page: string): string | undefined => page.match(PROGRAM)?.[0];
