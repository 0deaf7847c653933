import type { CallView } from '../../../functions/core/contracts/call.ts';
import { apiOf } from '../api/desktop-api.ts';
import type { Desk } from './desk.ts';
import { contextId, type DesktopState } from './desktop-state.ts';
import { keyInFocus } from './in-focus.ts';
import { loadRecent } from './load-recent.ts';

const LOOK_MS = 5_000;
/** An agent waits for one call, or a few. */
const MAX_FOLLOWED = 5;

/** In the line for dial slots. */
export const isInLine = ({ state, reason }: Pick<CallView, 'state' | 'reason'>): boolean =>
  state === 'queued' && reason === 'pacing';

/** The agent's own calls on the screen that wait for a dial slot. */
export function callsInLine(state: DesktopState): readonly CallView[] {
  const key = keyInFocus(state);
  const calls = key ? state.contexts[contextId(key)]?.context?.calls : state.recent.calls;
  const own = calls?.filter((call) => isInLine(call) && call.agentUsername === state.agent?.username);
  return own?.slice(0, MAX_FOLLOWED) ?? [];
}

/** Asks for the places of waiting calls while they are on the screen, and loads anew what shows a call that waits no longer. */
export function followLine(desk: Desk): void {
  const { store } = desk;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    const waiting = document.visibilityState === 'visible' ? callsInLine(store.get()) : [];
    await Promise.all(waiting.map((call) => lookAt(desk, call)));
    timer = undefined;
    schedule();
  };
  const schedule = (): void => {
    if (timer === undefined && callsInLine(store.get()).length > 0) timer = setTimeout(() => void look(), LOOK_MS);
  };
  store.subscribe(schedule);
  schedule();
}

async function lookAt(desk: Desk, { callId }: CallView): Promise<void> {
  try {
    const call = await apiOf(desk).showCall(callId);
    const { line } = call;
    if (line) return desk.store.update((state) => ({ ...state, places: { ...state.places, [callId]: line } }));
    if (isInLine(call)) return;
    const key = keyInFocus(desk.store.get());
    await (key ? desk.loadContext(key) : loadRecent(desk));
  } catch {
    // The place that was told before stays; the next look is soon.
  }
}
