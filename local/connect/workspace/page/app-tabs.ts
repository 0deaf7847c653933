import { type ComponentChild, h } from 'preact';
import { readablePhone } from '../../ccp/page/phone-numbers.ts';
import { Button } from '../../ccp/page/views/buttons.ts';
import type { AppHost } from './app-host.ts';
import type { Place } from './scopes.ts';

/** What tells two instances of the same app apart. */
const contactOf = (host: AppHost, { scope }: Place): string => {
  if (scope?.type !== 'contact') return '';
  const contact = host.context.updates.newest?.snapshot.contacts.find(({ contactId }) => contactId === scope.contactId);
  return contact ? ` (${contact.name ?? readablePhone(contact.customerEndpoint.phoneNumber)})` : '';
};

/** The running apps as tabs, those that can be opened, and what is wrong with the one in view. */
export const AppTabs = ({ host }: { host: AppHost }): ComponentChild => {
  const { focused, instances, vacant } = host;
  return h(
    'div',
    { class: 'apps-head' },
    h(
      'nav',
      { class: 'contact-tabs', 'aria-label': 'Apps' },
      instances.map((instance) =>
        h(
          'button',
          {
            key: instance.id,
            type: 'button',
            class: 'button',
            'aria-current': instance === focused ? 'true' : undefined,
            onClick: () => host.focus(instance),
          },
          `${instance.place.app.name}${contactOf(host, instance.place)}`,
        ),
      ),
      vacant.map((place) =>
        h(Button, {
          key: place.key,
          label: `Open ${place.app.name}${contactOf(host, place)}`,
          look: 'quiet',
          onPress: () => host.open(place),
        }),
      ),
      focused && h(Button, { label: 'Close app', look: 'quiet', onPress: () => host.close(focused) }),
    ),
    host.apps.length === 0 &&
      h('p', { class: 'muted' }, 'No app is configured. Start with --app, or PUT /simulator/apps.'),
    focused?.state === 'starting' && h('p', { class: 'muted', role: 'status' }, `${focused.place.app.name} starts …`),
    focused?.problem !== undefined &&
      h(
        'div',
        { class: 'notice problem', role: 'alert' },
        h('span', null, focused.problem),
        h(Button, { label: 'Reload app', onPress: () => focused.reload() }),
      ),
  );
};
