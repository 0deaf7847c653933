import { retryPause } from '../api/retry-pause.ts';
import type { Desk } from './desk.ts';
import { contextId, type DesktopState, isOnTheLine, type Shown } from './desktop-state.ts';
import { announceArrivals, isOnItsWay, nextLookMs } from './documents-on-their-way.ts';
import { callInFocus, keyInFocus } from './in-focus.ts';
import { loadRecent } from './load-recent.ts';
import { lookUpCall } from './look-up-call.ts';

const WHILE_TALKING_MS = 20_000;
/** Contact events reach our record some seconds after the call has ended. */
const AFTER_CALL_MS = 4_000;
const IDLE_MS = 60_000;

/**
 * Loads what is on the screen again as often as something about it may be changing; what could not be loaded, after pauses that
 * grow, and as soon as the browser is online again. Never in a hidden page, nor what no further attempt would bring. A sign-in
 * that has run out meanwhile is renewed by `resume`, if it can be without asking the agent.
 */
export function keepCurrent(desk: Desk, resume: () => Promise<unknown>): void {
  const { store } = desk;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** How often it was looked in vain for the same. */
  let looks = 0;
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void tick(), interval(store.get(), looks, Math.random()));
  };
  const tick = async (): Promise<void> => {
    if (document.visibilityState === 'visible') {
      looks++;
      if (store.get().session.status === 'expired') await resume();
      const shown = inFocus(store.get());
      if (store.get().session.status === 'signed-in' && shown.trouble?.isPassing !== false) await load(desk, shown);
    }
    schedule();
  };
  const comeBack = (): void => {
    looks = 0;
    void tick();
  };
  let last = signature(store.get());
  store.subscribe(() => {
    const next = signature(store.get());
    if (next === last) return;
    last = next;
    looks = 0;
    schedule();
  });
  document.addEventListener('visibilitychange', comeBack);
  addEventListener('online', comeBack);
  announceArrivals(desk);
  schedule();
}

/** What the screen shows, or why that is not here, or is old. */
function inFocus(state: DesktopState) {
  const key = keyInFocus(state);
  const call = callInFocus(state);
  const entry = key && state.contexts[contextId(key)];
  const shown: Shown = key ? entry : (call?.subject ?? state.recent);
  const onTheirWay = entry?.context?.documents.filter(isOnItsWay) ?? [];
  return { key, call, onTheirWay, trouble: shown?.trouble };
}

async function load(desk: Desk, { key, call }: ReturnType<typeof inFocus>): Promise<void> {
  if (key) await desk.loadContext(key);
  else if (call?.subject.status === 'failed') await lookUpCall(desk, call.connectContactId);
  else await loadRecent(desk);
}

/** What the pace depends on. */
function signature(state: DesktopState): string {
  const { key, onTheirWay } = inFocus(state);
  return [key ? contextId(key) : '', interval(state, 0, 0), ...onTheirWay.map(({ id }) => id)].join(' ');
}

function interval(state: DesktopState, looks: number, random: number): number {
  const { call, onTheirWay, trouble } = inFocus(state);
  if (trouble?.isPassing) return retryPause(looks, random);
  const pace = call ? (isOnTheLine(call) ? WHILE_TALKING_MS : AFTER_CALL_MS) : IDLE_MS;
  return onTheirWay.length > 0 ? Math.min(pace, nextLookMs(looks)) : pace;
}
