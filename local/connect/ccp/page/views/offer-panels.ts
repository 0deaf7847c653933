import { type ComponentChild, h } from 'preact';
import { agentConnection } from '../view-state.ts';
import { Button } from './buttons.ts';
import { ContactHeader } from './contact-header.ts';
import type { PanelProps } from './panel-props.ts';
import { Whisper } from './whisper.ts';

export const RingingPanel = ({ contact, model }: PanelProps): ComponentChild => {
  const { contactId } = contact;
  return h(
    'div',
    { class: 'offer' },
    h(ContactHeader, { contact, label: contact.type === 'task' ? 'New task' : 'Incoming call', icon: 'phone' }),
    h(
      'div',
      { class: 'actions side-by-side' },
      h(Button, {
        label: 'Reject',
        look: 'quiet',
        icon: 'close',
        onPress: () => model.perform('rejectContact', { contactId }),
      }),
      h(Button, { label: 'Accept', look: 'go', icon: 'phone', onPress: () => model.accept(contactId) }),
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
