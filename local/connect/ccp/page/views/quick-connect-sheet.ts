import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Endpoint } from '../../../agent-session.ts';
import { isTask } from '../contact-words.ts';
import { readablePhone } from '../phone-numbers.ts';
import { callCti } from '../server.ts';
import { Button } from './buttons.ts';
import { NumberForm } from './number-form.ts';
import type { PanelProps } from './panel-props.ts';
import { Sheet } from './sheet.ts';

const KINDS: Readonly<Record<Endpoint['type'], string>> = { phone_number: 'Number', agent: 'Agent', queue: 'Queue' };

const nameOf = ({ name, phoneNumber }: Endpoint) => name ?? readablePhone(phoneNumber);

/**
 * Agents, queues and numbers of the instance, or any number. With a call, *Add* asks first: the others wait on hold while
 * the new one rings; *Transfer* leaves the call to them at once. A task can only be given away, to an agent or a queue.
 */
export const QuickConnectSheet = ({
  contact,
  update,
  model,
  close,
}: PanelProps & { close: () => void }): ComponentChild => {
  const [endpoints, setEndpoints] = useState<readonly Endpoint[]>();
  const [wanted, setWanted] = useState('');
  const [typed, setTyped] = useState('');
  const { contactId } = contact;
  const { routingProfile, dialableCountries } = update.configuration;
  const task = isTask(contact);

  useEffect(() => {
    const queueARNs = routingProfile.queues.map(({ queueARN }) => queueARN);
    callCti('getEndpoints', { queueARNs }).then((answer) => {
      setEndpoints(answer.ok ? (answer.data as { endpoints: readonly Endpoint[] }).endpoints : []);
    });
  }, []);

  const perform = (operation: string) => async (endpoint: object) => {
    if (await model.perform(operation, { contactId, endpoint })) close();
  };
  const add = perform('createAdditionalConnection');
  const transfer = perform('transferContact');
  const possible = endpoints?.filter(({ type }) => !task || type !== 'phone_number');
  const found = possible?.filter((endpoint) => nameOf(endpoint).toLowerCase().includes(wanted.trim().toLowerCase()));
  return h(
    Sheet,
    { title: task ? 'Transfer the task' : 'Add a person', close },
    h(
      'div',
      { class: 'field' },
      h('label', { for: 'wanted' }, 'Search quick connects'),
      h('input', {
        id: 'wanted',
        type: 'search',
        autocomplete: 'off',
        value: wanted,
        'data-focus': true,
        onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => setWanted(currentTarget.value),
      }),
    ),
    possible?.length === 0 && h('p', { class: 'muted' }, 'The instance has none for your queues.'),
    possible?.length !== 0 && found?.length === 0 && h('p', { class: 'muted', role: 'status' }, 'None is called so.'),
    h(
      'ul',
      { class: 'quick-connects', 'aria-label': 'Quick connects' },
      found?.map((endpoint) =>
        h(
          'li',
          { key: endpoint.endpointARN },
          h(
            'span',
            { class: 'party' },
            h('strong', { dir: 'auto' }, nameOf(endpoint)),
            h(
              'span',
              { class: 'muted' },
              endpoint.phoneNumber ? readablePhone(endpoint.phoneNumber) : KINDS[endpoint.type],
            ),
          ),
          !task && h(Button, { label: 'Add', onPress: () => add(endpoint) }),
          h(Button, { label: 'Transfer', look: task ? 'primary' : 'quiet', onPress: () => transfer(endpoint) }),
        ),
      ),
    ),
    !task &&
      h(NumberForm, {
        typed,
        setTyped,
        countries: dialableCountries,
        action: 'Call and add',
        submit: (phoneNumber) => add({ type: 'phone_number', phoneNumber }),
      }),
  );
};
