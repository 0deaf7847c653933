/** Whether the agent who asked can take the customer, before the customer's phone rings. */
import type { Verdict } from '../calling-rules.ts';
import type { AgentUnavailable } from '../contracts/configuration.ts';
import { AGENT_LOOK_MAX, AGENT_LOOK_MIN } from '../policy.ts';
import type { StoredRequest } from '../ports/call-requests.ts';
import type { StoredCall } from '../ports/call-store.ts';
import type { AgentPresence } from '../ports/connect.ts';
import type { Log } from '../ports/log.ts';

export interface LookPorts {
  readonly presence: AgentPresence;
  readonly log: Log;
}

/** What the source wants done about an agent who is not available. */
export type Absence = Exclude<AgentUnavailable, 'dial'>;

/**
 * Undefined when the call may be made as it was asked for: the agent is available, the source does not care (the flow then
 * looks, when the customer has answered), or it could not be found out. A look that fails must never hold up a call.
 */
export async function lookAtAgent(
  { presence, log }: LookPorts,
  { agentUnavailable = 'dial' }: { readonly agentUnavailable?: AgentUnavailable | undefined },
  { message, callId }: StoredRequest,
): Promise<Absence | undefined> {
  if (agentUnavailable === 'dial') return undefined;
  try {
    return (await presence.isAvailable(message.call.agent.username)) ? undefined : agentUnavailable;
  } catch (error) {
    log.error('agent-not-looked-at', error, { callId });
    return undefined;
  }
}

/** Held until the agent is looked at again: soon at first, then as long as it has lasted already, within limits. */
export function untilAgentIsBack(since: Date, now: Date): Verdict & { readonly outcome: 'held'; readonly dueAt: Date } {
  const lasted = now.getTime() - since.getTime();
  const wait = Math.min(Math.max(lasted, AGENT_LOOK_MIN), AGENT_LOOK_MAX);
  return { outcome: 'held', reason: 'agent-unavailable', dueAt: new Date(now.getTime() + wait) };
}

/** From now on it is an agent-first call, whatever was asked for. */
export const asTask = (call: StoredCall): StoredCall => ({ ...call, mode: 'agent-first' });

/**
 * Whether it is known that Connect has not been asked to dial yet: of a call that may be ringing, the agent is busy with this
 * very call. A request path that died before it wrote anything may have dialled, a later attempt has none.
 */
export const mayLook = ({ attemptOf, followUpOf }: StoredRequest, call: StoredCall | undefined): boolean =>
  call === undefined ? attemptOf !== undefined || followUpOf !== undefined : call.claimedSlot === undefined;
