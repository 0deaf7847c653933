import { type ComponentChild, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { callReasons, callStates } from '#texts/call-states.ts';
import * as texts from '#texts/outcome.ts';
import type { CallOutcome, CallView } from '../../../functions/core/contracts/call.ts';
import { formatMoment } from '../format/format-time.ts';
import type { OutcomeSaver } from '../outcome/outcome-saver.ts';
import { isWaiting } from '../state/waiting-calls.ts';
import { linkButton } from './link-button.ts';
import { WhenField } from './when-field.ts';

interface FollowUpProps {
  readonly saver: OutcomeSaver;
  /** What the server has. */
  readonly record: CallOutcome | undefined;
  /** The call that it asks for, once that is known. */
  readonly callback: CallView | undefined;
  readonly timeZone: string | undefined;
}

/** When to call again, and what has become of that. */
export function FollowUp({ saver, record, callback, timeZone }: FollowUpProps): ComponentChild {
  const input = useRef<HTMLInputElement>(null);
  const { draft, status } = saver.get();
  const saved = status.name === 'saved' && draft.followUp !== '' ? record?.followUpAt : undefined;
  const line = useRef<HTMLParagraphElement>(null);
  const [atFirst] = useState(saved);
  useEffect(() => {
    // On a low screen it would appear unseen, below the field that has just been left.
    if (saved !== atFirst) line.current?.scrollIntoView({ block: 'nearest' });
  }, [saved, atFirst]);
  const isOpen = callback === undefined || isWaiting(callback);
  return h(
    'div',
    { class: 'follow-up' },
    h(WhenField, {
      ...{ label: texts.followUp, value: draft.followUp, timeZone, inputRef: input },
      onChange: (followUp: string) => saver.change({ followUp }),
    }),
    saved === undefined
      ? null
      : h(
          'p',
          { ref: line, class: 'callback', role: 'status' },
          h('span', null, callbackText(saved, callback)),
          isOpen && linkButton(texts.change, () => input.current?.focus()),
          isOpen && linkButton(texts.cancelCallback, () => saver.change({ followUp: '' })),
        ),
  );
}

/** A rule may have put it off. */
function callbackText(followUpAt: string, callback: CallView | undefined): string {
  if (callback !== undefined && !isWaiting(callback)) {
    const { state, reason } = callback;
    return texts.callbackIs(reason ? `${callStates[state]}: ${callReasons[reason]}` : callStates[state]);
  }
  const { dueAt = followUpAt, reason } = callback ?? {};
  const scheduled = texts.callback(formatMoment(dueAt));
  return reason === undefined || reason === 'not-before' ? scheduled : `${scheduled} (${callReasons[reason]})`;
}
