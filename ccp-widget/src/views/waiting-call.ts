import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import { callReasons, callStates } from '#texts/call-states.ts';
import * as callsTexts from '#texts/calls.ts';
import * as timelineTexts from '#texts/timeline.ts';
import * as waitingTexts from '#texts/waiting.ts';
import type { CallView, LinePlace } from '../../../functions/core/contracts/call.ts';
import { formatMoment } from '../format/format-time.ts';
import { wallTime } from '../format/wall-time.ts';
import type { Desk } from '../state/desk.ts';
import type { Trouble } from '../state/desktop-state.ts';
import { notify } from '../state/notify.ts';
import { cancelCall, moveCall } from '../state/waiting-calls.ts';
import { editorForm } from './editor-form.ts';
import { linePlace } from './line-place.ts';
import { linkButton } from './link-button.ts';
import { troubleBox } from './trouble.ts';
import { WhenField } from './when-field.ts';

interface WaitingCallProps {
  readonly desk: Desk;
  readonly call: CallView;
  /** The person's own. */
  readonly timeZone?: string | undefined;
}

/** `due 14:30: outside the person's calling hours`, or the call's place in line. */
export const dueLine = (call: CallView, now: Date, newer?: LinePlace): string =>
  linePlace(call, newer) ?? dueAndWhy(call, now);

const dueAndWhy = ({ dueAt, reason, state }: CallView, now: Date): string =>
  [dueAt ? timelineTexts.due(formatMoment(dueAt, now)) : callStates[state], reason && callReasons[reason]]
    .filter(Boolean)
    .join(': ');

/** What can still be done about a call that waits: nothing of it, or at another time. */
export function WaitingCall({ desk, call, timeZone }: WaitingCallProps): ComponentChild {
  const who = call.contactName ?? call.phone ?? callsTexts.unknown;
  const [when, setWhen] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const act = async (work: Promise<Trouble | undefined>, done: string): Promise<void> => {
    setBusy(true);
    const problem = await work;
    setBusy(false);
    setTrouble(problem);
    if (problem) return;
    setWhen(undefined);
    notify(desk, { tone: 'success', text: done });
  };
  if (when !== undefined) {
    const move = (): void => {
      const time = new Date(when);
      if (!Number.isNaN(time.getTime()))
        void act(moveCall(desk, call, time), waitingTexts.moved(who, formatMoment(time)));
    };
    return editorForm(
      {
        ...{ class: 'waiting-form', label: waitingTexts.moveTitle(who), trouble, saving: busy, onSave: move },
        onClose: () => {
          setWhen(undefined);
          setTrouble(undefined);
        },
      },
      h(WhenField, { label: waitingTexts.callAt, value: when, timeZone, onChange: setWhen }),
    );
  }
  const action = (text: string, label: string, onClick: () => void): ComponentChild =>
    linkButton(text, onClick, { 'aria-label': label, disabled: busy });
  return h(
    'div',
    { class: 'waiting-actions' },
    trouble ? troubleBox(trouble) : null,
    action(waitingTexts.move, waitingTexts.moveTitle(who), () => setWhen(wallTime(new Date(call.dueAt ?? Date.now())))),
    action(
      waitingTexts.cancel,
      waitingTexts.cancelTitle(who),
      () => void act(cancelCall(desk, call), waitingTexts.cancelled(who)),
    ),
  );
}
