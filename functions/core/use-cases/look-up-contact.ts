/** What a contact flow asks: which opportunity and which person this call is about. Never rejects. */
import type { CallView } from '../contracts/call.ts';
import type { FlowLookup, LookupQuestion } from '../contracts/flow-lookup.ts';
import type { ContactView, CrmMatch, OpportunityContext, OpportunityMatch } from '../contracts/opportunity-context.ts';
import { isSameOpportunity } from '../model/same-opportunity.ts';
import { LOOKUP_DEADLINE } from '../policy.ts';
import type { CallStore } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log, Metrics } from '../ports/log.ts';
import type { OpportunityStore } from '../ports/opportunity-store.ts';
import { onlyOpportunity } from './load-context.ts';

export interface LookupPorts {
  readonly opportunities: Pick<OpportunityStore, 'loadContext' | 'findByPhone'>;
  readonly calls: Pick<CallStore, 'find'>;
  /** What the CRMs know of a number that nobody here knows, within so many milliseconds; absent where they are not asked. */
  readonly findInCrm?: (phone: string, milliseconds: number) => Promise<readonly CrmMatch[]>;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** The answer has to reach the flow, too. */
const ANSWER_MARGIN = 200;

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
  const answered = await answerTo(ports, question, startedAt);
  const outcome = answered.reason === '' ? 'found' : answered.reason;
  ports.metrics.count('FlowLookups', { outcome });
  ports.metrics.count('FlowLookupTime', {}, ports.clock.now().getTime() - startedAt);
  return answered;
}

async function answerTo(ports: LookupPorts, question: LookupQuestion, startedAt: number): Promise<FlowLookup> {
  try {
    return (await byIds(ports, question)) ?? (await byPhone(ports, question, startedAt));
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

async function byPhone(ports: LookupPorts, { phone }: LookupQuestion, startedAt: number): Promise<FlowLookup> {
  if (!phone) return { ...NOTHING, reason: 'no-match' };
  const matches = await ports.opportunities.findByPhone(phone);
  if (matches.length === 0) return inCrm(ports, phone, startedAt);
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

/** Nobody has read it yet: there is what a choice would show. The desktop reads it while the phone rings. */
async function inCrm({ findInCrm, clock }: LookupPorts, phone: string, startedAt: number): Promise<FlowLookup> {
  const left = LOOKUP_DEADLINE - ANSWER_MARGIN - (clock.now().getTime() - startedAt);
  const matches = left > 0 ? ((await findInCrm?.(phone, left)) ?? []) : [];
  const [first] = matches;
  if (first === undefined) return { ...NOTHING, reason: 'no-match' };
  const { sourceId, opportunityId, opportunityName, stage = '', owner: ownerAgent = '' } = first;
  // Of several people who share the number nobody knows who it is.
  const { contactId = '', contactName = '' } = matches.length > 1 ? {} : first;
  const facts = { sourceId, opportunityId, opportunityName, stage, contactId, contactName, ownerAgent };
  const found = onlyOpportunity(matches) === undefined ? { found: 'false', reason: 'several' } : { found: 'true' };
  return { ...NOTHING, ...facts, ...found, matches: String(distinct(matches).length) } as FlowLookup;
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
    isSameOpportunity(match, { sourceId: opportunity.sourceId, opportunityId: opportunity.id }),
  );
  const callers = contacts.filter(({ id }) => here.some(({ contactId }) => contactId === id));
  return callers.find(({ primary }: ContactView) => primary) ?? callers[0];
}

const distinct = (matches: readonly OpportunityMatch[]) =>
  matches.filter((match, index) => matches.findIndex((other) => isSameOpportunity(match, other)) === index);
const startOf = (call: CallView) => call.dialingAt ?? call.requestedAt;
const lastTouch = ({ opportunity, calls: [last] }: OpportunityContext): string =>
  last === undefined || opportunity.updatedAt > startOf(last) ? opportunity.updatedAt : startOf(last);
