import * as v from 'valibot';
import { advance } from '../call-state.ts';
import type { CallReason } from '../contracts/call.ts';
import { type CallRequested, callRequestedSchema, opportunityUpdatedSchema } from '../contracts/call-request.ts';
import type { Source } from '../contracts/configuration.ts';
import { type OpportunityReading, READING_FAILURES, type ReadingFailure } from '../contracts/opportunity-reading.ts';
import type { CallToRead, ReadMessage } from '../contracts/queue-messages.ts';
import { callIdOf } from '../ids.ts';
import { isErased } from '../model/forget-person.ts';
import { READ_ATTEMPTS, READING_ATTEMPTS } from '../policy.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { CrmRecords, OpportunityRead, OpportunityReader, Readings } from '../ports/crm.ts';
import type { OpportunityData } from '../ports/opportunity-store.ts';
import { type AcceptPorts, acceptCallRequest } from './accept-call-request.ts';
import { callToCome } from './ask-to-read.ts';
import { syncOpportunity } from './sync-opportunity.ts';

export interface ReadPorts extends AcceptPorts {
  readonly calls: AcceptPorts['calls'] & Pick<CallStore, 'get'>;
  readonly records: Pick<CrmRecords, 'remember'>;
  readonly readings: Pick<Readings, 'note'>;
  readonly sources: ReadonlyMap<string, Source>;
  /** Undefined for a source that says everything itself. */
  readonly readerOf: (source: Source) => OpportunityReader | undefined;
}

/**
 * A request is one item of the store, of at most 400 KB (DynamoDB, "Item size"), in which a character takes up to three bytes. What
 * is larger is stored by itself first, and the request has the person who is called.
 */
const MAX_REQUEST_CHARACTERS = 100_000;

/** Of wrong fields, in the log. */
const MAX_NAMED = 3;

/** `later`: the CRM is not there; to be asked again, in `retryAfter` milliseconds at the soonest. */
export type ReadResult =
  | { readonly outcome: 'done' | 'dropped' }
  | { readonly outcome: 'later'; readonly retryAfter: number };

/** Of what the CRM says: field names only, its values are somebody's data. */
const REASONS = {
  gone: 'opportunity-not-found',
  refused: 'crm-refused',
  unusable: 'crm-answer-unusable',
} as const;

/**
 * Reads an opportunity that the CRM has only named, and stores it, or has the call made that was asked for. A call whose
 * opportunity cannot be had ends as `failed`, with the reason.
 */
export const readOpportunity =
  (ports: ReadPorts) =>
  async (message: ReadMessage, attempt: number): Promise<ReadResult> => {
    const source = ports.sources.get(message.sourceId);
    const reader = source === undefined ? undefined : ports.readerOf(source);
    if (source === undefined || reader === undefined) return { outcome: 'dropped' };
    const [{ opportunity }, known] = await Promise.all([ports.erasures.of(message, []), knownCall(ports, message)]);
    // Whoever was told that it has failed is not to see it dialled: its event came twice, or its end was not told.
    if (known?.state === 'failed') return tellFailed(ports, known);
    if (isErased(message, opportunity)) {
      return end(ports, message, 'opportunity-not-found', 'erased-meanwhile');
    }
    const readAt = ports.clock.now().toISOString();
    const read = usable(await reader.read(message.opportunityId));
    switch (read.outcome) {
      case 'unavailable':
        if (attempt < (message.forAgent ? READING_ATTEMPTS : READ_ATTEMPTS)) {
          await noteReading(ports, message, { state: 'reading', reason: 'crm-unavailable' });
          return { outcome: 'later', retryAfter: read.retryAfter };
        }
        return end(ports, message, 'crm-unavailable', 'no-answer');
      case 'gone':
      case 'refused':
      case 'unusable':
        return end(ports, message, REASONS[read.outcome], read.detail);
      case 'read':
        if (message.call === undefined) {
          await syncOpportunity(ports)(source.id, read.data, readAt);
          await noteReading(ports, message, { state: 'read' });
          return { outcome: 'done' };
        }
        return request(ports, source, reader, { ...message, call: message.call, readAt }, read.data);
    }
  };

/** What a connector has made of the CRM's answer keeps the promises of a call request, or is not used. */
function usable(read: OpportunityRead): OpportunityRead {
  if (read.outcome !== 'read') return read;
  const result = v.safeParse(opportunityUpdatedSchema.entries.data, read.data);
  if (result.success) return { outcome: 'read', data: result.output };
  // A code of the log has no brackets: `contacts.0.name:opportunity.currency`.
  const fields = result.issues.map((issue) => v.getDotPath(issue) ?? 'opportunity');
  return { outcome: 'unusable', detail: [...new Set(fields)].slice(0, MAX_NAMED).join(':').slice(0, 128) };
}

async function request(
  ports: ReadPorts,
  source: Source,
  reader: OpportunityReader,
  message: ReadMessage & { readonly call: CallToRead; readonly readAt: string },
  data: OpportunityData,
): Promise<ReadResult> {
  const { call } = message;
  const person =
    call.contactId === undefined
      ? (data.contacts.find(({ primary, phones }) => primary && phones.length > 0) ??
        data.contacts.find(({ phones }) => phones.length > 0))
      : data.contacts.find(({ id }) => id === call.contactId);
  if (person === undefined) {
    return end(ports, message, call.contactId === undefined ? 'no-number' : 'contact-not-found', 'nobody-to-call');
  }
  const number = person.phones.find(({ label }) => label === call.phoneLabel) ?? person.phones[0];
  if (number === undefined) return end(ports, message, 'no-number', 'the-person-has-none');
  const username = await agentOf(reader, call, data);
  if (username === undefined) return end(ports, message, 'agent-unknown', 'no-connect-user');
  const asked: CallRequested['data'] = v.parse(callRequestedSchema.entries.data, {
    ...data,
    call: {
      ...{ contactId: person.id, phone: number.number, agent: { username } },
      ...(call.mode !== undefined && { mode: call.mode }),
      ...(call.notBefore !== undefined && { notBefore: call.notBefore }),
      ...(call.topic !== undefined && { topic: call.topic }),
    },
  });
  const callId = callIdOf(source.id, message.requestId);
  if (call.recordId !== undefined) await ports.records.remember(message, callId, call.recordId);
  const isTooLarge = JSON.stringify(asked).length > MAX_REQUEST_CHARACTERS;
  if (isTooLarge) await syncOpportunity(ports)(source.id, data, message.readAt);
  await acceptCallRequest(ports)({
    ...{ source, requestId: message.requestId },
    message: isTooLarge ? { ...asked, contacts: [person], documents: [] } : asked,
  });
  return { outcome: 'done' };
}

async function agentOf(
  reader: OpportunityReader,
  { agent }: CallToRead,
  { opportunity }: OpportunityData,
): Promise<string | undefined> {
  if (agent === undefined) return opportunity.owner?.username;
  return 'username' in agent ? agent.username : reader.usernameOf(agent.crmUserId);
}

/** For the agent who waits for it, if one does. */
async function noteReading(
  { readings }: ReadPorts,
  { forAgent, receivedAt: askedAt, sourceId, opportunityId }: ReadMessage,
  outcome: Pick<OpportunityReading, 'state' | 'reason'>,
): Promise<void> {
  if (forAgent) await readings.note({ sourceId, opportunityId }, { ...outcome, askedAt });
}

async function end(ports: ReadPorts, message: ReadMessage, reason: CallReason, detail: string): Promise<ReadResult> {
  const { sourceId, opportunityId } = message;
  const call = callToCome(message);
  ports.log.info('opportunity-not-read', { sourceId, reason, detail, ...(call && { callId: call.callId }) });
  if (call === undefined) {
    if (isReadingFailure(reason)) await noteReading(ports, message, { state: 'failed', reason });
    return { outcome: 'dropped' };
  }
  const at = ports.clock.now().toISOString();
  const result = await ports.calls.change(call, call, (known) => advance(known, { state: 'failed', reason, at }));
  return tellFailed(ports, { sourceId, opportunityId, callId: call.callId, version: result?.call.version ?? 1 });
}

async function tellFailed(
  { writeBacks }: ReadPorts,
  { sourceId, opportunityId, callId, version }: Pick<StoredCall, 'sourceId' | 'opportunityId' | 'callId' | 'version'>,
): Promise<ReadResult> {
  await writeBacks.send({ type: 'call.failed', sourceId, opportunityId, callId, version });
  return { outcome: 'done' };
}

async function knownCall({ calls }: ReadPorts, message: ReadMessage): Promise<StoredCall | undefined> {
  const call = callToCome(message);
  return call && calls.get(call);
}

const isReadingFailure = (reason: CallReason): reason is CallReason & ReadingFailure =>
  READING_FAILURES.some((failure) => failure === reason);
