import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import { dialablePhone } from '../phone-numbers.ts';
import { Icon } from './icons.ts';

interface NumberFormProps {
  readonly typed: string;
  readonly setTyped: (typed: string) => void;
  readonly countries: readonly string[];
  readonly action: string;
  readonly submit: (phone: string) => unknown;
}

export const NumberForm = ({ typed, setTyped, countries, action, submit }: NumberFormProps): ComponentChild => {
  const [problem, setProblem] = useState('');
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const phone = dialablePhone(typed, countries);
    setProblem(phone ? '' : 'This is no complete phone number. Begin with + and the country code.');
    if (phone) submit(phone);
  };
  return h(
    'form',
    { class: 'number-form', onSubmit },
    h('label', { for: 'number' }, 'Phone number'),
    h(
      'div',
      { class: 'number-row' },
      h('input', {
        id: 'number',
        type: 'tel',
        inputMode: 'tel',
        autocomplete: 'off',
        placeholder: '+1 415 555 0101',
        value: typed,
        'data-focus': true,
        'aria-describedby': 'number-problem',
        onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => setTyped(currentTarget.value),
      }),
      h(
        'button',
        {
          type: 'button',
          class: 'button icon-only',
          'aria-label': 'Erase last digit',
          onClick: () => setTyped(typed.slice(0, -1)),
        },
        h(Icon, { name: 'erase' }),
      ),
    ),
    h('p', { id: 'number-problem', class: 'problem', role: 'alert' }, problem),
    h('button', { class: 'button go' }, h(Icon, { name: 'phone' }), h('span', null, action)),
  );
};
