import type { EventHook } from '../../contacts/contact.ts';
import { type ActionDefinition, done, failed, NO_MATCHING_ERROR } from '../action.ts';
import { isRecord } from '../language.ts';
import { flow, required } from '../parameter-rules.ts';
import { findFlowVersion } from '../versions.ts';

const HOOKS: readonly EventHook[] = [
  'AgentHold',
  'AgentWhisper',
  'CustomerHold',
  'CustomerQueue',
  'CustomerRemaining',
  'CustomerWhisper',
  'DefaultAgentUI',
  'DisconnectAgentUI',
  'PauseContact',
  'ResumeContact',
];
const isHook = (name: string): name is EventHook => HOOKS.some((hook) => hook === name);

export const updateContactEventHooks: ActionDefinition = {
  type: 'UpdateContactEventHooks',
  parameters: {
    EventHooks: required((value, instance) => {
      const entries = isRecord(value) ? Object.entries(value) : [];
      const [entry] = entries;
      if (entry === undefined || entries.length !== 1) return 'must set exactly one hook';
      return isHook(entry[0]) ? flow(entry[1], instance) : `has no hook ${entry[0]}`;
    }),
  },
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const [entry] = isRecord(parameters.EventHooks) ? Object.entries(parameters.EventHooks) : [];
    if (entry === undefined || !isHook(entry[0])) return failed('no hook');
    const reference = run.value(String(entry[1]));
    const target = findFlowVersion(run.engine.instance, reference);
    if (target === undefined) return failed('there is no such flow');
    run.contact.hooks[entry[0]] = reference;
    return done(`${entry[0]} = ${target.name}`);
  },
};
