import { type Finding, findingOf } from './finding.ts';

/** What the desktop is built for (`TARGET` in `build-program.ts`). Amazon Connect itself supports the three latest versions of these. */
export const OLDEST_VERSION = 130;

/** Edge names Chrome too, and nobody but Firefox names Firefox: the first that fits. */
const BROWSERS = [/\bEdg\/(\d+)/, /\bFirefox\/(\d+)/, /Chrome\/(\d+)/];
/** Chromium under another name: it may work, but nobody answers for it. */
const UNSUPPORTED = /\b(OPR|Opera|SamsungBrowser|YaBrowser|Vivaldi|Electron)\b/;

/** @param agent as `navigator.userAgent` says it */
export function checkBrowser(agent: string, canTalk: boolean): Finding {
  const found = findingOf('browser');
  if (!canTalk) return found('bad', 'browserWithoutCalls');
  const version = BROWSERS.map((browser) => browser.exec(agent)?.[1]).find((one) => one !== undefined);
  if (version === undefined || UNSUPPORTED.test(agent)) return found('unsure', 'browserUnknown');
  return Number(version) < OLDEST_VERSION ? found('bad', 'browserOld') : found('good', 'browserGood');
}
