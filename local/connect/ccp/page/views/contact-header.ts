import { type ComponentChild, type ComponentChildren, h } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { AgentContact } from '../../../agent-session.ts';
import { isTask, titleOf } from '../contact-words.ts';
import { readablePhone } from '../phone-numbers.ts';
import { Elapsed } from './elapsed.ts';
import { Icon, type IconName } from './icons.ts';

interface ContactHeaderProps {
  readonly contact: AgentContact;
  readonly label: string;
  readonly icon: IconName;
  readonly children?: ComponentChildren;
}

/** Who is on the line, from which queue, in which state and for how long. */
export const ContactHeader = ({ contact, label, icon, children }: ContactHeaderProps): ComponentChild => {
  const heading = useRef<HTMLHeadingElement>(null);
  const title = titleOf(contact);
  // The button just pressed is gone with its panel; without this the keyboard starts again at the top of the page.
  useLayoutEffect(() => {
    if (document.hasFocus() && document.activeElement === document.body) heading.current?.focus();
  }, [label]);
  return h(
    'div',
    { class: 'contact-header' },
    h('div', { class: 'badge' }, h(Icon, { name: icon })),
    h('p', { class: 'state-line' }, h('span', null, label), h(Elapsed, { since: contact.state.timestamp })),
    h('h1', { ref: heading, tabIndex: -1, dir: 'auto', title }, title),
    contact.name !== null &&
      !isTask(contact) &&
      h('p', { class: 'phone' }, readablePhone(contact.customerEndpoint.phoneNumber)),
    contact.queue?.name && h('p', { class: 'muted' }, 'Queue: ', h('span', { dir: 'auto' }, contact.queue.name)),
    children,
  );
};
