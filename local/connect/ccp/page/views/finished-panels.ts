import { type ComponentChild, h } from 'preact';
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
    h(ContactHeader, { contact, label: 'After-call work', icon: 'check' }),
    h('p', { class: 'muted' }, 'The call has ended. Close the contact when your notes are done.'),
    h(CloseButton, { contact, model }),
  );

export const MissedPanel = ({ contact, model }: PanelProps): ComponentChild =>
  h(
    'div',
    { class: 'finished' },
    h(ContactHeader, { contact, label: 'Missed call', icon: 'close' }),
    h('p', { class: 'muted' }, 'You receive no further calls until you close this contact.'),
    h(CloseButton, { contact, model }),
  );

export const FailedPanel = ({ contact, update, model }: PanelProps): ComponentChild =>
  h(
    'div',
    { class: 'finished' },
    h(ContactHeader, { contact, label: stateName(update.snapshot.state.name), icon: 'close' }),
    h('p', { class: 'muted' }, 'The call did not come about.'),
    h(CloseButton, { contact, model }),
  );
