import { type ComponentChild, h } from 'preact';
import { isTask, offerOf } from '../contact-words.ts';
import { agentConnection } from '../view-state.ts';
import { Button } from './buttons.ts';
import { ContactHeader } from './contact-header.ts';
import type { PanelProps } from './panel-props.ts';
import { TaskDetails } from './task-panel.ts';
import { Whisper } from './whisper.ts';

export const RingingPanel = ({ contact, model }: PanelProps): ComponentChild => {
  const { contactId } = contact;
  return h(
    'div',
    { class: 'offer' },
    h(ContactHeader, { contact, label: offerOf(contact), icon: isTask(contact) ? 'task' : 'phone' }),
    contact.type === 'queue_callback' && h('p', { class: 'muted centred' }, 'When you accept, the customer is called.'),
    isTask(contact) && h(TaskDetails, { contact }),
    h(
      'div',
      { class: 'actions side-by-side' },
      h(Button, {
        label: 'Reject',
        look: 'quiet',
        icon: 'close',
        onPress: () => model.perform('rejectContact', { contactId }),
      }),
      h(Button, {
        label: 'Accept',
        look: 'go',
        icon: isTask(contact) ? 'check' : 'phone',
        onPress: () => model.accept(contactId),
      }),
    ),
  );
};

export const JoiningPanel = ({ contact, model }: PanelProps): ComponentChild =>
  h(
    'div',
    { class: 'offer' },
    h(ContactHeader, { contact, label: 'Joining', icon: 'phone' }),
    h(Whisper, { lines: contact.heardByAgent }),
    h('div', { class: 'actions' }, h(EndButton, { contact, model, label: 'End call' })),
  );

export const DialingPanel = ({ contact, model }: PanelProps): ComponentChild =>
  h(
    'div',
    { class: 'offer' },
    h(ContactHeader, { contact, label: 'Calling', icon: 'phone' }),
    h(Whisper, { lines: contact.heardByAgent }),
    h('div', { class: 'actions' }, h(EndButton, { contact, model, label: 'Cancel call' })),
  );

export const EndButton = ({
  contact,
  model,
  label,
}: Pick<PanelProps, 'contact' | 'model'> & { label: string }): ComponentChild => {
  const own = agentConnection(contact);
  if (!own) return null;
  const params = { contactId: contact.contactId, connectionId: own.connectionId };
  return h(Button, {
    label,
    look: 'stop',
    icon: 'hang-up',
    onPress: () => model.perform('destroyConnection', params),
  });
};
