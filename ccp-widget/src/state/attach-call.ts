import * as chooseTexts from '#texts/choose.ts';
import * as troubleTexts from '#texts/trouble.ts';
import type { OpportunityMatch } from '../../../functions/core/contracts/opportunity-context.ts';
import { apiOf } from '../api/desktop-api.ts';
import type { Desk } from './desk.ts';
import { type CallSubject, contextId } from './desktop-state.ts';
import { notify } from './notify.ts';
import { reading } from './without-context.ts';

/** What a call without our attributes is about: shown at once, and recorded when it is here. What it is known to be about stays. */
export async function attachCall(desk: Desk, connectContactId: string, match: OpportunityMatch): Promise<void> {
  const { sourceId, opportunityId, contactId } = match;
  const key = { sourceId, opportunityId };
  const about = { status: 'known', key, ...(contactId === undefined ? {} : { contactId }) } as const;
  setSubject(desk, connectContactId, about);
  await desk.loadContext(key);
  await reading(desk, key);
  const { contexts, calls } = desk.store.get();
  const call = calls.find((one) => one.connectContactId === connectContactId);
  if (!contexts[contextId(key)]?.context || !call?.inbound) return;
  try {
    const { callId } = await apiOf(desk).attachCall(connectContactId, { ...key, contactId });
    setSubject(desk, connectContactId, { ...about, callId }, true);
    void desk.loadContext(key);
  } catch {
    const run = (): void => void attachCall(desk, connectContactId, match);
    notify(desk, { tone: 'problem', text: chooseTexts.notAttached, action: { label: troubleTexts.retry, run } });
  }
}

export const setSubject = ({ store }: Desk, id: string, subject: CallSubject, isKnown = false): void =>
  store.update((state) => ({
    ...state,
    calls: state.calls.map((call) =>
      call.connectContactId === id && (call.subject.status === 'known') === isKnown ? { ...call, subject } : call,
    ),
  }));
