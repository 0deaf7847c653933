import { isClearlyOwn, type Viewer } from '../access-rule.ts';
import { sightOf } from '../as-seen-by.ts';
import type { CrmCapabilities } from '../contracts/capabilities.ts';
import type { CallContext, OpportunityContext, OpportunityMatch } from '../contracts/opportunity-context.ts';
import { CtiError } from '../errors.ts';
import { isSameOpportunity } from '../model/same-opportunity.ts';
import { unlessUnknown } from '../model/unknown-contact.ts';
import type { CallStore } from '../ports/call-store.ts';
import type { ConnectCalls } from '../ports/connect.ts';
import type { OpportunityKey, OpportunityStore } from '../ports/opportunity-store.ts';
import { type CallAtHandPorts, letIn } from './let-in.ts';

export interface ContextPorts {
  readonly opportunities: Pick<OpportunityStore, 'loadContext'>;
  /** What the source's CRM takes; undefined for an unknown source. */
  readonly capabilitiesOf: (sourceId: string) => CrmCapabilities | undefined;
}

/** @throws CtiError `not-found` */
export async function loadContext(
  ports: ContextPorts,
  key: OpportunityKey,
  cursor?: string,
): Promise<OpportunityContext> {
  const context = await contextOf(ports, key, cursor);
  if (context === undefined) throw new CtiError('not-found', 'There is no such opportunity.');
  return context;
}

async function contextOf(
  { opportunities, capabilitiesOf }: ContextPorts,
  key: OpportunityKey,
  cursor?: string,
): Promise<OpportunityContext | undefined> {
  const context = await opportunities.loadContext(key, cursor);
  const capabilities = capabilitiesOf(key.sourceId);
  return context === undefined || capabilities === undefined ? context : { ...context, capabilities };
}

export interface CallContextPorts extends ContextPorts {
  readonly calls: Pick<CallStore, 'findByConnectContact'>;
  readonly opportunities: Pick<OpportunityStore, 'loadContext' | 'findByPhone'>;
  readonly connect: Pick<ConnectCalls, 'attributes' | 'describe'>;
}

/**
 * The context of a call that the desktop knows by its Connect id only: by our own record, else by the attributes that the
 * call carries, else by the customer's number. A transferred call is known by the id that it began with.
 */
async function loadCallContext(ports: CallContextPorts, connectContactId: string): Promise<CallContext> {
  const call = await ports.calls.findByConnectContact(connectContactId);
  const known = call === undefined ? undefined : await contextOf(ports, call);
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
    const context = await contextOf(ports, { sourceId, opportunityId });
    if (context !== undefined) return { found: 'one', ...(callId && { callId }), context };
  }
  const matches = phone === undefined ? [] : await ports.opportunities.findByPhone(phone);
  const only = onlyOpportunity(matches);
  const context = only === undefined ? undefined : await contextOf(ports, only);
  if (context !== undefined) return { found: 'one', context };
  return { found: matches.length === 0 ? 'none' : 'several', ...(phone !== undefined && { phone }), matches };
}

/**
 * The context of a call as an agent may see it. Where the access rule would hide it, having the call at hand opens it, at once
 * when it rings (`letIn`).
 * @throws CtiError `not-found`, also for a call that is none of the agent's business
 */
export async function showCallContext(
  ports: CallContextPorts & CallAtHandPorts,
  viewer: Viewer,
  connectContactId: string,
): Promise<CallContext> {
  const { username, seesAll } = viewer;
  const found = await loadCallContext(ports, connectContactId);
  if (seesAll || (found.found === 'one' && isClearlyOwn(found.context, username))) return found;
  const sight = sightOf(viewer, ports.admissions);
  const keys = opportunitiesOf(found);
  const [stage, ...listed] = await Promise.all([
    ports.callsAtHand.stageOf(username, connectContactId),
    ...keys.map((key) => sight.isListed(key)),
  ]);
  if (stage !== undefined) {
    await letIn(ports, username, { connectContactId, stage }, keys);
    return found;
  }
  const isHidden = (key: OpportunityKey) => !listed[keys.findIndex((one) => isSameOpportunity(one, key))];
  if (keys.length > 0 && !keys.every(isHidden)) {
    if (found.found === 'one') return found;
    return { ...found, matches: found.matches.filter((match) => !isHidden(match)) };
  }
  for (const { sourceId, opportunityId } of keys) viewer.refused({ sourceId, opportunityId });
  throw new CtiError('not-found', 'There is no such call.');
}

function opportunitiesOf(found: CallContext): readonly OpportunityKey[] {
  if (found.found === 'one') {
    const { sourceId, id: opportunityId } = found.context.opportunity;
    return [{ sourceId, opportunityId }];
  }
  return found.matches.filter(
    (match, index) => found.matches.findIndex((other) => isSameOpportunity(match, other)) === index,
  );
}

/** Two people of one opportunity may share a number: that is still one opportunity. */
export function onlyOpportunity(matches: readonly OpportunityMatch[]): OpportunityMatch | undefined {
  const [first, ...others] = matches;
  return first !== undefined && others.every((other) => isSameOpportunity(first, other)) ? first : undefined;
}
