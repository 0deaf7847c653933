import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Endpoint } from '../../../agent-session.ts';
import { readablePhone } from '../phone-numbers.ts';
import { callCti } from '../server.ts';
import { Button } from './buttons.ts';
import { NumberForm } from './number-form.ts';
import type { PanelProps } from './panel-props.ts';
import { Sheet } from './sheet.ts';

const KINDS: Readonly<Record<Endpoint['type'], string>> = { phone_number: 'Phone', agent: 'Agent', queue: 'Queue' };

/** People and queues of the instance, or any number: the other end waits on hold while the new one rings. */
export const QuickConnectSheet = ({
  contact,
  update,
  model,
  close,
}: PanelProps & { close: () => void }): ComponentChild => {
  const [endpoints, setEndpoints] = useState<readonly Endpoint[]>();
  const [typed, setTyped] = useState('');
  const { routingProfile, dialableCountries } = update.configuration;

  useEffect(() => {
    const queueARNs = routingProfile.queues.map(({ queueARN }) => queueARN);
    callCti('getEndpoints', { queueARNs }).then((answer) => {
      setEndpoints(answer.ok ? (answer.data as { endpoints: readonly Endpoint[] }).endpoints : []);
    });
  }, []);

  const add = async (endpoint: object) => {
    if (await model.perform('createAdditionalConnection', { contactId: contact.contactId, endpoint })) close();
  };
  return h(
    Sheet,
    { title: 'Add a person', close },
    h(NumberForm, {
      typed,
      setTyped,
      countries: dialableCountries,
      action: 'Call and add',
      submit: (phoneNumber) => add({ type: 'phone_number', phoneNumber }),
    }),
    h('h2', null, 'Quick connects'),
    endpoints?.length === 0 && h('p', { class: 'muted' }, 'The instance has none for your queues.'),
    h(
      'ul',
      { class: 'quick-connects' },
      endpoints?.map((endpoint) =>
        h(
          'li',
          { key: endpoint.endpointARN },
          h(
            'span',
            { class: 'party' },
            h('strong', { dir: 'auto' }, endpoint.name ?? readablePhone(endpoint.phoneNumber)),
            h(
              'span',
              { class: 'muted' },
              endpoint.phoneNumber ? readablePhone(endpoint.phoneNumber) : KINDS[endpoint.type],
            ),
          ),
          h(Button, { label: 'Add', onPress: () => add(endpoint) }),
        ),
      ),
    ),
  );
};
