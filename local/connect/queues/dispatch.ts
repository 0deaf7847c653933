/** Brings waiting contacts to agents. */
import { type Agent, type Assignment, isAvailable } from '../agents/agent.ts';
import type { Contact } from '../contacts/contact.ts';
import { setLegState } from '../contacts/contact.ts';
import { joinAgent } from '../contacts/join-agent.ts';
import { newAgentLeg } from '../contacts/legs.ts';
import { type Engine, touch, traceContact } from '../engine.ts';
import { ACCEPT_TIMEOUT_MS } from '../tuning.ts';
import { agentsOf } from './metrics.ts';
import { waitingIn } from './waiting.ts';

/** Offers every waiting contact to the agent who has been idle longest, as long as there are both. */
export const dispatch = (engine: Engine): void => {
  for (const contact of waitingIn(engine)) {
    if (contact.state !== 'queued' || contact.queue === undefined) continue;
    const [agent] = agentsOf(engine, contact.queue)
      .filter(isAvailable)
      .toSorted((one, other) => one.idleSince - other.idleSince);
    if (agent !== undefined) offer(engine, contact, agent);
  }
};

const offer = (engine: Engine, contact: Contact, agent: Agent): void => {
  const { username } = agent.user;
  const now = engine.scheduler.now();
  const leg = newAgentLeg(engine, username);
  const assignment: Assignment = { contact, leg, state: 'connecting', since: now };
  contact.state = 'offered';
  contact.agentConnectionAttempts += 1;
  contact.legs.push(leg);
  agent.assignments.push(assignment);
  traceContact(engine, contact, 'agent', `rings at ${username}`);
  engine.changes.agent(username);
  touch(engine, contact);
  if (agent.autoAccept) joinAgent(engine, agent, assignment);
  else assignment.cancelOffer = engine.scheduler.after(ACCEPT_TIMEOUT_MS, () => missed(engine, agent, assignment));
};

/**
 * The agent did not take it, by silence or by rejecting: both show as missed. The agent gets nothing more until the missed
 * contact is cleared; the contact waits on and is offered to the next one.
 */
export const missed = (engine: Engine, agent: Agent, assignment: Assignment): void => {
  const { contact, leg } = assignment;
  const now = engine.scheduler.now();
  assignment.cancelOffer?.();
  setLegState(leg, 'disconnected', now);
  contact.legs.splice(contact.legs.indexOf(leg), 1);
  assignment.frozenLegs = [
    leg,
    ...contact.legs.map((other) => ({ ...other, state: 'disconnected' as const, since: now })),
  ];
  Object.assign(assignment, { state: 'error', since: now, agentError: 'MissedCallAgent' });
  contact.state = 'queued';
  traceContact(engine, contact, 'agent', `missed by ${agent.user.username}`, { ok: false });
  engine.changes.agent(agent.user.username);
  touch(engine, contact);
  dispatch(engine);
};
