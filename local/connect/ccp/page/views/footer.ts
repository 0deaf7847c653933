import { type ComponentChild, h } from 'preact';
import type { SoftphoneModel } from '../model.ts';
import type { Update } from '../wire.ts';

export const Footer = ({ update, model }: { update: Update; model: SoftphoneModel }): ComponentChild => {
  const busy = update.snapshot.contacts.length > 0;
  return h(
    'footer',
    { class: 'footer' },
    h('span', { dir: 'auto' }, update.configuration.name),
    !busy && h('button', { type: 'button', class: 'link', onClick: () => model.signOut() }, 'Sign out'),
  );
};
