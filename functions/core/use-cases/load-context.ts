import { isClearlyOwn, type Viewer } from '../access-rule.ts';
import { sightOf } from '../as-seen-by.ts';
import type { CrmCapabilities } from '../contracts/capabilities.ts';
import type { CallContext, OpportunityContext, OpportunityMatch } from '../contracts/opportunity-context.ts';
import { CtiError } from '../errors.ts';
import { unlessUnknown } from '../model/unknown-contact.ts';
import { ADMISSION } from '../policy.ts';
import type { CallStore } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { CallsAtHand, ConnectCalls } from '../ports/connect.ts';
import type { Admissions, OpportunityKey, OpportunityStore } from '../ports/opportunity-store.ts';

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

/** What is needed to know whether a call is at hand, and to remember that it was. */
export interface CallAtHandPorts {
  readonly callsAtHand: CallsAtHand;
  readonly admissions: Admissions;
  readonly clock: Clock;
}

/**
 * The context of a call as an agent may see it. Where the access rule would hide it, having the call at hand opens it: at once
 * when it rings, and for as long as `ADMISSION`; by then the call's own record says who took it.
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
  const [isAtHand, ...listed] = await Promise.all([
    ports.callsAtHand.isAtHand(username, connectContactId),
    ...keys.map((key) => sight.isListed(key)),
  ]);
  if (isAtHand) {
    const until = new Date(ports.clock.now().getTime() + ADMISSION);
    await Promise.all(keys.map((key) => ports.admissions.letIn(key, username, until)));
    return found;
  }
  const isHidden = (key: OpportunityKey) => !listed[keys.findIndex((one) => isSame(one, key))];
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
  return found.matches.filter((match, index) => found.matches.findIndex((other) => isSame(match, other)) === index);
}

const isSame = (one: OpportunityKey, other: OpportunityKey): boolean =>
  one.sourceId === other.sourceId && one.opportunityId === other.opportunityId;

/** Two people of one opportunity may share a number: that is still one opportunity. */
export function onlyOpportunity(matches: readonly OpportunityMatch[]): OpportunityMatch | undefined {
  const [first, ...others] = matches;
  return first !== undefined && others.every((other) => isSame(first, other)) ? first : undefined;
}
