/**
 * Runs in `sign-out.html`, which an agent leaves the desktop for, in every tab of theirs: nothing of a deal and no token is in
 * it. It ends the softphone's session; with the ID token in its fragment it goes on to the provider, and is what the provider
 * sends the browser back to.
 */
import type { DesktopConfiguration } from '../../../functions/core/contracts/configuration.ts';
import { language } from '../language.ts';
import { scopeOf } from '../tabs/scope.ts';
import { element } from '../views/element.ts';
import { type Discovered, endSessionAddress } from './end-session.ts';
import { forgetAgent } from './forget-agent.ts';

/** The page itself is in English. */
const GERMAN = { done: 'Sie sind abgemeldet', again: 'Wieder anmelden' };

/** The tab with the softphone sets its agent offline before it goes; one that hangs keeps nobody signed in. */
const SOFTPHONE_WITHIN_MS = 3_000;

/**
 * As amazon-connect-streams documents it (Documentation.md, "Logging out"): `/logout` of the instance, on an old address
 * `/connect/logout`. TERMINATE, which tells the CCP's other pages, is left out: ours are gone, and any other finds out.
 */
async function endSoftphone({ ccpUrl }: DesktopConfiguration): Promise<void> {
  const signal = AbortSignal.timeout(SOFTPHONE_WITHIN_MS);
  const { locks } = navigator as { readonly locks?: LockManager };
  await locks?.request(scopeOf(ccpUrl), { signal }, () => undefined).catch(() => undefined);
  const logout = ccpUrl.replace(/\/ccp-v2.*/, '/logout');
  await fetch(logout, { credentials: 'include', mode: 'no-cors' }).catch(() => undefined);
}

async function addressOfEnd({ identity }: DesktopConfiguration, idToken: string): Promise<string | undefined> {
  const discovery = await fetch(`${identity.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const discovered = (await discovery.json()) as Discovered;
  // "MUST exactly match" (OpenID Connect Discovery 1.0, section 4.3): an ID token is handed to nobody else.
  if (new URL(discovered.issuer ?? '').href !== new URL(identity.issuer).href) return undefined;
  const hint = { idToken: idToken || undefined, state: crypto.randomUUID() };
  return endSessionAddress(discovered, identity, location.origin + location.pathname, hint);
}

function sayDone(): void {
  if (language === 'de') {
    document.documentElement.lang = language;
    for (const [id, text] of Object.entries(GERMAN)) element(id).textContent = text;
  }
  document.title = element('done').textContent;
  // The host around a frame is named in the address.
  element('again').setAttribute('href', `./${location.search}`);
  element('signed-out').hidden = false;
}

/** Empty when the sign-in has run out: the provider may know the agent all the same. */
const idToken = new URLSearchParams(location.hash.slice(1)).get('id');
forgetAgent(sessionStorage);
const query = new URLSearchParams(location.search);
query.delete('state');
history.replaceState(null, '', `${location.pathname}${query.size > 0 ? `?${query}` : ''}`);
const signOut = async (hint: string): Promise<string | undefined> => {
  const configuration = (await (await fetch('config.json')).json()) as DesktopConfiguration;
  await endSoftphone(configuration);
  return addressOfEnd(configuration, hint);
};
const end = idToken === null ? undefined : await signOut(idToken).catch(() => undefined);
if (end !== undefined) location.replace(end);
else {
  sayDone();
  // The window that a desktop in a frame has opened for the provider.
  if (window.name === 'sign-out') window.close();
}
