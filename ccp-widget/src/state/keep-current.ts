import type { Desk } from './desk.ts';
import { contextId, isOnTheLine } from './desktop-state.ts';
import { announceArrivals, isOnItsWay, nextLookMs } from './documents-on-their-way.ts';
import { callInFocus, keyInFocus } from './in-focus.ts';
import { loadRecent } from './load-recent.ts';

const WHILE_TALKING_MS = 20_000;
/** Contact events reach our record some seconds after the call has ended. */
const AFTER_CALL_MS = 4_000;
const IDLE_MS = 60_000;

/** Loads the opportunity on the screen again as often as something about it may be changing. Never in a hidden page. */
export function keepCurrent(desk: Desk): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** How often it was looked in vain for the same documents. */
  let looks = 0;
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void tick(), interval(desk, looks));
  };
  const tick = async (): Promise<void> => {
    const state = desk.store.get();
    if (document.visibilityState === 'visible' && state.session.status === 'signed-in') {
      const key = keyInFocus(state);
      looks++;
      await (key ? desk.loadContext(key) : loadRecent(desk));
    }
    schedule();
  };
  let last = signature(desk);
  desk.store.subscribe(() => {
    const next = signature(desk);
    if (next === last) return;
    last = next;
    looks = 0;
    schedule();
  });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void tick());
  announceArrivals(desk);
  schedule();
}

/** What the pace depends on. */
function signature(desk: Desk): string {
  const key = keyInFocus(desk.store.get());
  return [key ? contextId(key) : '', interval(desk, 0), ...onTheirWay(desk)].join(' ');
}

function interval(desk: Desk, looks: number): number {
  const call = callInFocus(desk.store.get());
  const pace = call ? (isOnTheLine(call) ? WHILE_TALKING_MS : AFTER_CALL_MS) : IDLE_MS;
  return onTheirWay(desk).length > 0 ? Math.min(pace, nextLookMs(looks)) : pace;
}

function onTheirWay({ store }: Desk): readonly string[] {
  const state = store.get();
  const key = keyInFocus(state);
  const context = key && state.contexts[contextId(key)]?.context;
  return context?.documents.filter(isOnItsWay).map(({ id }) => id) ?? [];
}
