import { type ComponentChild, Fragment, h } from 'preact';
import * as lineTexts from '#texts/line.ts';
import * as presenceTexts from '#texts/presence.ts';
import type { AgentPresence } from '../softphone/softphone.ts';
import { control } from '../state/control-call.ts';
import type { Desk } from '../state/desk.ts';
import { softphoneOf } from '../state/softphone-of.ts';
import { useStore } from '../state/store.ts';
import { button } from './button.ts';

/** The agent's own status, shown and changed. During a call a choice waits until the call is done. */
export function Presence({ desk }: { desk: Desk }): ComponentChild {
  const agent = useStore(desk.store, (state) => state.agent);
  if (!agent || !softphoneOf(desk).capabilities.has('presence')) return null;
  const working = agent.kind === 'working';
  // What the instance has set is shown but cannot be chosen.
  const chosen = agent.next ?? (agent.kind === 'error' ? undefined : agent.chosen);
  const choose = (id: string): void =>
    void control(desk, (softphone) => softphone.choosePresence(id), lineTexts.refused.presence);
  return h(
    'label',
    { class: `presence presence-${agent.kind}` },
    h('span', { class: 'presence-dot', 'aria-hidden': 'true' }),
    h(
      'span',
      { class: working ? 'presence-label' : 'visually-hidden' },
      working ? presenceTexts.next : presenceTexts.now,
    ),
    h(
      'select',
      {
        value: chosen ?? '',
        onChange: (event: Event & { currentTarget: HTMLSelectElement }) => choose(event.currentTarget.value),
      },
      chosen === undefined
        ? h('option', { value: '', disabled: true }, agent.kind === 'error' ? presenceTexts.error : agent.state)
        : null,
      agent.statuses.map(({ id, name }) => h('option', { key: id, value: id }, name)),
    ),
  );
}

/** Nothing reaches the agent: why, and the way out with one click. */
export function PresenceTrouble({ desk }: { desk: Desk }): ComponentChild {
  const agent = useStore(desk.store, (state) => state.agent);
  if (agent?.kind !== 'error') return null;
  const available = agent.statuses.find(({ kind }) => kind === 'available');
  return h(
    'div',
    { class: 'softphone-health', role: 'alert' },
    h('p', null, wordsFor(agent)),
    available
      ? h(
          'div',
          { class: 'form-actions' },
          button(
            presenceTexts.setTo(available.name),
            () => void control(desk, (softphone) => softphone.choosePresence(available.id), lineTexts.refused.presence),
          ),
        )
      : h(Fragment, null),
  );
}

const wordsFor = ({ state }: AgentPresence): string => presenceTexts.errors[state] ?? presenceTexts.otherError(state);
