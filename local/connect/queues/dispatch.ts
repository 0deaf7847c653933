/** Brings waiting contacts to agents. */
import type { Agent, Assignment } from '../agents/agent.ts';
import { failOnDesk } from '../agents/fail-on-desk.ts';
import type { Contact } from '../contacts/contact.ts';
import { conversationOf } from '../contacts/conversation.ts';
import { disconnect } from '../contacts/disconnect.ts';
import { joinAgent } from '../contacts/join-agent.ts';
import { agentLegFor } from '../contacts/legs.ts';
import { type Engine, touch, traceContact } from '../engine.ts';
import { ACCEPT_TIMEOUT_MS } from '../tuning.ts';
import { freeSlots, profileOf, waitingSince } from './availability.ts';
import { activeStep, fits } from './routing-criteria.ts';
import { waitingIn } from './waiting.ts';

/** Where the agent's profile puts the contact: its own queue before all others, `undefined` when it does not get it. */
const priorityFor = (engine: Engine, agent: Agent, contact: Contact): number | undefined => {
  const { queue } = contact;
  if (queue === undefined) return undefined;
  if (queue.type === 'AGENT') return queue.username === agent.user.username ? 0 : undefined;
  const entry = profileOf(engine, agent)?.queues.find(
    ({ queueId, channel }) => queueId === queue.id && channel === contact.channel,
  );
  const step = activeStep(contact.routingCriteria);
  if (step !== undefined && !fits(step.expression, agent.user)) return undefined;
  const waitedMs = engine.scheduler.now() - (contact.enqueuedAt ?? Number.POSITIVE_INFINITY);
  return entry === undefined || waitedMs < entry.delayS * 1_000 ? undefined : entry.priority;
};

/** The contact that the agent gets next: by the profile's priority, then as the queues stand. */
const nextFor = (engine: Engine, agent: Agent, waiting: readonly Contact[]): Contact | undefined =>
  waiting
    .filter((contact) => contact.state === 'queued' && freeSlots(engine, agent, contact.channel) > 0)
    .flatMap((contact) => {
      const priority = priorityFor(engine, agent, contact);
      return priority === undefined ? [] : [{ contact, priority }];
    })
    .toSorted((one, other) => one.priority - other.priority)[0]?.contact;

/** Offers waiting contacts, to the agent who has been idle longest first, as long as there are both. */
export const dispatch = (engine: Engine): void => {
  const waiting = waitingIn(engine);
  if (waiting.length === 0) return;
  const agents = [...engine.agents.values()]
    .filter(({ status }) => status.type === 'routable')
    .toSorted((one, other) => waitingSince(engine, one) - waitingSince(engine, other));
  for (const agent of agents) {
    const next = () => nextFor(engine, agent, waiting);
    for (let contact = next(); contact !== undefined; contact = next()) offer(engine, contact, agent);
  }
};

/** A profile that gets a queue's contacts only after a while is looked at again when that has passed. */
export const dispatchAfterDelays = (engine: Engine, contact: Contact): void => {
  const { queue } = contact;
  const delays = [...engine.instance.routingProfiles.values()]
    .flatMap(({ queues }) => queues.filter(({ queueId }) => queueId === queue?.id))
    .map(({ delayS }) => delayS)
    .filter((delayS) => delayS > 0);
  for (const delayS of new Set(delays)) engine.scheduler.after(delayS * 1_000, () => dispatch(engine));
};

/** Rings at the agent, whether or not the agent has room for it. */
export const offer = (
  engine: Engine,
  contact: Contact,
  agent: Agent,
  { timeoutMs = ACCEPT_TIMEOUT_MS, mayAutoAccept = true }: { timeoutMs?: number; mayAutoAccept?: boolean } = {},
): void => {
  const { username } = agent.user;
  const now = engine.scheduler.now();
  const leg = agentLegFor(engine, contact, agent.user);
  const assignment: Assignment = {
    contact,
    leg,
    state: contact.initiationMethod === 'CALLBACK' ? 'incoming' : 'connecting',
    since: now,
  };
  contact.state = 'offered';
  contact.agentConnectionAttempts += 1;
  agent.assignments.push(assignment);
  agent.lastOfferedAt = now;
  traceContact(engine, contact, 'agent', `rings at ${username}`);
  engine.changes.agent(username);
  touch(engine, contact);
  if (agent.autoAccept && mayAutoAccept && assignment.state !== 'incoming') joinAgent(engine, agent, assignment);
  else assignment.cancelOffer = engine.scheduler.after(timeoutMs, () => missed(engine, agent, assignment));
};

/**
 * The agent did not take it, by silence or by rejecting: both show as missed. The agent gets nothing more until the missed
 * contact is cleared; the contact waits on and is offered to the next one.
 */
export const missed = (engine: Engine, agent: Agent, assignment: Assignment): void => {
  const { contact } = assignment;
  failOnDesk(engine, assignment, 'MissedCallAgent');
  contact.state = 'queued';
  traceContact(engine, contact, 'agent', `missed by ${agent.user.username}`, { ok: false });
  engine.changes.agent(agent.user.username);
  touch(engine, contact);
  // The agent who transfers it learns at once that this one does not come (assumed); without one the customer waits on.
  if (contact.queue?.type === 'AGENT' && conversationOf(engine, contact).contacts.length > 1)
    disconnect(engine, contact, 'OTHER');
  dispatch(engine);
};
