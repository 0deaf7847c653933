import { type ComponentChild, h } from 'preact';
import { isTask } from '../contact-words.ts';
import { stateName } from '../view-state.ts';
import { Button } from './buttons.ts';
import { ContactHeader } from './contact-header.ts';
import type { PanelProps } from './panel-props.ts';

const CloseButton = ({ contact, model }: Pick<PanelProps, 'contact' | 'model'>): ComponentChild =>
  h(
    'div',
    { class: 'actions' },
    h(Button, {
      label: 'Close contact',
      look: 'primary',
      icon: 'check',
      onPress: () => model.perform('clearContact', { contactId: contact.contactId }),
    }),
  );

export const AfterCallPanel = ({ contact, model }: PanelProps): ComponentChild =>
  h(
    'div',
    { class: 'finished' },
    h(ContactHeader, { contact, label: isTask(contact) ? 'After-contact work' : 'After-call work', icon: 'check' }),
    h(
      'p',
      { class: 'muted' },
      `The ${isTask(contact) ? 'task is finished' : 'call has ended'}. Close the contact when your notes are done.`,
    ),
    h(CloseButton, { contact, model }),
  );

export const MissedPanel = ({ contact, model }: PanelProps): ComponentChild =>
  h(
    'div',
    { class: 'finished' },
    h(ContactHeader, { contact, label: isTask(contact) ? 'Missed task' : 'Missed call', icon: 'close' }),
    h('p', { class: 'muted' }, 'Nothing more comes to you until you close this contact.'),
    h(CloseButton, { contact, model }),
  );

/** What to do about a call of one's own that failed, by the agent's state. */
const FAILURES: Readonly<Record<string, string>> = {
  FailedConnectCustomer: 'Nobody answered. Try again later, or another number.',
  BadAddressCustomer: 'The number does not exist or may not be called. Check it.',
  LineEngagedCustomer: 'The line is busy. Try again in a while.',
};

export const FailedPanel = ({ contact, update, model }: PanelProps): ComponentChild =>
  h(
    'div',
    { class: 'finished' },
    h(ContactHeader, { contact, label: stateName(update.snapshot.state.name), icon: 'close' }),
    h('p', { class: 'muted' }, FAILURES[update.snapshot.state.name] ?? 'The call did not come about.'),
    h(CloseButton, { contact, model }),
  );
