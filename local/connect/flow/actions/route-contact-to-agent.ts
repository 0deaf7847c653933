import { findUser } from '../../instance.ts';
import { freeSlots } from '../../queues/availability.ts';
import { offer } from '../../queues/dispatch.ts';
import { INTERRUPT_TIMEOUT_MS } from '../../tuning.ts';
import { type ActionDefinition, done, failed, NO_MATCHING_ERROR, textOf } from '../action.ts';
import { agent, required } from '../parameter-rules.ts';

/** "An agent can be offered at most 1 contact past their normal maximum concurrency": two calls (Administrator Guide). */
const MAX_ON_DESK = 2;

/**
 * "Interrupt agent": offers the queued contact to one agent who may be busy or in a custom status, for 30 seconds. Success
 * is that it was offered. The guide names the action but not its parameter: `AgentId`, as every other action names an
 * agent, is a guess.
 */
export const routeContactToAgent: ActionDefinition = {
  type: 'RouteContactToAgent',
  partial: 'the name of its parameter, AgentId, is not documented and assumed',
  flowTypes: ['CUSTOMER_QUEUE', 'MODULE'],
  parameters: { AgentId: required(agent) },
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const { engine, contact } = run;
    const user = findUser(engine.instance, run.value(textOf(parameters, 'AgentId') ?? ''));
    const target = engine.agents.get(user?.username ?? '');
    if (target === undefined) return failed('there is no such agent');
    if (contact.state !== 'queued') return failed(`the contact is ${contact.state}, not waiting`);
    if (target.status.type === 'offline') return failed('the agent is offline');
    if (target.assignments.length >= MAX_ON_DESK) return failed('the agent has two contacts already');
    if (target.assignments.some(({ state }) => state === 'connecting' || state === 'incoming')) {
      return failed('another contact rings at the agent');
    }
    offer(engine, contact, target, {
      timeoutMs: INTERRUPT_TIMEOUT_MS,
      mayAutoAccept: freeSlots(engine, target, contact.channel) > 0,
    });
    return done(target.user.username);
  },
};
