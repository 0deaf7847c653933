import { vacate } from '../contacts/legs.ts';
import type { Engine } from '../engine.ts';
import type { Assignment } from './agent.ts';

/** The contact leaves the agent, who sees it in an error state, with its connections as they were, until it is cleared. */
export const failOnDesk = (
  engine: Engine,
  assignment: Assignment,
  agentError: NonNullable<Assignment['agentError']>,
): void => {
  const { contact, leg } = assignment;
  const now = engine.scheduler.now();
  assignment.cancelOffer?.();
  vacate(engine, contact, leg);
  assignment.frozenLegs = [leg, ...contact.legs.filter((other) => other !== leg)].map((other) => ({
    ...other,
    state: 'disconnected' as const,
    since: now,
  }));
  Object.assign(assignment, { state: 'error', since: now, agentError });
};
