/**
 * The ports of the request side in memory. Every operation takes one turn of the event loop, so that what is asked for
 * together counts as one round trip, and any operation can be made to fail or hang.
 */

import type { Attempt } from '../../../functions/core/attempt-limits.ts';
import { mergeCall } from '../../../functions/core/call-state.ts';
import type { RulesOfSource } from '../../../functions/core/calling-rules.ts';
import type { ActivityView, OpportunityView } from '../../../functions/core/contracts/opportunity-context.ts';
import type {
  CallMessage,
  DialQueueMessage,
  DocumentMessage,
  WriteBackMessage,
} from '../../../functions/core/contracts/queue-messages.ts';
import { callIdOf } from '../../../functions/core/ids.ts';
import { pacingOf } from '../../../functions/core/pacing.ts';
import { PREVIEW_RATE } from '../../../functions/core/policy.ts';
import type { StoredRequest } from '../../../functions/core/ports/call-requests.ts';
import type { CallKey, StoredCall } from '../../../functions/core/ports/call-store.ts';
import type {
  AssociatedContact,
  ConnectContactFacts,
  DialOrder,
  DialResult,
  PreviewOrder,
} from '../../../functions/core/ports/connect.ts';
import type { CallIdentity, Place, SlotRequest } from '../../../functions/core/ports/dial-line.ts';
import type { Erasure } from '../../../functions/core/ports/erasure.ts';
import type { OpportunityKey, StoredContact } from '../../../functions/core/ports/opportunity-store.ts';
import { recentIds } from '../../../functions/core/recent-ids.ts';
import { attemptsInMemory, noAttempts } from './attempts-in-memory.ts';
import { contextInMemory, type Projected } from './context-in-memory.ts';
import { erasedParts, forgetRequest } from './erasures-in-memory.ts';
import { silentLog } from './logs.ts';
import { recordedMetrics } from './metrics.ts';
import { noSlots, slotsInMemory } from './slots-in-memory.ts';

export type Operation =
  | 'requests.accept'
  | 'requests.get'
  | 'requests.recordAnswer'
  | 'requests.keepUntilDue'
  | 'calls.change'
  | 'calls.get'
  | 'calls.find'
  | 'contacts.get'
  | 'opportunities.project'
  | 'opportunities.getOpportunity'
  | 'opportunities.loadContext'
  | 'slots.reserve'
  | 'slots.join'
  | 'slots.leave'
  | 'slots.claim'
  | 'slots.claimant'
  | 'slots.passOn'
  | 'slots.lastSlotFor'
  | 'slots.giveBack'
  | 'attempts.claim'
  | 'attempts.release'
  | 'doNotCall.isListed'
  | 'dialQueue.send'
  | 'wakeUps.set'
  | 'wakeUps.cancel'
  | 'writeBacks.send'
  | 'documents.send'
  | 'connect.start'
  | 'connect.startPreview'
  | 'presence.isAvailable'
  | 'connect.stop'
  | 'connect.associated'
  | 'connect.describe'
  | 'activity.record'
  | 'requests.forget'
  | 'erasures.of';

export function portsInMemory(start = '2026-11-24T10:00:00.000Z') {
  const pacing = pacingOf({ perSecond: 2, burst: 5 });
  const state = {
    now: new Date(start),
    requests: new Map<string, StoredRequest>(),
    /** Until when a request has to be kept at least, by source and id. */
    keptUntil: new Map<string, Date>(),
    activity: [] as Omit<ActivityView, 'id'>[],
    calls: new Map<string, StoredCall>(),
    contacts: new Map<string, StoredContact>(),
    opportunities: new Map<string, OpportunityView>(),
    /** By source and opportunity, or source and person. */
    erased: new Map<string, Erasure>(),
    projections: [] as string[],
    projected: new Map<string, Projected>(),
    dialMessages: [] as { message: DialQueueMessage; delaySeconds: number }[],
    /** By call. */
    wakeUps: new Map<string, { message: CallMessage; at: Date }>(),
    writeBacks: [] as WriteBackMessage[],
    files: [] as DocumentMessage[],
    /** Every StartOutboundVoiceContact. */
    orders: [] as DialOrder[],
    /** Every StartTaskContact; the task has the order's token for an id. */
    previews: [] as PreviewOrder[],
    /** Agents who cannot take a call. */
    away: new Set<string>(),
    /** Tasks that were ended. */
    stopped: [] as string[],
    /** What Connect tells of a contact's relations. */
    associated: new Map<string, readonly AssociatedContact[]>(),
    /** The contacts that Connect really started, by token. */
    contactsStarted: new Map<string, string>(),
    /** What Connect tells of its contacts. */
    descriptions: new Map<string, ConnectContactFacts>(),
    connectSays: undefined as ((order: DialOrder | PreviewOrder) => DialResult | Error) | undefined,
    slots: noSlots(),
    previewSlots: noSlots(),
    attempts: noAttempts(),
    reservations: 0,
    operations: [] as Operation[],
    roundTrips: 0,
    failing: new Map<Operation, number>(),
  };
  const slots = slotsInMemory(state.slots, pacing);
  const previewSlots = slotsInMemory(state.previewSlots, pacingOf(PREVIEW_RATE));
  const attempts = attemptsInMemory(state.attempts);
  let inFlight = 0;
  async function trip<T>(operation: Operation, act: () => T): Promise<T> {
    state.operations.push(operation);
    if (inFlight === 0) state.roundTrips += 1;
    inFlight += 1;
    await new Promise((resolve) => setImmediate(resolve));
    inFlight -= 1;
    const failures = state.failing.get(operation) ?? 0;
    if (failures > 0) {
      state.failing.set(operation, failures - 1);
      throw new Error(`${operation} fails`);
    }
    return act();
  }
  const idOf = (...parts: string[]): string => parts.join(' ');
  const opportunityId = (key: OpportunityKey): string => idOf(key.sourceId, key.opportunityId);

  const tell = {
    send: (message: WriteBackMessage) =>
      trip('writeBacks.send', () => {
        state.writeBacks.push(message);
      }),
  };

  const slotPorts = (line: typeof slots) => ({
    reserve: (now: Date, call?: SlotRequest) =>
      trip('slots.reserve', () => {
        state.reservations += 1;
        return line.reserve(now, call);
      }),
    join: (place: Place, call: CallIdentity) => trip('slots.join', () => line.join(place, call)),
    leave: (place: Place) => trip('slots.leave', () => line.leave(place)),
    claim: (dialAt: Date, own: CallIdentity) => trip('slots.claim', () => line.claim(dialAt, own)),
    claimant: (dialAt: Date) => trip('slots.claimant', () => line.claimant(dialAt)),
    passOn: (dialAt: Date, from: CallIdentity) => trip('slots.passOn', () => line.passOn(dialAt, from)),
    lastSlotFor: (place: Place, now: Date) => trip('slots.lastSlotFor', () => line.lastSlotFor(place, now)),
    giveBack: (dialAt: Date) => trip('slots.giveBack', () => line.giveBack(dialAt)),
  });

  const metrics = recordedMetrics();
  const ports = {
    requests: {
      accept: (request: StoredRequest, attempt?: Attempt) =>
        trip('requests.accept', () => {
          const id = idOf(request.sourceId, request.requestId);
          const known = state.requests.get(id);
          if (known !== undefined) return { outcome: 'duplicate' as const, request: known };
          const claimed = attempt === undefined ? undefined : attempts.claim(attempt);
          if (claimed?.outcome === 'over-limit') return claimed;
          state.requests.set(id, request);
          return { outcome: 'accepted' as const };
        }),
      get: (sourceId: string, requestId: string) =>
        trip('requests.get', () => state.requests.get(idOf(sourceId, requestId))),
      recordAnswer: (sourceId: string, requestId: string, answer: NonNullable<StoredRequest['answer']>) =>
        trip('requests.recordAnswer', () => {
          const id = idOf(sourceId, requestId);
          const request = state.requests.get(id);
          const isOlder = answer.connectContactId === undefined && request?.answer?.connectContactId !== undefined;
          if (request !== undefined && !isOlder) state.requests.set(id, { ...request, answer });
        }),
      keepUntilDue: (sourceId: string, requestId: string, dueAt: Date) =>
        trip('requests.keepUntilDue', () => {
          state.keptUntil.set(idOf(sourceId, requestId), dueAt);
        }),
      forget: (before: StoredRequest, { message, erasedAt }: StoredRequest) =>
        trip('requests.forget', () => forgetRequest(state.requests, before, { message, erasedAt })),
    },
    calls: {
      get: (key: CallKey) => trip('calls.get', () => state.calls.get(key.callId)),
      find: (callId: string) => trip('calls.find', () => state.calls.get(callId)),
      change: (key: CallKey, initial: StoredCall | undefined, change: (call: StoredCall) => StoredCall) =>
        trip('calls.change', () => {
          const current = state.calls.get(key.callId);
          const before =
            current !== undefined && initial !== undefined ? mergeCall(current, initial) : (current ?? initial);
          if (before === undefined) return undefined;
          const after = change(before);
          if (after === current) return { call: after, changed: false };
          const call = { ...after, version: (current?.version ?? 0) + 1 };
          state.calls.set(key.callId, call);
          return { call, changed: true };
        }),
    },
    contacts: {
      get: (_key: OpportunityKey, contactId: string) => trip('contacts.get', () => state.contacts.get(contactId)),
    },
    opportunities: {
      project: (
        key: OpportunityKey,
        data: Projected & { opportunity: OpportunityView | StoredRequest['message']['opportunity'] },
        at: string,
      ) =>
        trip('opportunities.project', () => {
          state.projections.push(key.opportunityId);
          state.projected.set(opportunityId(key), data);
          const view = { ...data.opportunity, sourceId: key.sourceId, updatedAt: at, version: 1 };
          state.opportunities.set(opportunityId(key), view);
        }),
      loadContext: (key: OpportunityKey) =>
        trip('opportunities.loadContext', () => {
          const opportunity = state.opportunities.get(opportunityId(key));
          const { contacts = [], documents = [] } = state.projected.get(opportunityId(key)) ?? {};
          const isAskedFor = (id: string) => state.files.some((file) => file.documentId === id);
          return opportunity && contextInMemory(opportunity, { contacts, documents }, isAskedFor);
        }),
      getOpportunity: (key: OpportunityKey) =>
        trip('opportunities.getOpportunity', () => state.opportunities.get(opportunityId(key))),
    },
    activity: {
      record: (_key: OpportunityKey, activity: Omit<ActivityView, 'id'>) =>
        trip('activity.record', () => {
          state.activity.push(activity);
        }),
    },
    erasures: {
      of: (key: OpportunityKey, contactIds: readonly string[]) =>
        trip('erasures.of', () => erasedParts(state.erased, key, contactIds)),
    },
    ...{ slots: slotPorts(slots), previewSlots: slotPorts(previewSlots) },
    desktopOrigin: 'https://desktop.example',
    attempts: {
      claim: (attempt: Attempt) => trip('attempts.claim', () => attempts.claim(attempt)),
      release: (attempt: Attempt) => trip('attempts.release', () => attempts.release(attempt)),
    },
    doNotCall: {
      isListed: (sourceId: string, number: string) =>
        trip('doNotCall.isListed', () => state.attempts.listed.has(idOf(sourceId, number))),
    },
    dialQueue: {
      send: (message: DialQueueMessage, delaySeconds: number) =>
        trip('dialQueue.send', () => {
          state.dialMessages.push({ message, delaySeconds });
        }),
    },
    wakeUps: {
      set: (message: CallMessage, at: Date) =>
        trip('wakeUps.set', () => {
          state.wakeUps.set(callIdOf(message.sourceId, message.requestId), { message, at });
        }),
      cancel: (callId: string) =>
        trip('wakeUps.cancel', () => {
          state.wakeUps.delete(callId);
        }),
    },
    ...{ writeBacks: tell, writeBack: tell },
    documents: {
      send: (messages: readonly DocumentMessage[]) =>
        trip('documents.send', () => {
          state.files.push(...messages);
        }),
    },
    connect: {
      start: (order: DialOrder) =>
        trip('connect.start', (): DialResult => {
          state.orders.push(order);
          const said = state.connectSays?.(order);
          if (said instanceof Error) throw said;
          if (said !== undefined) return said;
          const known = state.contactsStarted.get(order.clientToken) ?? `contact-${state.contactsStarted.size + 1}`;
          state.contactsStarted.set(order.clientToken, known);
          return { outcome: 'started', connectContactId: known };
        }),
      startPreview: (order: PreviewOrder) =>
        trip('connect.startPreview', (): DialResult => {
          state.previews.push(order);
          const said = state.connectSays?.(order);
          if (said instanceof Error) throw said;
          return said ?? { outcome: 'started', connectContactId: `task-of-${order.clientToken}` };
        }),
      stop: (id: string) =>
        trip('connect.stop', () => {
          state.stopped.push(id);
        }),
      associated: (id: string) => trip('connect.associated', () => state.associated.get(id) ?? []),
      describe: (id: string) =>
        trip('connect.describe', (): ConnectContactFacts => {
          const facts = state.descriptions.get(id);
          if (facts === undefined) throw Object.assign(new Error(id), { name: 'ResourceNotFoundException' });
          return facts;
        }),
    },
    presence: { isAvailable: (username: string) => trip('presence.isAvailable', () => !state.away.has(username)) },
    users: { usernameOf: async (agentId: string) => agentId.replace('user-', '') },
    files: {
      linkForUpload: async (key: string, { contentType }: { contentType: string }) => ({
        url: `https://files.example/${key}`,
        headers: { 'content-type': contentType },
      }),
    },
    recent: recentIds(100),
    pacing,
    sources: new Map<string, RulesOfSource>([['demo-crm', { callingHours: { start: '08:00', end: '21:00' } }]]),
    clock: { now: () => state.now },
    log: silentLog,
    metrics,
  };
  return { ports, state };
}
