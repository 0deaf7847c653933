import { type ComponentChild, h } from 'preact';
import { useMemo } from 'preact/hooks';
import * as outboxTexts from '#texts/outbox.ts';
import * as outcomeTexts from '#texts/outcome.ts';
import type { DesktopConfiguration } from '../../../functions/core/contracts/configuration.ts';
import type { OutcomeDesk, OutcomeSubject } from '../outcome/outcome-desk.ts';
import type { Softphone } from '../softphone/softphone.ts';
import { closeCall } from '../state/apply-softphone-event.ts';
import type { Desk } from '../state/desk.ts';
import { contextId, type DeskCall, type DesktopState } from '../state/desktop-state.ts';
import { callInFocus, keyInFocus } from '../state/in-focus.ts';
import { notify } from '../state/notify.ts';
import { useStore } from '../state/store.ts';
import { whoIs } from '../state/who-is.ts';
import { OutcomeForm } from './outcome-form.ts';

interface OutcomePanelProps {
  readonly desk: Desk;
  readonly outcomes: OutcomeDesk;
  readonly softphone: Softphone;
  readonly sources: DesktopConfiguration['sources'];
}

/** Notes and outcome of the call in focus, or of an earlier call that was opened for it. */
export function OutcomePanel({ desk, outcomes, softphone, sources }: OutcomePanelProps): ComponentChild {
  const { store } = desk;
  const state = useStore(store, (all) => all);
  const call = callInFocus(state);
  const callId = callIdInFocus(state, call);
  const connectContactId = call?.connectContactId;
  const subject = useMemo(() => subjectOf(callId, connectContactId), [callId, connectContactId]);
  if (!subject || call?.phase === 'missed') return null;

  const key = keyInFocus(state);
  const context = key && state.contexts[contextId(key)]?.context;
  const record = context?.calls.find((one) => one.callId === callId);
  const callback = record && context?.calls.find((one) => one.callId === record.followUpCallId);
  const saver = outcomes.of(subject);
  const who = call ? whoIs(call) : (record?.contactName ?? record?.phone ?? '');

  const finish = async (): Promise<void> => {
    // A call without a record, such as one that the agent has dialled by hand, has nothing to be saved to.
    if (callId !== undefined && !(await saver.flush())) return;
    if (call) {
      if (call.phase !== 'cleared' && (await softphone.clear(call.connectContactId)) !== 'done')
        return notify(desk, { tone: 'problem', text: outcomeTexts.closeFailed });
      store.update((now) => closeCall(now, call.connectContactId));
    } else store.update((now) => ({ ...now, focus: key ? { kind: 'opportunity', key } : { kind: 'idle' } }));
    if (callId === undefined) return;
    saver.forget();
    const kept = outcomeWaits(store.get(), callId);
    notify(
      desk,
      kept ? { tone: 'info', text: outboxTexts.kept(who) } : { tone: 'success', text: outcomeTexts.closed(who) },
    );
  };

  return h(OutcomeForm, {
    key: callId ?? connectContactId,
    saver,
    record: record?.outcome,
    callback,
    timeZone: context?.contacts.find(({ id }) => id === record?.contactId)?.timeZone,
    recorded: callId !== undefined,
    waits: outcomeWaits(state, callId),
    once: context?.capabilities?.calls.logEntries === 'once',
    dispositions: (sources.find(({ id }) => id === key?.sourceId) ?? sources[0])?.dispositions ?? [],
    finishLabel: call && call.phase !== 'cleared' ? outcomeTexts.saveAndClose : outcomeTexts.save,
    mayFinish: !call || call.phase === 'ended' || call.phase === 'cleared',
    onFinish: finish,
  });
}

const outcomeWaits = ({ waiting }: DesktopState, callId: string | undefined): boolean =>
  waiting?.own.some(({ work }) => work.kind === 'outcome' && work.id === callId) ?? false;

function callIdInFocus(state: DesktopState, call: DeskCall | undefined): string | undefined {
  if (!call) return state.focus.kind === 'opportunity' ? state.focus.callId : undefined;
  if (call.subject.status !== 'known') return undefined;
  if (call.subject.callId !== undefined) return call.subject.callId;
  const context = state.contexts[contextId(call.subject.key)]?.context;
  return context?.calls.find((one) => one.connectContactId === call.connectContactId)?.callId;
}

function subjectOf(callId: string | undefined, connectContactId: string | undefined): OutcomeSubject | undefined {
  if (callId !== undefined) return { kind: 'call', callId, connectContactId };
  return connectContactId === undefined ? undefined : { kind: 'contact', connectContactId };
}
