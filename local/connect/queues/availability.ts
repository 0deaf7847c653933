/** Whether an agent can take one more contact. */
import type { Agent } from '../agents/agent.ts';
import type { Engine } from '../engine.ts';
import { findRoutingProfile } from '../instance.ts';
import type { Channel, RoutingProfile } from '../routing-profile.ts';

export const profileOf = ({ instance }: Engine, { user }: Agent): RoutingProfile | undefined =>
  findRoutingProfile(instance, user.routingProfileId);

/**
 * Contacts on the desk count until they are cleared, but for paused tasks ("enables agents to free up an active slot",
 * Administrator Guide, "Pause and resume tasks"); a missed one keeps every other away. Of another channel the agent gets
 * something only while every channel on the desk allows it ("Example of how a contact is routed with cross-channel
 * concurrency", Administrator Guide).
 */
export const freeSlots = (engine: Engine, agent: Agent, channel: Channel): number => {
  const profile = profileOf(engine, agent);
  const active = agent.assignments.filter(({ state }) => state !== 'paused');
  if (profile === undefined || agent.status.type !== 'routable' || active.some(({ state }) => state === 'error'))
    return 0;
  const others = active.filter(({ contact }) => contact.channel !== channel);
  if (!others.every(({ contact }) => profile.crossChannel?.includes(contact.channel))) return 0;
  return Math.max(0, profile.concurrency[channel] - (active.length - others.length));
};

/** By what agents are ordered: who has waited longest gets the next contact. Milliseconds since the epoch. */
export const waitingSince = (engine: Engine, agent: Agent): number =>
  profileOf(engine, agent)?.availabilityTimer === 'TIME_SINCE_LAST_INBOUND'
    ? (agent.lastOfferedAt ?? agent.idleSince)
    : agent.idleSince;
