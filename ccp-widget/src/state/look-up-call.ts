import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import type { Desk } from './desk.ts';
import { type CallSubject, contextId } from './desktop-state.ts';

/** What a call without our attributes is about, asked by its number; what the agent has chosen meanwhile stays. */
export function lookUpCall(desk: Desk, connectContactId: string): Promise<void> {
  const { store } = desk;
  const setSubject = (subject: CallSubject): void =>
    store.update((state) => ({
      ...state,
      calls: state.calls.map((call) =>
        call.connectContactId === connectContactId && call.subject.status !== 'known' ? { ...call, subject } : call,
      ),
    }));
  return desk.once(`call ${connectContactId}`, async () => {
    try {
      const answer = await apiOf(desk).contextOfCall(connectContactId);
      if (answer.found !== 'one') return setSubject({ ...answer, status: 'choose', found: answer.found });
      const { callId, context } = answer;
      const key = { sourceId: context.opportunity.sourceId, opportunityId: context.opportunity.id };
      store.update((state) => ({
        ...state,
        contexts: { ...state.contexts, [contextId(key)]: { status: 'ready', context } },
      }));
      setSubject({ status: 'known', key, ...(callId === undefined ? {} : { callId }) });
    } catch (error) {
      setSubject({ status: 'failed', trouble: troubleFrom(error) });
    }
  });
}
