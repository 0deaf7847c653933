import { type ComponentChild, h } from 'preact';
import type { AgentContact } from '../../../agent-session.ts';
import { tabState, titleOf } from '../contact-words.ts';
import type { View } from '../view-state.ts';

interface ContactTabsProps {
  readonly contacts: readonly AgentContact[];
  readonly view: View;
  readonly choose: (contactId: string) => void;
}

/** Shown only when the agent has more than one contact. */
export const ContactTabs = ({ contacts, view, choose }: ContactTabsProps): ComponentChild => {
  if (contacts.length < 2) return null;
  const shown = view.phase === 'idle' ? undefined : view.contact.contactId;
  return h(
    'nav',
    { class: 'contact-tabs', 'aria-label': 'Contacts' },
    contacts.map((contact) => {
      const { contactId, state } = contact;
      return h(
        'button',
        {
          key: contactId,
          type: 'button',
          class: `button ${state.type === 'connecting' || state.type === 'incoming' ? 'attention' : ''}`,
          'aria-current': contactId === shown ? 'true' : undefined,
          onClick: () => choose(contactId),
        },
        h('span', { dir: 'auto' }, titleOf(contact)),
        h('span', { class: 'muted' }, tabState(contact)),
      );
    }),
  );
};
