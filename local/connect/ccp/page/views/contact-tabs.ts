import { type ComponentChild, h } from 'preact';
import type { AgentContact } from '../../../agent-session.ts';
import { readablePhone } from '../phone-numbers.ts';
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
    contacts.map(({ contactId, name, customerEndpoint, state }) =>
      h(
        'button',
        {
          key: contactId,
          type: 'button',
          class: `button ${state.type === 'connecting' ? 'attention' : ''}`,
          'aria-current': contactId === shown ? 'true' : undefined,
          onClick: () => choose(contactId),
        },
        h('span', { dir: 'auto' }, name ?? readablePhone(customerEndpoint.phoneNumber)),
      ),
    ),
  );
};
