import * as texts from '#texts/call-request.ts';
import { callReasons, callStates } from '#texts/call-states.ts';
import { apiOf } from '../api/desktop-api.ts';
import { wordsOf } from '../api/trouble.ts';
import { formatMoment } from '../format/format-time.ts';
import { callAtHand } from './call-at-hand.ts';
import type { Desk } from './desk.ts';
import type { OpportunityKey, PlannedCall } from './desktop-state.ts';
import { recorderOf } from './host-of.ts';
import { notify } from './notify.ts';

const asking = new Set<string>();

/** The agent wants to call somebody. While they are busy the call would only let the person wait: they choose what to do. */
export function requestCall(
  desk: Desk,
  key: OpportunityKey,
  { id, name }: PlannedCall['contact'],
  number?: string,
): Promise<void> {
  const wanted = { key, contact: { id, name }, number };
  if (!callAtHand(desk.store.get())) return askForCall(desk, wanted);
  desk.store.update((state) => ({ ...state, offer: wanted }));
  return Promise.resolve();
}

/** Asks the API for a call and says in words what became of it. Pressing twice asks once. */
export async function askForCall(desk: Desk, planned: PlannedCall): Promise<void> {
  const { key, contact, number } = planned;
  const id = JSON.stringify([key, contact.id]);
  if (asking.has(id)) return;
  asking.add(id);
  const once = crypto.randomUUID();
  const recorder = recorderOf(desk);
  const recordId = await recorder?.begin(planned, once);
  try {
    const accepted = await apiOf(desk).call(key, contact.id, number, once, recordId);
    recorder?.settled(once, accepted);
    const { status, reason, dueAt } = accepted;
    const why = reason ? callReasons[reason] : '';
    if (status === 'blocked' || status === 'failed' || status === 'expired')
      notify(desk, { tone: 'problem', text: texts.refused(contact.name, why || callStates[status]) });
    else if (status === 'held' || status === 'scheduled' || status === 'queued')
      notify(desk, {
        tone: 'info',
        text: texts.later(contact.name, why, dueAt ? formatMoment(dueAt) : ''),
      });
    else
      notify(desk, { tone: 'success', text: texts.accepted(contact.name) }, ({ calls }) =>
        calls.some(({ subject }) => subject.status === 'known' && subject.callId === accepted.callId),
      );
    void desk.loadContext(key);
  } catch (error) {
    recorder?.settled(once, undefined);
    notify(desk, { tone: 'problem', text: texts.refused(contact.name, wordsOf(error)) });
  } finally {
    asking.delete(id);
  }
}
