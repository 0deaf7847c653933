/** What a contact flow asks: which opportunity and which person this call is about. Never rejects. */
import type { CallView } from '../contracts/call.ts';
import type { FlowLookup, LookupQuestion } from '../contracts/flow-lookup.ts';
import type { ContactView, OpportunityContext, OpportunityMatch } from '../contracts/opportunity-context.ts';
import type { CallStore } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log, Metrics } from '../ports/log.ts';
import type { OpportunityKey, OpportunityStore } from '../ports/opportunity-store.ts';
import { onlyOpportunity } from './load-context.ts';

export interface LookupPorts {
  readonly opportunities: Pick<OpportunityStore, 'loadContext' | 'findByPhone'>;
  readonly calls: Pick<CallStore, 'find'>;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** Of several opportunities the most recent one's facts are told; more than these are not compared. */
const MAX_COMPARED = 5;

const NOTHING: FlowLookup = {
  ...{ found: 'false', reason: '', matches: '0', callId: '', sourceId: '', opportunityId: '', opportunityName: '' },
  ...{ stage: '', contactId: '', contactName: '', contactRole: '', contactTitle: '', ownerAgent: '' },
  ...{ lastCallAt: '', lastDisposition: '' },
};

/** A failing store, or the end of the flow's patience, is an answer: `found=false, reason=store-unavailable`. */
export async function lookUpContact(ports: LookupPorts, question: LookupQuestion): Promise<FlowLookup> {
  const startedAt = ports.clock.now().getTime();
  const answered = await answerTo(ports, question);
  const outcome = answered.reason === '' ? 'found' : answered.reason;
  ports.metrics.count('FlowLookups', { outcome });
  ports.metrics.count('FlowLookupTime', {}, ports.clock.now().getTime() - startedAt);
  return answered;
}

async function answerTo(ports: LookupPorts, question: LookupQuestion): Promise<FlowLookup> {
  try {
    return (await byIds(ports, question)) ?? (await byPhone(ports, question));
  } catch (error) {
    ports.log.error('lookup-failed', error, { callId: question.callId });
    return { ...NOTHING, reason: 'store-unavailable' };
  }
}

async function byIds(ports: LookupPorts, question: LookupQuestion): Promise<FlowLookup | undefined> {
  const { callId, sourceId, opportunityId } = question;
  const call = callId && !(sourceId && opportunityId) ? await ports.calls.find(callId) : undefined;
  const key = call ?? (sourceId && opportunityId ? { sourceId, opportunityId } : undefined);
  const context = key === undefined ? undefined : await ports.opportunities.loadContext(key);
  if (context === undefined) return undefined;
  const own = context.calls.find((one) => one.callId === callId);
  const contactId = question.contactId || own?.contactId;
  return answer(context, { contactId, callId, matches: 1 });
}

async function byPhone(ports: LookupPorts, { phone }: LookupQuestion): Promise<FlowLookup> {
  const matches = phone ? await ports.opportunities.findByPhone(phone) : [];
  if (matches.length === 0) return { ...NOTHING, reason: 'no-match' };
  const opportunities = distinct(matches);
  const contexts = await Promise.all(
    opportunities.slice(0, MAX_COMPARED).map((match) => ports.opportunities.loadContext(match)),
  );
  const known = contexts.filter((context) => context !== undefined);
  const recent = known.sort((one, other) => (lastTouch(one) < lastTouch(other) ? 1 : -1))[0];
  if (recent === undefined) return { ...NOTHING, reason: 'no-match' };
  const contactId = callerOf(recent, matches)?.id;
  const facts = answer(recent, { contactId, callId: undefined, matches: opportunities.length });
  return onlyOpportunity(matches) === undefined ? { ...facts, found: 'false', reason: 'several' } : facts;
}

function answer(
  { opportunity, contacts, calls }: OpportunityContext,
  { contactId, callId, matches }: { contactId: string | undefined; callId: string | undefined; matches: number },
): FlowLookup {
  const contact = contacts.find(({ id }) => id === contactId);
  const last = calls.find((call) => call.callId !== callId);
  return {
    ...NOTHING,
    ...{ found: 'true', matches: String(matches), callId: callId ?? '' },
    ...{ sourceId: opportunity.sourceId, opportunityId: opportunity.id, opportunityName: opportunity.name },
    stage: opportunity.stage ?? '',
    ...{ contactId: contact?.id ?? '', contactName: contact?.name ?? '' },
    ...{ contactRole: contact?.role ?? '', contactTitle: contact?.title ?? '' },
    ownerAgent: opportunity.owner?.username ?? '',
    ...{ lastCallAt: last === undefined ? '' : startOf(last), lastDisposition: last?.outcome?.disposition ?? '' },
  };
}

/** Of people who share the number, the primary one. */
function callerOf({ opportunity, contacts }: OpportunityContext, matches: readonly OpportunityMatch[]) {
  const here = matches.filter((match) =>
    isSame(match, { sourceId: opportunity.sourceId, opportunityId: opportunity.id }),
  );
  const callers = contacts.filter(({ id }) => here.some(({ contactId }) => contactId === id));
  return callers.find(({ primary }: ContactView) => primary) ?? callers[0];
}

const isSame = (one: OpportunityKey, other: OpportunityKey) =>
  one.sourceId === other.sourceId && one.opportunityId === other.opportunityId;
const distinct = (matches: readonly OpportunityMatch[]) =>
  matches.filter((match, index) => matches.findIndex((other) => isSame(match, other)) === index);
const startOf = (call: CallView) => call.dialingAt ?? call.requestedAt;
const lastTouch = ({ opportunity, calls: [last] }: OpportunityContext): string =>
  last === undefined || opportunity.updatedAt > startOf(last) ? opportunity.updatedAt : startOf(last);
