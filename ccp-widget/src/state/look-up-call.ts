import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { attachCall, setSubject } from './attach-call.ts';
import type { Desk } from './desk.ts';
import { contextId, type Shown } from './desktop-state.ts';

/**
 * What a call without our attributes is about, asked by its number: here, else in the CRMs. What the agent has chosen meanwhile stays.
 */
export function lookUpCall(desk: Desk, connectContactId: string): Promise<void> {
  const { store } = desk;
  return desk.once(`call ${connectContactId}`, async () => {
    const api = apiOf(desk);
    try {
      const answer = await api.contextOfCall(connectContactId);
      if (answer.found !== 'one') {
        const inCrm =
          answer.found === 'none' ? await api.crmOfCall(connectContactId).catch(() => undefined) : undefined;
        const [first, ...others] = inCrm?.matches ?? [];
        if (!first || others.some((match) => contextId(match) !== contextId(first))) {
          const found = first ? 'several' : answer.found;
          return setSubject(desk, connectContactId, { ...answer, ...inCrm, status: 'choose', found });
        }
        const { contactId: _theirs, ...deal } = first;
        // Of several people who share the number nobody knows who it is.
        return void attachCall(desk, connectContactId, others.length > 0 ? deal : first);
      }
      const { callId, context } = answer;
      const key = { sourceId: context.opportunity.sourceId, opportunityId: context.opportunity.id };
      store.update((state) => ({
        ...state,
        contexts: { ...state.contexts, [contextId(key)]: { status: 'ready', context } },
      }));
      setSubject(desk, connectContactId, { status: 'known', key, callId });
    } catch (error) {
      const before: Shown = store.get().calls.find((call) => call.connectContactId === connectContactId)?.subject;
      setSubject(desk, connectContactId, { status: 'failed', trouble: troubleFrom(error, before?.trouble) });
    }
  });
}
