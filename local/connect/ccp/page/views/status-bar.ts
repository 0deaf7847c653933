import { type ComponentChild, h } from 'preact';
import type { SoftphoneModel } from '../model.ts';
import { stateName } from '../view-state.ts';
import type { Update } from '../wire.ts';
import { Elapsed } from './elapsed.ts';

/** The agent's status and how long it lasts. During a call a choice takes effect after it. */
export const StatusBar = ({ update, model }: { update: Update; model: SoftphoneModel }): ComponentChild => {
  const { state, nextState, agentAvailabilityState, contacts } = update.snapshot;
  const { agentStates } = update.configuration;
  const own = agentStates.find(({ name }) => name === agentAvailabilityState.state);
  const chosen = nextState?.agentStateARN ?? own?.agentStateARN ?? '';
  const busy = contacts.length > 0;
  const select = h(
    'select',
    {
      id: 'status',
      value: chosen,
      onChange: ({ currentTarget }: { currentTarget: HTMLSelectElement }) => model.chooseStatus(currentTarget.value),
    },
    agentStates.map(({ agentStateARN, name }) =>
      h('option', { key: agentStateARN, value: agentStateARN, selected: agentStateARN === chosen }, name),
    ),
  );
  return h(
    'header',
    { class: `status-bar status-${state.type}` },
    h(
      'div',
      { class: 'status-now' },
      h('span', { class: 'dot', 'aria-hidden': 'true' }),
      busy && h('span', { class: 'status-name' }, stateName(state.name)),
      !busy && h('label', { class: 'visually-hidden', for: 'status' }, 'Your status'),
      !busy && select,
      h(Elapsed, { since: state.startTimestamp }),
    ),
    busy && h('div', { class: 'status-next' }, h('label', { for: 'status' }, 'After this'), select),
  );
};
