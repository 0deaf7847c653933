/** The stores and services of one simulated deployment, and the ports through which one invocation reaches them. */
import type { Attempt } from '#core/attempt-limits.ts';
import { mergeCall } from '#core/call-state.ts';
import { type Circuit, CLOSED } from '#core/circuit-breaker.ts';
import type { GenericSource } from '#core/contracts/configuration.ts';
import type { ActivityView, OpportunityMatch, OpportunityView } from '#core/contracts/opportunity-context.ts';
import type {
  CallMessage,
  DialQueueMessage,
  DocumentMessage,
  WriteBackMessage,
} from '#core/contracts/queue-messages.ts';
import type { SourceEvent } from '#core/contracts/source-events.ts';
import { countedCalls } from '#core/counted-ports.ts';
import { callIdOf } from '#core/ids.ts';
import { type Pacing, pacingOf } from '#core/pacing.ts';
import { PREVIEW_RATE } from '#core/policy.ts';
import type { StoredRequest } from '#core/ports/call-requests.ts';
import type { CallKey, StoredCall } from '#core/ports/call-store.ts';
import type { ContactEvent, DialOrder, PreviewOrder } from '#core/ports/connect.ts';
import type { StoredCircuit } from '#core/ports/crm.ts';
import type { CallIdentity, Place, SlotRequest } from '#core/ports/dial-line.ts';
import type { Erasure } from '#core/ports/erasure.ts';
import type { GuardedFetch } from '#core/ports/guarded-fetch.ts';
import type { EndedAdmission, OpportunityKey, StoredContact } from '#core/ports/opportunity-store.ts';
import type { RecentIds } from '#core/recent-ids.ts';
import type { spareSource } from '#core/use-cases/spare-source.ts';
import { genericTelling } from '#crm/generic/generic-telling.ts';
import { type AttemptState, attemptsInMemory, noAttempts } from '../../core/support/attempts-in-memory.ts';
import { contextInMemory, type Projected } from '../../core/support/context-in-memory.ts';
import { erasedParts, forgetRequest, noErasing } from '../../core/support/erasures-in-memory.ts';
import { silentLog } from '../../core/support/logs.ts';
import type { recordedMetrics } from '../../core/support/metrics.ts';
import { noSlots, type SlotState, slotsInMemory } from '../../core/support/slots-in-memory.ts';
import { recordsInMemory } from '../../functions/crm/support/crm-under-test.ts';
import type { SimulatedConnect } from './connect.ts';
import { type Crm, newsOf } from './crm.ts';
import type { Invocation } from './invocation.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { WorkQueue } from './work-queue.ts';

export interface Stores {
  readonly requests: Map<string, StoredRequest>;
  readonly calls: Map<string, StoredCall>;
  readonly byConnectContact: Map<string, string>;
  readonly opportunities: Map<string, OpportunityView>;
  readonly contacts: Map<string, StoredContact>;
  readonly activity: Map<string, ActivityView>;
  readonly projected: Map<string, Projected>;
  /** Files that were asked for. */
  readonly documents: Set<string>;
  readonly slots: SlotState;
  readonly previewSlots: SlotState;
  /** Until when a request has to be kept, at least: milliseconds by its id. */
  readonly keptUntil: Map<string, number>;
  /** Times of one-time schedules, by call. */
  readonly wakeUps: Map<string, number>;
  readonly attempts: AttemptState;
  readonly circuits: Map<string, StoredCircuit>;
  /** When a call's source was first to be told each kind of news, by `newsOf`. */
  readonly newsAt: Map<string, number>;
  /** See erasures-in-memory.ts. */
  readonly erased: Map<string, Erasure>;
  /** What a number may mean. */
  readonly matches: Map<string, readonly OpportunityMatch[]>;
  /** Opportunities that a call has opened to its agent. */
  readonly admissions: Set<string>;
}

export const emptyStores = (): Stores => ({
  ...{ requests: new Map(), calls: new Map(), byConnectContact: new Map(), opportunities: new Map() },
  ...{
    contacts: new Map(),
    activity: new Map(),
    projected: new Map(),
    documents: new Set(),
    slots: noSlots(),
    previewSlots: noSlots(),
    wakeUps: new Map(),
    keptUntil: new Map(),
    attempts: noAttempts(),
    circuits: new Map(),
    newsAt: new Map(),
    erased: new Map(),
    matches: new Map(),
    admissions: new Set(),
  },
});

export interface Services {
  readonly time: VirtualTime;
  readonly stores: Stores;
  readonly connect: SimulatedConnect;
  readonly crm: Crm;
  readonly dialQueue: WorkQueue;
  readonly writeBackQueue: WorkQueue;
  readonly pacing: Pacing;
  readonly sources: ReadonlyMap<string, GenericSource>;
  readonly metrics: ReturnType<typeof recordedMetrics>;
}

/** One process of a function: what it remembers outlives an invocation, not a crash. It has one invocation at a time. */
export interface Process {
  readonly recent: RecentIds;
  ports?: Ports;
  tell?: ReturnType<typeof spareSource>;
}

/** The host names the source, so that one CRM may be down and the others not. */
export const addressOf = (sourceId: string): string => `https://${sourceId}.example/webhooks`;
const sourceOfAddress = (url: string): string => new URL(url).hostname.replace('.example', '');

const SECRET = Buffer.alloc(24, 7).toString('base64');
export const idOf = (...parts: readonly string[]): string => parts.join(' ');
export const admissionId = (key: OpportunityKey, username: string, connectContactId: string): string =>
  idOf(opportunityId(key), username, connectContactId);
const opportunityId = (key: OpportunityKey): string => idOf(key.sourceId, key.opportunityId);

export function portsOf(services: Services, { recent }: Process, invocation: Invocation) {
  const { time, stores, connect, crm, dialQueue, writeBackQueue, pacing, sources, metrics } = services;
  const slots = slotsInMemory(stores.slots, pacing);
  const linePorts = (line: typeof slots) => ({
    reserve: (now: Date, call?: SlotRequest) => effect('slots.reserve', () => line.reserve(now, call)),
    join: (place: Place, call: CallIdentity) => effect('slots.join', () => line.join(place, call)),
    leave: (place: Place) => effect('slots.leave', () => line.leave(place)),
    claim: (dialAt: Date, own: CallIdentity) => effect('slots.claim', () => line.claim(dialAt, own)),
    claimant: (dialAt: Date) => effect('slots.claimant', () => line.claimant(dialAt)),
    passOn: (dialAt: Date, from: CallIdentity) => effect('slots.passOn', () => line.passOn(dialAt, from)),
    lastSlotFor: (place: Place, now: Date) => effect('slots.lastSlotFor', () => line.lastSlotFor(place, now)),
    giveBack: (dialAt: Date) => effect('slots.giveBack', () => line.giveBack(dialAt)),
  });
  const attempts = attemptsInMemory(stores.attempts);
  const effect = <T>(kind: string, act: () => T, options?: { once?: boolean }): Promise<T> =>
    invocation.effect(kind, act, options);
  const tell = {
    send: (message: WriteBackMessage) =>
      effect('writeBackQueue.send', () => {
        if ('callId' in message) {
          const news = newsOf(message.type, message.callId);
          stores.newsAt.set(news, stores.newsAt.get(news) ?? time.now);
        }
        writeBackQueue.send(JSON.stringify(message), 0);
      }),
  };

  const clock = { now: () => new Date(time.now) };
  const web: GuardedFetch = {
    async request(url, { headers, body }) {
      if (crm.isSilent(sourceOfAddress(url))) return effect('crm.timeout', () => crm.hearNothing());
      return effect('crm.post', () => {
        const status = crm.receive(headers?.['webhook-id'] ?? '', String(body ?? ''));
        return { outcome: 'answered', status, headers: {}, body: nothing() };
      });
    },
  };

  return {
    requests: {
      accept: (request: StoredRequest, attempt?: Attempt) =>
        effect(
          'requests.accept',
          () => {
            const id = idOf(request.sourceId, request.requestId);
            const known = stores.requests.get(id);
            if (known !== undefined) return { outcome: 'duplicate' as const, request: known };
            const claimed = attempt === undefined ? undefined : attempts.claim(attempt);
            if (claimed?.outcome === 'over-limit') return claimed;
            stores.requests.set(id, request);
            return { outcome: 'accepted' as const };
          },
          { once: true },
        ),
      get: (sourceId: string, requestId: string) =>
        effect('requests.get', () => stores.requests.get(idOf(sourceId, requestId))),
      recordAnswer: (sourceId: string, requestId: string, answer: NonNullable<StoredRequest['answer']>) =>
        effect('requests.recordAnswer', () => {
          const id = idOf(sourceId, requestId);
          const request = stores.requests.get(id);
          const isOlder = answer.connectContactId === undefined && request?.answer?.connectContactId !== undefined;
          if (request !== undefined && !isOlder) stores.requests.set(id, { ...request, answer });
        }),
      keepUntilDue: (sourceId: string, requestId: string, dueAt: Date) =>
        effect('requests.keepUntilDue', () => {
          const id = idOf(sourceId, requestId);
          stores.keptUntil.set(id, Math.max(stores.keptUntil.get(id) ?? 0, dueAt.getTime()));
        }),
      forget: (before: StoredRequest, { message, erasedAt }: StoredRequest) =>
        effect('requests.forget', () => forgetRequest(stores.requests, before, { message, erasedAt })),
    },
    calls: countedCalls(
      {
        get: (key: CallKey) => effect('calls.get', () => stores.calls.get(key.callId)),
        find: (callId: string) => effect('calls.find', () => stores.calls.get(callId)),
        findByConnectContact: (id: string) =>
          effect('calls.findByConnectContact', () => stores.calls.get(stores.byConnectContact.get(id) ?? '')),
        change: (key: CallKey, initial: StoredCall | undefined, change: (call: StoredCall) => StoredCall) =>
          effect('calls.change', () => changeCall(stores, key, initial, change), { once: true }),
      },
      metrics,
    ),
    contacts: {
      get: (key: OpportunityKey, contactId: string) =>
        effect('contacts.get', () => stores.contacts.get(idOf(opportunityId(key), contactId))),
      confirmWrittenBack: (key: OpportunityKey, contactId: string, version: number) =>
        effect('contacts.confirmWrittenBack', () => {
          const id = idOf(opportunityId(key), contactId);
          const contact = stores.contacts.get(id);
          if (contact?.pendingWriteBackVersion !== version) return;
          stores.contacts.set(id, { ...contact, pendingWriteBackVersion: undefined });
        }),
    },
    opportunities: {
      project: (key: OpportunityKey, data: Projection, at: string) =>
        effect('opportunities.project', () => {
          const view = { ...data.opportunity, sourceId: key.sourceId, updatedAt: at, version: 1 };
          stores.opportunities.set(opportunityId(key), view);
          stores.projected.set(opportunityId(key), data);
        }),
      loadContext: (key: OpportunityKey) =>
        effect('opportunities.loadContext', () => {
          const opportunity = stores.opportunities.get(opportunityId(key));
          const projected = stores.projected.get(opportunityId(key));
          if (opportunity === undefined || projected === undefined) return undefined;
          return contextInMemory(opportunity, projected, (id) => stores.documents.has(idOf(opportunityId(key), id)));
        }),
      getOpportunity: (key: OpportunityKey) =>
        effect('opportunities.getOpportunity', () => stores.opportunities.get(opportunityId(key))),
    },
    findByPhone: (phone: string) => effect('opportunities.findByPhone', () => stores.matches.get(phone) ?? []),
    admissions: {
      end: (key: OpportunityKey, username: string, { connectContactId }: EndedAdmission) =>
        effect('admissions.end', () => {
          stores.admissions.delete(admissionId(key, username, connectContactId));
        }),
    },
    callsAtHand: {
      stageOf: (_username: string, id: string) => effect('callsAtHand.stageOf', () => connect.stageOf(id)),
      hasTaken: async () => false,
    },
    activity: {
      record: (key: OpportunityKey, activity: Omit<ActivityView, 'id'>) =>
        effect('activity.record', () => {
          stores.activity.set(idOf(opportunityId(key), activity.subjectId ?? ''), { ...activity, id: activity.at });
        }),
      latestAbout: (key: OpportunityKey, subjectId: string) =>
        effect('activity.latestAbout', () => stores.activity.get(idOf(opportunityId(key), subjectId))),
    },
    documents: {
      get: async () => undefined,
      markInCrm: async () => {},
      send: (messages: readonly DocumentMessage[]) =>
        effect('documentQueue.send', () => {
          for (const message of messages) stores.documents.add(idOf(opportunityId(message), message.documentId));
        }),
    },
    erasures: {
      of: (key: OpportunityKey, contactIds: readonly string[]) =>
        effect('erasures.of', () => erasedParts(stores.erased, key, contactIds)),
    },
    ...noErasing,
    erasureOrders: { ...noErasing.erasureOrders, get: async () => undefined },
    slots: linePorts(slots),
    previewSlots: linePorts(slotsInMemory(stores.previewSlots, pacingOf(PREVIEW_RATE))),
    desktopOrigin: 'https://desktop.example',
    attempts: {
      claim: (attempt: Attempt) => effect('attempts.claim', () => attempts.claim(attempt)),
      release: (attempt: Attempt) => effect('attempts.release', () => attempts.release(attempt)),
    },
    doNotCall: {
      isListed: (sourceId: string, number: string) =>
        effect('doNotCall.isListed', () => stores.attempts.listed.has(idOf(sourceId, number))),
      change: async () => undefined,
    },
    circuits: {
      get: (sourceId: string) =>
        effect('circuits.get', () => stores.circuits.get(sourceId) ?? { circuit: CLOSED, version: 0 }),
      replace: (sourceId: string, circuit: Circuit, version: number) =>
        effect('circuits.replace', () => {
          if ((stores.circuits.get(sourceId)?.version ?? 0) !== version) return undefined;
          const stored = { circuit, version: version + 1 };
          stores.circuits.set(sourceId, stored);
          return stored;
        }),
    },
    dialQueue: {
      send: (message: DialQueueMessage, delaySeconds: number) =>
        effect('dialQueue.send', () => dialQueue.send(JSON.stringify(message), Math.ceil(delaySeconds))),
    },
    wakeUps: {
      set: (message: CallMessage, at: Date) =>
        effect('wakeUps.set', () => schedule(services, message, Math.ceil(at.getTime() / 1_000) * 1_000)),
      cancel: (callId: string) =>
        effect('wakeUps.cancel', () => {
          stores.wakeUps.delete(callId);
        }),
    },
    ...{ writeBacks: tell, writeBack: tell },
    connect: {
      start: (order: DialOrder) => effect('connect.start', () => connect.start(order)),
      attributes: (id: string) => effect('connect.attributes', () => connect.attributes(id)),
      describe: (id: string) => effect('connect.describe', () => connect.describe(id)),
      startPreview: (order: PreviewOrder) => effect('connect.startPreview', () => connect.startTask(order)),
      stop: (id: string) => effect('connect.stop', () => connect.stop(id)),
      associated: (id: string) => effect('connect.associated', () => connect.associated(id)),
      updateAttributes: (id: string, attributes: Readonly<Record<string, string>>) =>
        effect('connect.updateAttributes', () => connect.updateAttributes(id, attributes)),
    },
    presence: { isAvailable: async () => true },
    users: { usernameOf: (agentId: string) => effect('users.usernameOf', () => agentId.replace('user-', '')) },
    deliver: (event: SourceEvent, source: GenericSource, eventId: string) =>
      genericTelling({
        ...{ source, web, credentials: async () => ({ current: SECRET }), clock },
        records: recordsInMemory(clock),
      }).deliver(event, eventId),
    files: {
      open: async () => {
        throw new Error('there are no files');
      },
      linkForReading: async () => 'https://files.example/',
      linkForUpload: async () => ({ url: 'https://files.example/', headers: {} }),
    },
    ...{ pacing, sources, recent },
    clock,
    log: silentLog,
    metrics,
  };
}

type Projection = Projected & Pick<StoredRequest['message'], 'opportunity'>;

export type Ports = ReturnType<typeof portsOf>;
export type { ContactEvent };

function changeCall(
  stores: Stores,
  { callId }: CallKey,
  initial: StoredCall | undefined,
  change: (call: StoredCall) => StoredCall,
): { call: StoredCall; changed: boolean } | undefined {
  const current = stores.calls.get(callId);
  const before = current !== undefined && initial !== undefined ? mergeCall(current, initial) : (current ?? initial);
  if (before === undefined) return undefined;
  const after = change(before);
  if (after === current) return { call: after, changed: false };
  const call = { ...after, version: (current?.version ?? 0) + 1 };
  stores.calls.set(callId, call);
  const connectContactId = call.connectContactId ?? call.preview?.connectContactId;
  if (connectContactId !== undefined) stores.byConnectContact.set(connectContactId, callId);
  return { call, changed: true };
}

/** A schedule that was moved or taken back meanwhile does not come. */
function schedule({ time, stores, dialQueue }: Services, message: CallMessage, at: number): void {
  const callId = callIdOf(message.sourceId, message.requestId);
  stores.wakeUps.set(callId, at);
  time.at(at, () => {
    if (stores.wakeUps.get(callId) !== at) return;
    stores.wakeUps.delete(callId);
    dialQueue.send(JSON.stringify(message), 0);
  });
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // An empty body.
}
