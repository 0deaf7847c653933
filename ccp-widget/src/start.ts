/**
 * Start of the desktop. Order is the point: sign in, load, paint the deal; only then ask for Streams and everything that
 * an agent needs later.
 */

import type { DesktopConfiguration } from '../../functions/core/contracts/configuration.ts';
import { createSend } from './api/api-client.ts';
import { createDesk } from './state/desk.ts';
import { type DesktopState, INITIAL_STATE, isOnTheLine } from './state/desktop-state.ts';
import { focusFrom } from './state/place.ts';
import { createStore } from './state/store.ts';
import { Deal, type DealProps } from './views/deal.ts';
import { element } from './views/element.ts';
import { createFirstSight, painted } from './views/first-sight.ts';
import { h } from './views/h.ts';
import { arrive, type Later, loadLater } from './views/lazy.ts';
import { namePage } from './views/name-page.ts';

const readConfiguration = async (): Promise<DesktopConfiguration> => {
  const response = await fetch('config.json', { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  return (await response.json()) as DesktopConfiguration;
};

/** In the page of a CRM. */
const isFramed = window.parent !== window;

async function start(): Promise<void> {
  namePage();
  const store = createStore<DesktopState>(INITIAL_STATE);
  let props: DealProps = { store };
  const sight = createFirstSight(element('deal'), store, () => h(Deal, props));
  let later: Promise<Later> | undefined;
  /** Preact and all the rest: after the deal's first paint, or at once when there is something else to say. */
  const enliven = (): Promise<Later> => {
    later ??= loadLater().then((parts) => {
      sight.handOver(() => parts.takeOver(props));
      arrive(parts);
      return parts;
    });
    return later;
  };
  const setSession = (session: DesktopState['session']): void => {
    store.update((state) => ({ ...state, session }));
    if (session.status !== 'signed-in') void enliven();
  };

  const parts = await Promise.all([readConfiguration(), import('./identity/sign-in.ts')]).catch(() => undefined);
  if (!parts) return setSession({ status: 'failed', why: 'configuration' });
  const [configuration, { createAuthorizer, createSession }] = parts;
  const session = createSession(
    createAuthorizer(configuration.identity),
    () => {
      // Leaving the page would drop the audio of a call, or end at nothing without a network; otherwise it is the quickest way.
      if (store.get().calls.some(isOnTheLine) || !navigator.onLine || isFramed)
        return setSession({ status: store.get().session.status === 'starting' ? 'signed-out' : 'expired' });
      void session.signInByRedirect();
    },
    // The first tokens count once the place is known too, so that no other screen flashes up.
    () => store.get().session.status !== 'starting' && setSession({ status: 'signed-in' }),
  );
  const desk = createDesk(store, createSend(configuration.apiUrl, session), configuration.access);
  const signIn = (): void => {
    const way =
      isFramed || store.get().session.status === 'expired' ? session.signInInWindow() : session.signInByRedirect();
    way.catch(() => setSession(isFramed ? { status: 'signed-out' } : { status: 'failed', why: 'sign-in' }));
  };
  props = { store, desk, signIn };
  const host = isFramed ? enliven().then(({ connectHost }) => connectHost(desk, configuration)) : undefined;

  try {
    if (!(await session.start())) return;
  } catch {
    return setSession({ status: 'failed', why: 'sign-in' });
  }
  store.update((state) => ({ ...state, session: { status: 'signed-in' }, focus: focusFrom(location.hash) }));
  const { focus } = store.get();
  if (focus.kind === 'opportunity') {
    await desk.loadContext(focus.key);
    await painted();
  }
  const { furnish } = await enliven();
  furnish({ desk, configuration, session, hosted: await host });
}

void start();
