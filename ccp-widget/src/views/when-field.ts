import { type ComponentChild, h, type Ref } from 'preact';
import * as texts from '#texts/waiting.ts';
import { formatInZone } from '../format/format-in-zone.ts';

interface WhenFieldProps {
  readonly label: string;
  /** Wall time of the agent's own clock, or empty. */
  readonly value: string;
  /** The person's: what the agent's time means for them stands below. */
  readonly timeZone: string | undefined;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onChange: (value: string) => void;
}

/** A moment, chosen by the agent's clock and shown by the person's as well. */
export function WhenField({ label, value, timeZone, inputRef, onChange }: WhenFieldProps): ComponentChild {
  const there = value === '' || timeZone === undefined ? undefined : formatInZone(new Date(value), timeZone);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return h(
    'label',
    { class: 'field when' },
    h('span', null, label),
    h('input', {
      type: 'datetime-local',
      ref: inputRef,
      value,
      onChange: (event: Event & { currentTarget: HTMLInputElement }) => onChange(event.currentTarget.value),
    }),
    value === ''
      ? null
      : h('small', { class: 'quiet' }, texts.yours(own), there && timeZone ? ` ${texts.theirs(there, timeZone)}` : ''),
  );
}
