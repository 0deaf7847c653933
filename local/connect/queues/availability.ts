/** Whether an agent can take one more contact. */
import type { Agent } from '../agents/agent.ts';
import type { Engine } from '../engine.ts';
import { findRoutingProfile } from '../instance.ts';
import type { Channel, RoutingProfile } from '../routing-profile.ts';

export const profileOf = ({ instance }: Engine, { user }: Agent): RoutingProfile | undefined =>
  findRoutingProfile(instance, user.routingProfileId);

/**
 * Contacts on the desk count until they are cleared, but for paused tasks ("enables agents to free up an active slot",
 * Administrator Guide, "Pause and resume tasks"); a missed one keeps every other away, and an agent on one channel gets
 * nothing of another (ROUTE_CURRENT_CHANNEL_ONLY, the default of a routing profile).
 */
export const freeSlots = (engine: Engine, agent: Agent, channel: Channel): number => {
  const { status } = agent;
  const assignments = agent.assignments.filter(({ state }) => state !== 'paused');
  const only = assignments.every(({ contact, state }) => contact.channel === channel && state !== 'error');
  if (status.type !== 'routable' || !only) return 0;
  return Math.max(0, (profileOf(engine, agent)?.concurrency[channel] ?? 0) - assignments.length);
};
