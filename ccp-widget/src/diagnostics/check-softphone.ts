import { type CookieAccess, isKeptFromCookies } from '../softphone/silent-patience.ts';
import type { SoftphoneHealth } from '../softphone/softphone.ts';
import { type Finding, findingOf } from './finding.ts';

const found = findingOf('softphone');
const FINDINGS: Readonly<Record<SoftphoneHealth, Finding>> = {
  loading: found('unsure', 'softphoneLoading'),
  ready: found('good', 'softphoneGood'),
  silent: found('bad', 'softphoneSilent'),
  lost: found('bad', 'softphoneLost'),
  'signed-out': found('bad', 'softphoneSignedOut'),
  refused: found('bad', 'softphoneRefused'),
  elsewhere: found('unsure', 'softphoneElsewhere'),
  'library-failed': found('bad', 'softphoneNotLoaded'),
  'not-permitted': found('bad', 'workspaceNotPermitted'),
};
/** Where the page around this one has the softphone. */
const IN_WORKSPACE: Readonly<Partial<typeof FINDINGS>> = {
  silent: found('bad', 'workspaceSilent'),
  lost: found('bad', 'workspaceLost'),
};

/** The softphone's own sign of life: Streams swallows its errors and fires no event when it is blocked. */
export const checkSoftphone = (health: SoftphoneHealth, hasFrame: boolean): Finding =>
  (hasFrame ? undefined : IN_WORKSPACE[health]) ?? FINDINGS[health];

export interface CookieFacts extends CookieAccess {
  readonly cookiesEnabled: boolean;
  readonly health: SoftphoneHealth;
}

/** No browser tells a page whether a frame of another site has its cookies: a softphone that answers is the proof. */
export async function checkCookies(facts: CookieFacts): Promise<Finding> {
  const { cookiesEnabled, health } = facts;
  const cookies = findingOf('cookies');
  if (!cookiesEnabled) return cookies('bad', 'cookiesOff');
  if (await isKeptFromCookies(facts)) return cookies('bad', 'storageRefused');
  return health === 'ready' ? cookies('good', 'cookiesGood') : cookies('unsure', 'cookiesUnknown');
}
