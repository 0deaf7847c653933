import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import * as labels from '#texts/labels.ts';
import * as outcomeTexts from '#texts/outcome.ts';
import * as partsTexts from '#texts/parts.ts';
import type { CallOutcome, CallView } from '../../../functions/core/contracts/call.ts';
import { formatClock } from '../format/format-time.ts';
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
      h('h2', { id: 'outcome-title' }, partsTexts.outcome),
      h(
        'p',
        { class: `save-status save-${status.name}`, role: 'status' },
        statusText(props.waits && status.name === 'saved' ? { name: 'retrying' } : status, props.recorded),
      ),
    ),
    h(
      'label',
      { class: 'field notes' },
      h('span', null, props.once ? outcomeTexts.once : outcomeTexts.notes),
      h('textarea', {
        dir: 'auto',
        rows: 3,
        maxLength: 32_000,
        placeholder: outcomeTexts.notesHint,
        value: draft.notes,
        onInput: (event: InputEvent & { currentTarget: HTMLTextAreaElement }) =>
          saver.change({ notes: event.currentTarget.value }),
      }),
    ),
    h(
      'fieldset',
      { class: 'dispositions' },
      h('legend', null, outcomeTexts.disposition),
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
          h('span', { dir: 'auto' }, labels.dispositions[disposition] ?? disposition),
        ),
      ),
    ),
    h(FollowUp, { saver, record, callback: props.callback, timeZone: props.timeZone }),
    props.mayFinish
      ? h(
          'button',
          { type: 'submit', class: 'button button-main', disabled: finishing || draft.disposition === '' },
          draft.disposition === '' ? outcomeTexts.chooseFirst : props.finishLabel,
        )
      : null,
  );
}

function statusText(status: SaveStatus, recorded: boolean): string {
  switch (status.name) {
    case 'clean':
      return '';
    case 'kept':
      return recorded ? outcomeTexts.kept : outcomeTexts.notRecorded;
    case 'pending':
    case 'saving':
      return outcomeTexts.saving;
    case 'retrying':
      return outcomeTexts.retrying;
    case 'saved':
      return outcomeTexts.saved(formatClock(status.at));
    case 'refused':
      return outcomeTexts.refused(status.why);
  }
}
