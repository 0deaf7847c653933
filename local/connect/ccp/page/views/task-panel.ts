import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import type { AgentContact } from '../../../agent-session.ts';
import { Button, Tile } from './buttons.ts';
import { ContactHeader } from './contact-header.ts';
import type { PanelProps } from './panel-props.ts';
import { QuickConnectSheet } from './quick-connect-sheet.ts';

const WEB = /^https?:\/\//;

/** What came with the task, links as links. */
export const TaskDetails = ({ contact }: { contact: AgentContact }): ComponentChild => {
  const references = Object.entries(contact.references ?? {});
  return h(
    'div',
    { class: 'task-details' },
    contact.description && h('p', { dir: 'auto', class: 'task-description' }, contact.description),
    references.length > 0 &&
      h(
        'dl',
        null,
        references.flatMap(([name, { value }]) => [
          h('dt', { key: `${name} name`, dir: 'auto' }, name),
          h(
            'dd',
            { key: name, dir: 'auto' },
            WEB.test(value) ? h('a', { href: value, target: '_blank', rel: 'noreferrer' }, value) : value,
          ),
        ]),
      ),
  );
};

/** A task at work, or paused: nobody is on a line. */
export const TaskPanel = (props: PanelProps): ComponentChild => {
  const { contact, model } = props;
  const { contactId } = contact;
  const [transferring, setTransferring] = useState(false);
  if (transferring) return h(QuickConnectSheet, { ...props, close: () => setTransferring(false) });
  const paused = contact.state.type === 'paused';
  return h(
    'div',
    { class: 'call' },
    h(ContactHeader, { contact, label: paused ? 'Paused' : 'Task', icon: paused ? 'pause' : 'task' }),
    h(TaskDetails, { contact }),
    h(
      'div',
      { class: 'tiles' },
      h(Tile, {
        label: paused ? 'Resume' : 'Pause',
        icon: paused ? 'play' : 'pause',
        pressed: paused,
        onPress: () => model.perform(paused ? 'resumeContact' : 'pauseContact', { contactId }),
      }),
      h(Tile, { label: 'Transfer', icon: 'swap', disabled: paused, onPress: () => setTransferring(true) }),
    ),
    h(
      'div',
      { class: 'actions' },
      h(Button, {
        label: 'Complete task',
        look: 'primary',
        icon: 'check',
        onPress: () => model.perform('completeContact', { contactId }),
      }),
    ),
  );
};
