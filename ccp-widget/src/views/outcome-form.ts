import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CallOutcome, CallView } from '../../../functions/core/contracts/call.ts';
import { formatClock } from '../format/format-time.ts';
import { messages } from '../messages.ts';
import { later } from '../messages-later.ts';
import type { OutcomeSaver, SaveStatus } from '../outcome/outcome-saver.ts';
import { FollowUp } from './follow-up.ts';

interface OutcomeFormProps {
  readonly saver: OutcomeSaver;
  /** What the server has. */
  readonly record: CallOutcome | undefined;
  /** The call that the outcome asks for. */
  readonly callback: CallView | undefined;
  /** The person's own. */
  readonly timeZone: string | undefined;
  /** Whether the call has a record to save to. */
  readonly recorded: boolean;
  /** What was saved last has not reached the server yet. */
  readonly waits: boolean;
  readonly dispositions: readonly string[];
  /** The CRM's log takes an entry once. */
  readonly once: boolean;
  readonly finishLabel: string;
  readonly mayFinish: boolean;
  readonly onFinish: () => Promise<void>;
}

export function OutcomeForm(props: OutcomeFormProps): ComponentChild {
  const { saver, record, dispositions } = props;
  const texts = later.outcome;
  const [, changed] = useState(0);
  const [finishing, setFinishing] = useState(false);
  useEffect(() => saver.subscribe(() => changed((count) => count + 1)), [saver]);
  useEffect(() => {
    if (record) saver.adopt(record);
  }, [saver, record]);
  const { draft, status } = saver.get();
  const finish = async (): Promise<void> => {
    setFinishing(true);
    await props.onFinish();
    setFinishing(false);
  };
  return h(
    'form',
    {
      class: 'outcome',
      'aria-labelledby': 'outcome-title',
      onSubmit: (event: SubmitEvent) => {
        event.preventDefault();
        void finish();
      },
    },
    h(
      'div',
      { class: 'outcome-head' },
      h('h2', { id: 'outcome-title' }, messages.outcome.title),
      h(
        'p',
        { class: `save-status save-${status.name}`, role: 'status' },
        statusText(props.waits && status.name === 'saved' ? { name: 'retrying' } : status, props.recorded),
      ),
    ),
    h(
      'label',
      { class: 'field notes' },
      h('span', null, props.once ? texts.once : texts.notes),
      h('textarea', {
        dir: 'auto',
        rows: 3,
        maxLength: 32_000,
        placeholder: texts.notesHint,
        value: draft.notes,
        onInput: (event: InputEvent & { currentTarget: HTMLTextAreaElement }) =>
          saver.change({ notes: event.currentTarget.value }),
      }),
    ),
    h(
      'fieldset',
      { class: 'dispositions' },
      h('legend', null, texts.disposition),
      dispositions.map((disposition) =>
        h(
          'label',
          { key: disposition, class: 'choice' },
          h('input', {
            type: 'radio',
            name: 'disposition',
            value: disposition,
            checked: draft.disposition === disposition,
            onChange: () => saver.change({ disposition }),
          }),
          h('span', { dir: 'auto' }, later.dispositions[disposition] ?? disposition),
        ),
      ),
    ),
    h(FollowUp, { saver, record, callback: props.callback, timeZone: props.timeZone }),
    props.mayFinish
      ? h(
          'button',
          { type: 'submit', class: 'button button-main', disabled: finishing || draft.disposition === '' },
          draft.disposition === '' ? texts.chooseFirst : props.finishLabel,
        )
      : null,
  );
}

function statusText(status: SaveStatus, recorded: boolean): string {
  const texts = later.outcome;
  switch (status.name) {
    case 'clean':
      return '';
    case 'kept':
      return recorded ? texts.kept : texts.notRecorded;
    case 'pending':
    case 'saving':
      return texts.saving;
    case 'retrying':
      return texts.retrying;
    case 'saved':
      return texts.saved(formatClock(status.at));
    case 'refused':
      return texts.refused(status.why);
  }
}
