import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import { customerConnection } from '../view-state.ts';
import { isKey, Keypad } from './keypad.ts';
import type { PanelProps } from './panel-props.ts';
import { Sheet } from './sheet.ts';

/** Tones for the other end, by the keys shown or those of the keyboard. */
export const DigitsSheet = ({ contact, model, close }: PanelProps & { close: () => void }): ComponentChild => {
  const [sent, setSent] = useState('');
  const connectionId = customerConnection(contact)?.connectionId;
  const press = async (digits: string) => {
    setSent((before) => before + digits);
    await model.perform('sendDigits', { contactId: contact.contactId, connectionId, digits });
  };
  return h(
    Sheet,
    { title: 'Keypad', close },
    h(
      'div',
      { class: 'digits', onKeyDown: ({ key }: { key: string }) => isKey(key) && press(key) },
      h('output', { class: 'sent', 'aria-label': 'Digits sent', tabIndex: 0, 'data-focus': true }, sent || ' '),
      h(Keypad, { press }),
    ),
  );
};
