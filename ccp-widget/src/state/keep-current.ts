import type { Desk } from './desk.ts';
import { callInFocus, contextId, isOnTheLine, keyInFocus } from './desktop-state.ts';

/** A document on its way from the CRM usually arrives within seconds. */
const WHILE_FETCHING_MS = 3_000;
const WHILE_TALKING_MS = 20_000;
/** Contact events reach our record some seconds after the call has ended. */
const AFTER_CALL_MS = 4_000;
const IDLE_MS = 60_000;

/** Loads the opportunity on the screen again as often as something about it may be changing. Never in a hidden page. */
export function keepCurrent(desk: Desk): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void tick(), interval(desk));
  };
  const tick = async (): Promise<void> => {
    const state = desk.store.get();
    if (document.visibilityState === 'visible' && state.session.status === 'signed-in') {
      const key = keyInFocus(state);
      await (key ? desk.loadContext(key) : desk.loadRecent());
    }
    schedule();
  };
  const signature = (): string => {
    const state = desk.store.get();
    const key = keyInFocus(state);
    return `${key ? contextId(key) : ''} ${interval(desk)}`;
  };
  let last = signature();
  desk.store.subscribe(() => {
    const next = signature();
    if (next === last) return;
    last = next;
    schedule();
  });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void tick());
  schedule();
}

function interval({ store }: Desk): number {
  const state = store.get();
  const key = keyInFocus(state);
  const context = key && state.contexts[contextId(key)]?.context;
  if (context?.documents.some(({ state: file }) => file === 'fetching' || file === 'awaiting-upload'))
    return WHILE_FETCHING_MS;
  const call = callInFocus(state);
  if (call && isOnTheLine(call)) return WHILE_TALKING_MS;
  return call ? AFTER_CALL_MS : IDLE_MS;
}
