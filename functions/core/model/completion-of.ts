/** When a leg was over for good, by what Connect's description of its contact says. Only events say it outright. */
import { WATCH_INTERVAL } from '../policy.ts';
import type { ConnectContactFacts } from '../ports/connect.ts';
import type { LegFacts } from './legs-from-facts.ts';

/** Where no agent was, nothing follows the end. An agent's work after the call is waited for, unless it never began. */
export function completionOf(facts: ConnectContactFacts, now: Date): string | undefined {
  const { disconnectedAt, agentConnectedAt, afterWorkStartedAt, afterWorkEndedAt } = facts;
  if (disconnectedAt === undefined) return undefined;
  if (agentConnectedAt === undefined) return disconnectedAt;
  if (afterWorkEndedAt !== undefined) return afterWorkEndedAt;
  const isLongOver = now.getTime() - Date.parse(disconnectedAt) >= WATCH_INTERVAL;
  return afterWorkStartedAt === undefined && isLongOver ? disconnectedAt : undefined;
}

/** A leg that Connect does not know, or that it has never ended, is over all the same: nothing lasts that long. */
export function endForLack(facts: LegFacts, now: Date): LegFacts {
  const at = facts.disconnectedAt ?? now.toISOString();
  const why = facts.disconnectedAt === undefined ? { disconnectReason: 'SYSTEM_ERROR' } : {};
  return { ...why, disconnectedAt: at, completedAt: at, ...facts };
}
