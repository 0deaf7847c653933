import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { formatMoment } from '../format/format-time.ts';
import { callReasons, later } from '../messages-later.ts';
import type { Desk } from './desk.ts';
import type { OpportunityKey } from './desktop-state.ts';
import { notify } from './notify.ts';

const asking = new Set<string>();

/** Asks the API for a call and says in words what became of it. Pressing twice asks once. */
export async function requestCall(
  desk: Desk,
  key: OpportunityKey,
  contact: ContactView,
  number?: string,
): Promise<void> {
  const id = JSON.stringify([key, contact.id]);
  if (asking.has(id)) return;
  asking.add(id);
  const texts = later.callRequest;
  try {
    const { status, reason, dueAt } = await apiOf(desk).call(key, contact.id, number, crypto.randomUUID());
    const why = reason ? callReasons[reason] : '';
    if (status === 'blocked' || status === 'failed' || status === 'expired')
      notify(desk, { tone: 'problem', text: texts.refused(contact.name, why || status) });
    else if (status === 'held' || status === 'scheduled' || status === 'queued')
      notify(desk, {
        tone: 'info',
        text: texts.later(contact.name, why, dueAt ? formatMoment(new Date(dueAt), new Date()) : ''),
      });
    else notify(desk, { tone: 'success', text: texts.accepted(contact.name) });
    void desk.loadContext(key);
  } catch (error) {
    const { what, advice } = troubleFrom(error);
    notify(desk, { tone: 'problem', text: texts.refused(contact.name, advice ? `${what}. ${advice}` : what) });
  } finally {
    asking.delete(id);
  }
}
