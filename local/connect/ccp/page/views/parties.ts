import { type ComponentChild, h } from 'preact';
import type { AgentConnection } from '../../../agent-session.ts';
import { readablePhone } from '../phone-numbers.ts';
import { Button } from './buttons.ts';
import type { PanelProps } from './panel-props.ts';

const STATE_WORDS: Readonly<Record<string, string>> = {
  connecting: 'ringing',
  connected: 'on the line',
  hold: 'on hold',
};

const nameOf = ({ initial, quickConnectName, endpoint }: AgentConnection) =>
  initial ? 'Customer' : (quickConnectName ?? endpoint.name ?? readablePhone(endpoint.phoneNumber));

/** The customer and those the agent added: who hears whom, and the ways to change it. */
export const Parties = ({
  contact,
  parties,
  model,
}: Pick<PanelProps, 'contact' | 'model'> & { parties: readonly AgentConnection[] }): ComponentChild => {
  const { contactId } = contact;
  const held = parties.filter(({ state }) => state.type === 'hold');
  const settled = parties.every(({ state }) => state.type !== 'connecting');
  return h(
    'section',
    { class: 'parties', 'aria-label': 'On this call' },
    h(
      'ul',
      null,
      parties.map((party) => {
        const { connectionId, state } = party;
        const params = { contactId, connectionId };
        const onHold = state.type === 'hold';
        return h(
          'li',
          { key: connectionId },
          h(
            'span',
            { class: 'party' },
            h('strong', { dir: 'auto' }, nameOf(party)),
            h('span', { class: 'muted' }, STATE_WORDS[state.type] ?? state.type),
          ),
          state.type !== 'connecting' &&
            h(Button, {
              label: onHold ? 'Resume' : 'Hold',
              onPress: () => model.perform(onHold ? 'resumeConnection' : 'holdConnection', params),
            }),
          state.type === 'connected' &&
            h(Button, {
              label: party.mute ? 'Unmute' : 'Mute',
              onPress: () => model.perform(party.mute ? 'unmuteParticipant' : 'muteParticipant', params),
            }),
          h(Button, { label: 'Drop', onPress: () => model.perform('destroyConnection', params) }),
        );
      }),
    ),
    settled &&
      held.length > 0 &&
      h(
        'div',
        { class: 'actions side-by-side' },
        h(Button, {
          label: 'Swap',
          icon: 'swap',
          onPress: () => model.perform('toggleActiveConnections', { contactId }),
        }),
        h(Button, {
          label: 'Join all',
          icon: 'join',
          look: 'primary',
          onPress: () => model.perform('conferenceConnections', { contactId }),
        }),
      ),
  );
};
