import * as texts from '#texts/busy.ts';
import { callAtHand } from './call-at-hand.ts';
import type { Desk } from './desk.ts';
import type { PlannedCall } from './desktop-state.ts';
import { notify } from './notify.ts';
import { askForCall } from './request-call.ts';

const KEY = 'planned-call';

export function planCall(desk: Desk, planned: PlannedCall | undefined): void {
  desk.store.update(({ planned: _, ...state }) => (planned ? { ...state, planned } : state));
  if (planned) notify(desk, { tone: 'info', text: texts.planned(planned.contact.name) });
}

/** Makes the planned call as soon as nothing is at hand. It survives a reload of this tab. */
export function followPlannedCall(desk: Desk, storage: Storage): void {
  const { store } = desk;
  const kept = readPlan(storage);
  if (kept) store.update((state) => ({ ...state, planned: kept }));
  let written = kept;
  store.subscribe(() => {
    const state = store.get();
    const { planned, agent } = state;
    if (planned !== written) {
      written = planned;
      if (planned) storage.setItem(KEY, JSON.stringify(planned));
      else storage.removeItem(KEY);
    }
    // Before the softphone has told who the agent is, it has not told their calls either.
    if (!planned || !agent || agent.kind === 'working' || callAtHand(state)) return;
    store.update(({ planned: _, ...rest }) => rest);
    void askForCall(desk, planned);
  });
}

function readPlan(storage: Storage): PlannedCall | undefined {
  try {
    const plan: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    const { key, contact } = Object(plan) as Partial<PlannedCall>;
    return key && contact ? (plan as PlannedCall) : undefined;
  } catch {
    return undefined;
  }
}
