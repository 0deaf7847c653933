import type { CallState, CallView } from '../contracts/call.ts';
import type { Source } from '../contracts/configuration.ts';
import type { InCrm, OnlyHereReason } from '../contracts/opportunity-context.ts';
import type { WriteBackMessage } from '../contracts/queue-messages.ts';
import type { CallEventType, FollowUp, SourceEvent } from '../contracts/source-events.ts';
import { NOT_KEPT_THERE, TOO_LARGE_FOR_CRM } from '../delivery-reasons.ts';
import { documentObjectKey } from '../document-file.ts';
import { digestId } from '../ids.ts';
import { isLoggedOnce, type LogPolicy } from '../log-entry.ts';
import { aboutMessage } from '../log-facts.ts';
import { callOnDesktop } from '../model/desktop-address.ts';
import { presentCall } from '../model/present-call.ts';
import { presentDocument } from '../model/present-document.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Delivered, OpenableFile } from '../ports/crm.ts';
import type { DocumentFiles } from '../ports/document-files.ts';
import type { DocumentStore, StoredDocument } from '../ports/document-store.ts';
import type { ErasureOrders } from '../ports/erasure.ts';
import type { Log } from '../ports/log.ts';
import type { ActivityLog, ContactStore, OpportunityKey } from '../ports/opportunity-store.ts';
import { type FollowUpPorts, followUpCall } from './follow-up-call.ts';
import { tellOnce } from './tell-once.ts';

type Told = Pick<Source, 'retry'> & LogPolicy;

export interface WriteBackPorts<S extends Told = Source> extends FollowUpPorts {
  readonly calls: Pick<CallStore, 'get' | 'change'>;
  readonly contacts: Pick<ContactStore, 'get' | 'confirmWrittenBack'>;
  readonly documents: Pick<DocumentStore, 'get' | 'markInCrm'>;
  readonly files: Pick<DocumentFiles, 'linkForReading' | 'open'>;
  readonly activity: Pick<ActivityLog, 'latestAbout'>;
  readonly erasureOrders: Pick<ErasureOrders, 'get'>;
  readonly sources: ReadonlyMap<string, S>;
  readonly desktopOrigin: string;
  /** Tells the event in the CRM's own words. */
  readonly deliver: (event: SourceEvent, source: S, eventId: string, file?: OpenableFile) => Promise<Delivered>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Tells the source one thing, as it is now. The event's id follows from what is told: a redelivery carries the same. */
export const writeBack =
  <S extends Told>(ports: WriteBackPorts<S>) =>
  async (message: WriteBackMessage): Promise<Delivered> => {
    const source = ports.sources.get(message.sourceId);
    const at = ports.clock.now().toISOString();
    if (source !== undefined && 'callId' in message && isLoggedOnce(source)) {
      return tellOnce(ports, async (stored, { outcome, number }, eventId) => {
        const { outcome: _newer, ...call } = stored;
        const told = { ...call, ...(outcome !== undefined && { outcome }) };
        const event = await callEventOf(ports, source, endOf(stored.state), told, at);
        const addition = number > 1 ? { addition: number - 1 } : {};
        return ports.deliver({ ...event, data: { ...event.data, ...addition } }, source, eventId);
      })(message, source);
    }
    const news = source === undefined ? undefined : await newsOf(ports, source, message, at);
    if (source === undefined || news === undefined) return { outcome: 'dropped', reason: 'nothing-to-tell' };
    const { event, file } = news;
    const told = await ports.deliver(event, source, eventIdOf(message), file);
    if (told.outcome === 'delivered') await confirm(ports, message);
    if (message.type === 'document.added' && file !== undefined) await noteFile(ports, message, file, told);
    if (told.outcome === 'dropped') {
      ports.log.info('write-back-unwanted', { ...aboutMessage(message), reason: told.reason });
    }
    return told;
  };

/** The desktop shows what has become of the file. */
async function noteFile<S extends Told>(
  { documents }: WriteBackPorts<S>,
  message: Extract<WriteBackMessage, { type: 'document.added' }>,
  { id }: OpenableFile,
  told: Delivered,
): Promise<void> {
  if (told.outcome === 'failed') return;
  const inCrm =
    told.outcome === 'delivered' ? KEPT : ({ state: 'only-here', reason: whyOnlyHere(told.reason) } as const);
  await documents.markInCrm(message, message.documentId, id, inCrm);
}

const KEPT: InCrm = { state: 'kept' };

function whyOnlyHere(reason: string): OnlyHereReason {
  if (reason === TOO_LARGE_FOR_CRM) return 'too-large';
  if (reason === NOT_KEPT_THERE) return 'not-taken';
  return reason === 'record-gone' ? 'opportunity-gone' : 'refused';
}

async function confirm<S extends Told>(ports: WriteBackPorts<S>, message: WriteBackMessage): Promise<void> {
  if (message.type !== 'contact.updated') return;
  await ports.contacts.confirmWrittenBack(message, message.contactId, message.version);
}

function eventIdOf(message: WriteBackMessage): string {
  if (isErasure(message)) {
    const { type, sourceId, opportunityId = '', contactId = '', version } = message;
    return `event-${digestId(type, sourceId, opportunityId, contactId, String(version))}`;
  }
  const subject =
    'callId' in message ? message.callId : 'contactId' in message ? message.contactId : message.documentId;
  const { type, sourceId, opportunityId, version } = message;
  return `event-${digestId(type, sourceId, opportunityId, subject, String(version))}`;
}

/** A call that seemed to have ended goes on in another leg: what it is now has a message of its own. */
const isTakenBack = (type: CallEventType, { endedAt, completedAt }: CallView): boolean =>
  (type === 'call.ended' && endedAt === undefined) || (type === 'call.completed' && completedAt === undefined);

const callbackOf = ({ outcome, followUpCallId }: CallView): { readonly followUp?: FollowUp } =>
  outcome?.followUpAt === undefined || followUpCallId === undefined
    ? {}
    : { followUp: { callId: followUpCallId, dueAt: outcome.followUpAt } };

interface News {
  readonly event: SourceEvent;
  readonly file?: OpenableFile;
}

async function newsOf<S extends Told>(
  ports: WriteBackPorts<S>,
  source: S,
  message: WriteBackMessage,
  timestamp: string,
): Promise<News | undefined> {
  if (message.type === 'document.added' || message.type === 'document.updated') {
    const stored = await ports.documents.get(message, message.documentId);
    if (stored === undefined) return undefined;
    const { type, opportunityId, by } = message;
    const event: SourceEvent = { type, timestamp, data: { opportunityId, document: presentDocument(stored), by } };
    const file = type === 'document.added' ? fileOf(ports, message, stored) : undefined;
    return { event, ...(file !== undefined && { file }) };
  }
  const event = await eventOf(ports, source, message, timestamp);
  return event && { event };
}

function fileOf<S extends Told>(
  { files }: WriteBackPorts<S>,
  key: OpportunityKey,
  { id: documentId, current }: StoredDocument,
): OpenableFile | undefined {
  if (current === undefined) return undefined;
  const { id, fileName, contentType, bytes } = current;
  const place = documentObjectKey(key, documentId, id);
  return {
    ...{ id, fileName, contentType, bytes },
    open: () => files.open(place),
    link: (seconds) => files.linkForReading(place, { fileName, contentType, disposition: 'attachment', seconds }),
  };
}

/** Undefined when there is nothing left to tell: the opportunity was erased meanwhile, or the news is not true any more. */
async function eventOf<S extends Told>(
  ports: WriteBackPorts<S>,
  source: S,
  message: Exclude<WriteBackMessage, { type: 'document.added' | 'document.updated' }>,
  timestamp: string,
): Promise<SourceEvent | undefined> {
  if (isErasure(message)) return erasureEventOf(ports, message, timestamp);
  const key: OpportunityKey = message;
  const { opportunityId } = message;
  switch (message.type) {
    case 'contact.updated': {
      const { contactId, by } = message;
      const [contact, activity] = await Promise.all([
        ports.contacts.get(key, contactId),
        ports.activity.latestAbout(key, contactId),
      ]);
      if (contact === undefined && (activity === undefined || activity.erased)) return undefined;
      const { pendingWriteBackVersion: _pending, ...view } = contact ?? {};
      const changes = activity?.changes ?? [];
      const told = 'id' in view ? { contact: view } : {};
      return { type: message.type, timestamp, data: { opportunityId, contactId, changes, by, ...told } };
    }
    case 'document.removed': {
      const { documentId, by } = message;
      return { type: message.type, timestamp, data: { opportunityId, documentId, by } };
    }
    default: {
      const stored = await ports.calls.get(message);
      if (stored === undefined || isTakenBack(message.type, stored)) return undefined;
      return callEventOf(ports, source, message.type, stored, timestamp);
    }
  }
}

async function callEventOf<S extends Told>(
  ports: WriteBackPorts<S>,
  source: S,
  type: CallEventType,
  stored: StoredCall,
  timestamp: string,
): Promise<Extract<SourceEvent, { type: CallEventType }>> {
  const isOver = type === 'call.completed' || type === 'call.failed';
  const followedUp = isOver ? await followUpCall(ports, stored, source) : {};
  const callback = type === 'call.completed' ? callbackOf(stored) : {};
  const desktopUrl = callOnDesktop(ports.desktopOrigin, stored);
  return { type, timestamp, data: { call: presentCall(stored), desktopUrl, ...followedUp, ...callback } };
}

const endOf = (state: CallState): CallEventType =>
  state === 'completed' ? 'call.completed' : state === 'blocked' ? 'call.blocked' : 'call.failed';

type ErasureTold = Extract<WriteBackMessage, { type: 'opportunity.erased' | 'contact.erased' }>;

const isErasure = (message: WriteBackMessage): message is ErasureTold =>
  message.type === 'opportunity.erased' || message.type === 'contact.erased';

/** Undefined when it was ordered anew meanwhile: that one tells. */
async function erasureEventOf<S extends Told>(
  { erasureOrders }: WriteBackPorts<S>,
  { type, version, ...subject }: ErasureTold,
  timestamp: string,
): Promise<SourceEvent | undefined> {
  const erasure = await erasureOrders.get(subject);
  if (erasure?.verifiedAt === undefined || Date.parse(erasure.markedAt) !== version) return undefined;
  const { opportunityId, contactId } = subject;
  const about = {
    ...(opportunityId !== undefined && { opportunityId }),
    ...(contactId !== undefined && { contactId }),
  };
  const { at: requestedAt, verifiedAt, counts } = erasure;
  return { type, timestamp, data: { ...about, requestedAt, verifiedAt, counts } };
}
