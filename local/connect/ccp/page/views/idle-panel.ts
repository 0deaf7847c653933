import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import type { SoftphoneModel } from '../model.ts';
import type { Update } from '../wire.ts';
import { Button } from './buttons.ts';
import { DialSheet } from './dial-sheet.ts';
import { Icon, type IconName } from './icons.ts';

const WORDS: Readonly<Record<string, { icon: IconName; text: string }>> = {
  routable: { icon: 'phone', text: 'Calls come to you by themselves.' },
  offline: { icon: 'moon', text: 'No call reaches you.' },
  not_routable: { icon: 'cup', text: 'No call reaches you for now.' },
};
const OTHER = { icon: 'phone', text: '' } as const;

export const IdlePanel = ({ update, model }: { update: Update; model: SoftphoneModel }): ComponentChild => {
  const [dialing, setDialing] = useState(false);
  const { state } = update.snapshot;
  const { permissions, agentStates } = update.configuration;
  const available = agentStates.find(({ type }) => type === 'routable');
  if (dialing) return h(DialSheet, { update, model, close: () => setDialing(false) });
  const { icon, text } = WORDS[state.type] ?? OTHER;
  return h(
    'div',
    { class: 'idle' },
    h('div', { class: `badge badge-${state.type}` }, h(Icon, { name: icon })),
    h('h1', null, state.name),
    h('p', { class: 'muted' }, text),
    h(
      'div',
      { class: 'actions' },
      state.type !== 'routable' &&
        available &&
        h(Button, {
          label: 'Go available',
          look: 'primary',
          onPress: () => model.chooseStatus(available.agentStateARN),
        }),
      permissions.includes('outboundCall') &&
        h(Button, { label: 'Dial a number', icon: 'keypad', onPress: () => setDialing(true) }),
    ),
  );
};
