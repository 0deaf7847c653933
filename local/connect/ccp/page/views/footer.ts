import { type ComponentChild, h } from 'preact';
import type { SoftphoneModel } from '../model.ts';
import type { Update } from '../wire.ts';
import { Icon } from './icons.ts';

interface FooterProps {
  readonly update: Update;
  readonly model: SoftphoneModel;
  readonly openSettings: () => void;
}

export const Footer = ({ update, model, openSettings }: FooterProps): ComponentChild => {
  const busy = update.snapshot.contacts.length > 0;
  return h(
    'footer',
    { class: 'footer' },
    h('span', { dir: 'auto' }, update.configuration.name),
    h(
      'button',
      { type: 'button', class: 'link with-icon', onClick: openSettings },
      h(Icon, { name: 'settings' }),
      h('span', null, 'Settings'),
    ),
    !busy && h('button', { type: 'button', class: 'link', onClick: () => model.signOut() }, 'Sign out'),
  );
};
