import { type CookieAccess, isKeptFromCookies } from '../softphone/silent-patience.ts';
import type { SoftphoneHealth } from '../softphone/softphone.ts';
import type { Finding } from './finding.ts';

const FINDINGS: Readonly<Record<SoftphoneHealth, Omit<Finding, 'check'>>> = {
  loading: { verdict: 'unsure', code: 'softphoneLoading' },
  ready: { verdict: 'good', code: 'softphoneGood' },
  silent: { verdict: 'bad', code: 'softphoneSilent' },
  lost: { verdict: 'bad', code: 'softphoneLost' },
  'signed-out': { verdict: 'bad', code: 'softphoneSignedOut' },
  refused: { verdict: 'bad', code: 'softphoneRefused' },
  elsewhere: { verdict: 'unsure', code: 'softphoneElsewhere' },
  'library-failed': { verdict: 'bad', code: 'softphoneNotLoaded' },
  'not-permitted': { verdict: 'bad', code: 'workspaceNotPermitted' },
};
/** Where the page around this one has the softphone. */
const IN_WORKSPACE: Readonly<Partial<typeof FINDINGS>> = {
  silent: { verdict: 'bad', code: 'workspaceSilent' },
  lost: { verdict: 'bad', code: 'workspaceLost' },
};

/** The softphone's own sign of life: Streams swallows its errors and fires no event when it is blocked. */
export const checkSoftphone = (health: SoftphoneHealth, hasFrame: boolean): Finding => ({
  check: 'softphone',
  ...((hasFrame ? undefined : IN_WORKSPACE[health]) ?? FINDINGS[health]),
});

export interface CookieFacts extends CookieAccess {
  readonly cookiesEnabled: boolean;
  readonly health: SoftphoneHealth;
}

/** No browser tells a page whether a frame of another site has its cookies: a softphone that answers is the proof. */
export async function checkCookies(facts: CookieFacts): Promise<Finding> {
  const { cookiesEnabled, health } = facts;
  if (!cookiesEnabled) return { check: 'cookies', verdict: 'bad', code: 'cookiesOff' };
  if (await isKeptFromCookies(facts)) return { check: 'cookies', verdict: 'bad', code: 'storageRefused' };
  return health === 'ready'
    ? { check: 'cookies', verdict: 'good', code: 'cookiesGood' }
    : { check: 'cookies', verdict: 'unsure', code: 'cookiesUnknown' };
}
