import type { CallContext, OpportunityContext, OpportunityMatch } from '../contracts/opportunity-context.ts';
import { CtiError } from '../errors.ts';
import { unlessUnknown } from '../model/unknown-contact.ts';
import type { CallStore, ConnectCalls, OpportunityKey, OpportunityStore } from '../ports.ts';

/** @throws CtiError `not-found` */
export async function loadContext(
  opportunities: Pick<OpportunityStore, 'loadContext'>,
  key: OpportunityKey,
  cursor?: string,
): Promise<OpportunityContext> {
  const context = await opportunities.loadContext(key, cursor);
  if (context === undefined) throw new CtiError('not-found', 'There is no such opportunity.');
  return context;
}

export interface CallContextPorts {
  readonly calls: Pick<CallStore, 'findByConnectContact'>;
  readonly opportunities: Pick<OpportunityStore, 'loadContext' | 'findByPhone'>;
  readonly connect: Pick<ConnectCalls, 'attributes' | 'describe'>;
}

/**
 * The context of a call that the desktop knows by its Connect id only: by our own record, else by the attributes that the
 * call carries, else by the customer's number. A transferred call is known by the id that it began with.
 */
export async function loadCallContext(ports: CallContextPorts, connectContactId: string): Promise<CallContext> {
  const call = await ports.calls.findByConnectContact(connectContactId);
  const known = call === undefined ? undefined : await ports.opportunities.loadContext(call);
  if (call !== undefined && known !== undefined) return { found: 'one', callId: call.callId, context: known };

  const [attributes, facts] = await Promise.all([
    unlessUnknown(ports.connect.attributes(connectContactId)),
    unlessUnknown(ports.connect.describe(connectContactId)),
  ]);
  if (facts === undefined) throw new CtiError('not-found', 'There is no such call.');
  const { customerPhone: phone, initialConnectContactId: initialId = connectContactId } = facts;
  if (initialId !== connectContactId) return loadCallContext(ports, initialId);
  const { callId, sourceId, opportunityId } = attributes ?? {};
  if (sourceId && opportunityId) {
    const context = await ports.opportunities.loadContext({ sourceId, opportunityId });
    if (context !== undefined) return { found: 'one', ...(callId && { callId }), context };
  }
  const matches = phone === undefined ? [] : await ports.opportunities.findByPhone(phone);
  const only = onlyOpportunity(matches);
  const context = only === undefined ? undefined : await ports.opportunities.loadContext(only);
  if (context !== undefined) return { found: 'one', context };
  return { found: matches.length === 0 ? 'none' : 'several', ...(phone !== undefined && { phone }), matches };
}

/** Two people of one opportunity may share a number: that is still one opportunity. */
export function onlyOpportunity(matches: readonly OpportunityMatch[]): OpportunityMatch | undefined {
  const [first, ...others] = matches;
  const same = (other: OpportunityMatch) =>
    other.sourceId === first?.sourceId && other.opportunityId === first.opportunityId;
  return others.every(same) ? first : undefined;
}
