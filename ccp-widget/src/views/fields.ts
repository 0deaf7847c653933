import { type ComponentChild, h, type RefObject } from 'preact';
import { useId } from 'preact/hooks';

export interface TextOptions {
  readonly type?: 'text' | 'tel' | 'email';
  readonly maxLength?: number;
  readonly required?: boolean;
  readonly suggestions?: readonly string[];
  readonly ref?: RefObject<HTMLInputElement>;
}

type Typed = InputEvent & { currentTarget: HTMLInputElement };

function Suggestions({ id, values }: { id: string; values: readonly string[] }): ComponentChild {
  return h(
    'datalist',
    { id },
    values.map((value) => h('option', { key: value, value })),
  );
}

function TextField({
  label,
  value,
  onChange,
  options,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: TextOptions;
}): ComponentChild {
  const listId = useId();
  const { suggestions, type = 'text', ref, ...rest } = options;
  return h(
    'label',
    { class: 'field' },
    h('span', null, label),
    h('input', {
      ...rest,
      ref,
      list: suggestions && listId,
      type,
      dir: 'auto',
      autocomplete: 'off',
      value,
      onInput: (event: Typed) => onChange(event.currentTarget.value),
    }),
    suggestions ? h(Suggestions, { id: listId, values: suggestions }) : null,
  );
}

export const textField = (
  label = '',
  value: string,
  onChange: (value: string) => void,
  options: TextOptions = {},
): ComponentChild => h(TextField, { key: label, label, value, onChange, options });

export const choiceField = (
  label = '',
  value: string,
  choices: readonly (readonly [value: string, text: string])[],
  onChange: (value: string) => void,
): ComponentChild =>
  h(
    'label',
    { key: label, class: 'field' },
    h('span', null, label),
    h(
      'select',
      { value, onChange: (event: Event & { currentTarget: HTMLSelectElement }) => onChange(event.currentTarget.value) },
      choices.map(([choice, text]) => h('option', { key: choice, value: choice }, text)),
    ),
  );

export const tickField = (label = '', checked: boolean, onChange: (checked: boolean) => void): ComponentChild =>
  h(
    'label',
    { key: label, class: 'tick' },
    h('input', {
      type: 'checkbox',
      checked,
      onChange: (event: Event & { currentTarget: HTMLInputElement }) => onChange(event.currentTarget.checked),
    }),
    label,
  );
