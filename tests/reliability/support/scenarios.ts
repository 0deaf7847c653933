/** Stories of one call request, and what must be true when a story is over, whatever went wrong in it. */
import type { CallState, CallView } from '#core/contracts/call.ts';
import type { CallRequested } from '#core/contracts/call-request.ts';
import { orderOf } from '#core/fair-line.ts';
import { callbackRequestId, callIdOf } from '#core/ids.ts';
import type { StoredCall } from '#core/ports/call-store.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import { factsOfAttached, receiveAndAttach } from './attach-story.ts';
import type { Behaviour, TaskStoryName } from './connect.ts';
import {
  type Deployment,
  deploy,
  LIMITED_SOURCE,
  RETRY_AFTER,
  RETRYING_SOURCE,
  type Settings,
  START,
  WRITE_ONCE_SOURCE,
} from './deployment.ts';
import type { Chaos } from './invocation.ts';
import { idOf } from './ports.ts';

const SOURCE_ID = LIMITED_SOURCE;
const REQUEST_ID = 'msg_1';
const NUMBER = '+14155550101';

export interface Scenario {
  readonly name: string;
  /** The source that asks: `LIMITED_SOURCE` unless another is named. */
  readonly sourceId?: string;
  readonly data?: Partial<CallRequested['data']>;
  readonly behaviour?: Behaviour;
  /** Contact events that never come. */
  readonly lost?: readonly string[];
  /** The CRM sends it twice at once. */
  readonly isDoubled?: true;
  /** Milliseconds after the request: an agent cancels the call. Then it ends so, or as `ends` says when that came too late. */
  readonly cancelledAfter?: number;
  /** The source has the person erased meanwhile, by a clock ahead of every repetition: nothing personal may stay. */
  readonly isErased?: true;
  /** Nobody asks for it: somebody calls, and so long after that the agent says what the call is about. */
  readonly attachedAfter?: number;
  /** What the agent does with the task, so long after the request. */
  readonly previewed?: { readonly choice: 'dial' | 'discard'; readonly after: number };
  readonly task?: TaskStoryName;
  /** The world before the request comes. */
  prepare?(deployment: Deployment): void;
  readonly ends: End;
  /** The source tries again after the first call's end: how the attempt that follows ends. */
  readonly follows?: End;
  /** What the agent saves as the call's outcome, one after the other, and how often the CRM may be told of the call at most. */
  readonly noted?: {
    readonly saves: readonly (readonly [after: number, disposition: string])[];
    readonly posts: number;
  };
  /** What the agent saves as the call's outcome, and how the callback ends. Milliseconds after the request, as all times here. */
  readonly callback?: { readonly wishes: readonly Wish[]; readonly ends: End };
}

interface Wish {
  readonly savedAfter: number;
  /** Undefined: the callback is taken back. */
  readonly calledAfter: number | undefined;
}

export interface End {
  readonly state: CallState;
  readonly reason?: string;
  readonly contacts: 0 | 1;
}

const completed = { state: 'completed', reason: 'customer-hung-up', contacts: 1 } as const;
const unanswered = { state: 'completed', reason: 'no-answer', contacts: 1 } as const;
const doNotCall = { state: 'blocked', reason: 'do-not-call', contacts: 0 } as const;
const erased = { state: 'failed', reason: 'erased', contacts: 0 } as const;
const cancelled = { state: 'failed', reason: 'cancelled', contacts: 0 } as const;
/** Whose source counts no attempts: a callback half an hour later would have to wait for the next day. */
const CALLING_BACK_SOURCE = 'calling-back-crm';
const HALF_AN_HOUR = 1_800_000;
const discarded = { state: 'failed', reason: 'preview-discarded', contacts: 0 } as const;
const [dana] = callRequested().data.contacts;
const call = callRequested().data.call;

/** The burst is used up: the next slot is some seconds away. */
const busy = ({ stores, time }: Deployment): void => {
  stores.slots.tat = time.now + 9_000;
};

/** The mark only: who has the items removed is another function. */
const erasedAfter =
  (milliseconds: number) =>
  (deployment: Deployment): void => {
    const { stores, time } = deployment;
    const markedAt = new Date(time.now + milliseconds).toISOString();
    const at = new Date(time.now + 7 * 86_400_000).toISOString();
    const mark = () => void stores.erased.set(idOf(SOURCE_ID, 'person', 'c-1'), { at, markedAt });
    if (milliseconds === 0) mark();
    else time.after(milliseconds, mark);
  };

/** An import has asked for ten minutes of dialling. */
const longLine = ({ stores, time }: Deployment): void => {
  stores.slots.tat = time.now + 600_000;
};

/** A short line, and in another one calls that wait since before and were erased. */
const behindErased = ({ stores, time }: Deployment): void => {
  stores.slots.tat = time.now + 9_000;
  const calls = ['msg_a', 'msg_b'].map((requestId, round) => ({
    place: { line: 'source#other', order: orderOf(round, time.now + round), floor: 0 },
    call: { sourceId: 'other', requestId },
  }));
  stores.slots.waiting.set('source#other', calls);
};

/** Another call has had the person's one attempt of the day, or was a moment ago. */
const triedToday = ({ stores }: Deployment): void => {
  stores.attempts.days.set(`${SOURCE_ID} person c-1 20261124`, new Set(['call-other']));
};
const triedJustNow = ({ stores, time }: Deployment): void => {
  stores.attempts.last.set(`${SOURCE_ID} number ${dana?.phones[0]?.number}`, {
    ...{ callId: 'call-other', at: new Date(time.now - 600_000).toISOString() },
  });
};

/** The source lists the number so much later. */
const listedAfter =
  (milliseconds: number, sourceId = SOURCE_ID) =>
  ({ stores, time }: Deployment): void =>
    time.after(milliseconds, () => stores.attempts.listed.add(idOf(sourceId, NUMBER)));

/** An agent has marked the person; the CRM does not know it yet. */
const marked = ({ stores }: Deployment): void => {
  if (dana === undefined) return;
  const edited = { version: 2, updatedAt: '', updatedBy: 'ana', pendingWriteBackVersion: 2 };
  stores.contacts.set(idOf(SOURCE_ID, 'opp-1001', 'c-1'), { ...dana, ...edited, doNotCall: true });
};

/** The person as agents see them. */
const known = ({ stores }: Deployment): void => {
  if (dana === undefined) return;
  const facts = { version: 1, updatedAt: '', updatedBy: 'crm', pendingWriteBackVersion: undefined };
  stores.contacts.set(idOf(CALLING_BACK_SOURCE, 'opp-1001', 'c-1'), { ...dana, ...facts });
};

/** Long after the call, so that a repeated save still comes before the next. */
const calledBack = (name: string, ends: End, ...calledAfter: readonly (number | undefined)[]): Scenario => ({
  ...{ name, sourceId: CALLING_BACK_SOURCE, prepare: known, ends: completed },
  callback: { wishes: calledAfter.map((at, index) => ({ savedAfter: (index + 2) * 600_000, calledAfter: at })), ends },
});

/** The queued call's slot is at 7 s. What its message has done takes 70 ms, in steps of 10. */
const AROUND_THE_SLOT = [6_985, 7_005, 7_015, 7_025, 7_035, 7_045, 7_055, 7_065];

export const SCENARIOS: readonly Scenario[] = [
  { name: 'a call that is dialled at once', ends: completed },
  { name: 'a call that waits for its slot', prepare: busy, ends: completed },
  { name: 'a call whose slot is at the end of a long line', prepare: longLine, ends: completed },
  { name: 'a call whose slot is first that of others, who cannot use it', prepare: behindErased, ends: completed },
  { name: 'a request that is delivered twice at once', isDoubled: true, prepare: busy, ends: completed },
  {
    name: 'a call that nobody answers',
    behaviour: 'no-answer',
    ends: unanswered,
  },
  {
    name: 'a call that is asked for later',
    data: { call: { ...call, notBefore: '2026-11-24T10:20:00Z' } },
    ends: completed,
  },
  {
    name: 'a call that is asked for in three days',
    data: { call: { ...call, notBefore: '2026-11-27T10:00:00Z' } },
    ends: completed,
  },
  ...[30_000, 60_025, 60_035, 3_600_000].map((cancelledAfter) => ({
    ...{ name: `a call of next week that is cancelled after ${cancelledAfter} ms`, cancelledAfter },
    data: { call: { ...call, notBefore: '2026-12-01T10:00:00Z' } },
    ends: completed,
  })),
  { name: 'a call that Connect throttles', behaviour: 'throttled-once', ends: completed },
  { name: 'a queued call that Connect throttles', behaviour: 'throttled-once', prepare: busy, ends: completed },
  {
    name: 'a person who must not be called',
    data: { contacts: dana === undefined ? [] : [{ ...dana, doNotCall: true }] },
    ends: doNotCall,
  },
  {
    ...{ name: 'a person whom an agent has just marked', prepare: marked },
    ends: doNotCall,
  },
  {
    name: 'a number that the source has listed',
    prepare: ({ stores }) => stores.attempts.listed.add(idOf(SOURCE_ID, NUMBER)),
    ends: doNotCall,
  },
  {
    // In Auckland the next day begins in an hour.
    ...{ name: 'a person who was tried often enough today', prepare: triedToday },
    data: { contacts: dana === undefined ? [] : [{ ...dana, timeZone: 'Pacific/Auckland' }] },
    ends: completed,
  },
  { name: 'a number that was tried a moment ago', prepare: triedJustNow, ends: completed },
  {
    name: 'a number that Connect refuses',
    behaviour: 'refused',
    ends: { state: 'failed', reason: 'destination-not-allowed', contacts: 0 },
  },
  {
    name: 'a queued number that Connect refuses',
    behaviour: 'refused',
    prepare: busy,
    ends: { state: 'failed', reason: 'destination-not-allowed', contacts: 0 },
  },
  { name: 'a call whose end Connect does not report', lost: ['DISCONNECTED', 'COMPLETED'], ends: completed },
  {
    name: 'a queued call of which Connect reports nothing',
    lost: ['INITIATED', 'CONNECTED_TO_SYSTEM', 'QUEUED', 'CONNECTED_TO_AGENT', 'DISCONNECTED', 'COMPLETED'],
    prepare: busy,
    ends: completed,
  },
  {
    name: 'an unanswered call of which Connect reports nothing',
    behaviour: 'no-answer',
    lost: ['INITIATED', 'DISCONNECTED', 'COMPLETED'],
    ends: unanswered,
  },
  ...[15, 3_000, ...AROUND_THE_SLOT, 60_000].map((cancelledAfter) => ({
    ...{ name: `a queued call that is cancelled after ${cancelledAfter} ms`, cancelledAfter, prepare: busy },
    ends: completed,
  })),
  { name: 'a call that is cancelled while it is dialled', cancelledAfter: 15, ends: completed },
  {
    name: 'a call that is cancelled while Connect throttles it',
    ...{ behaviour: 'throttled-once' as const, cancelledAfter: 2_000 },
    ends: completed,
  },
  {
    name: 'a CRM that is down when it is told',
    prepare: ({ crm }) => crm.failNext(3),
    ends: completed,
  },
  {
    name: 'a CRM that is down until its circuit is open, and when it is probed',
    prepare: ({ crm }) => crm.failNext(6),
    ends: completed,
  },
  {
    name: 'a call that is asked for in ten seconds',
    data: { call: { ...call, notBefore: '2026-11-24T10:00:10Z' } },
    ends: completed,
  },
  {
    name: 'a number that is listed while the call waits for its slot',
    prepare: (deployment) => {
      busy(deployment);
      listedAfter(3_000)(deployment);
    },
    ends: doNotCall,
  },
  {
    name: 'a call of in three days to a number that is listed meanwhile',
    data: { call: { ...call, notBefore: '2026-11-27T10:00:00Z' } },
    prepare: listedAfter(86_400_000),
    ends: doNotCall,
  },
  {
    name: 'an agent-first call that the agent dials',
    ...{ data: { call: { ...call, mode: 'agent-first' } }, previewed: { choice: 'dial', after: 10_000 } },
    ends: completed,
  },
  {
    name: 'an agent-first call of which Connect reports nothing',
    lost: [
      ...['INITIATED', 'CONNECTED_TO_SYSTEM', 'QUEUED', 'CONNECTED_TO_AGENT', 'DISCONNECTED', 'COMPLETED'],
      ...['task INITIATED', 'task CONNECTED_TO_AGENT', 'task DISCONNECTED'],
    ],
    ...{ data: { call: { ...call, mode: 'agent-first' } }, previewed: { choice: 'dial', after: 10_000 } },
    ends: completed,
  },
  {
    name: 'an agent-first call that the agent discards',
    ...{ data: { call: { ...call, mode: 'agent-first' } }, previewed: { choice: 'discard', after: 10_000 } },
    ends: discarded,
  },
  {
    name: 'an agent-first call whose number is listed during the preview',
    ...{ data: { call: { ...call, mode: 'agent-first' } }, previewed: { choice: 'dial', after: 90_000 } },
    prepare: listedAfter(80_000),
    ends: doNotCall,
  },
  {
    name: 'an agent-first call that nobody takes',
    ...{ data: { call: { ...call, mode: 'agent-first' } }, task: 'untaken' },
    ends: { state: 'expired', reason: 'no-agent', contacts: 0 },
  },
  {
    ...{ name: 'a person who was erased since the source asked', isErased: true as const, ends: erased },
    prepare: erasedAfter(0),
  },
  {
    ...{ name: 'a person who is erased while the call waits for its slot', isErased: true as const, ends: erased },
    prepare(deployment) {
      busy(deployment);
      erasedAfter(3_000)(deployment);
    },
  },
  {
    ...{ name: 'a person who is erased before the day of the call', isErased: true as const, ends: erased },
    data: { call: { ...call, notBefore: '2026-11-27T10:00:00Z' } },
    prepare: erasedAfter(3_600_000),
  },
  {
    name: 'a person who answers when tried again',
    ...{ sourceId: RETRYING_SOURCE, behaviour: 'second-time' as const, ends: unanswered, follows: completed },
  },
  {
    name: 'a person who never answers, of whom Connect reports nothing',
    lost: ['INITIATED', 'DISCONNECTED', 'COMPLETED'],
    ...{ sourceId: RETRYING_SOURCE, behaviour: 'no-answer' as const, ends: unanswered, follows: unanswered },
  },
  {
    name: 'a number that is listed before it is tried again',
    prepare: listedAfter(600_000, RETRYING_SOURCE),
    ...{ sourceId: RETRYING_SOURCE, behaviour: 'no-answer' as const, ends: unanswered, follows: doNotCall },
  },
  {
    name: 'a call for a log that is written once, whose outcome nobody saves',
    ...{ sourceId: WRITE_ONCE_SOURCE, ends: completed, noted: { saves: [], posts: 1 } },
  },
  {
    name: 'an unanswered call for a log that is written once',
    ...{ sourceId: WRITE_ONCE_SOURCE, behaviour: 'no-answer' as const, ends: unanswered },
    noted: { saves: [], posts: 1 },
  },
  {
    name: 'a call for a log that is written once, of which something is saved after it was written',
    ...{ sourceId: WRITE_ONCE_SOURCE, ends: completed },
    noted: { posts: 2, saves: [[600_000, 'connected'] as const, [1_200_000, 'not-interested'] as const] },
  },
  { name: 'a call that is attached while it rings', attachedAfter: 7_000, ends: completed },
  { name: 'a call that is attached while its agent speaks', attachedAfter: 20_000, ends: completed },
  { name: 'a call that is attached in the after-call work', attachedAfter: 75_000, ends: completed },
  { name: 'a call that is attached when it is over', attachedAfter: 200_000, ends: completed },
  {
    ...{
      name: 'a call that is attached, and of which Connect reports nothing',
      attachedAfter: 20_000,
      ends: completed,
    },
    lost: ['INITIATED', 'CONNECTED_TO_SYSTEM', 'QUEUED', 'CONNECTED_TO_AGENT', 'DISCONNECTED', 'COMPLETED'],
  },
  calledBack('a callback', completed, 600_000 * 2 + HALF_AN_HOUR),
  calledBack('a callback that is brought forward', completed, 7_200_000, 600_000 * 3 + 60_000),
  calledBack('a callback that is taken back', cancelled, 7_200_000, undefined),
];

export async function play(scenario: Scenario, settings: Settings, chaos: Chaos): Promise<Deployment> {
  const lost = new Set(
    scenario.lost?.map((type) => (type.startsWith('task ') ? type.replace(' ', ' event ') : `contact event ${type}`)),
  );
  const deliveries: Chaos['deliveries'] = (what) => (lost.has(what) ? [] : chaos.deliveries(what));
  const deployment = deploy(
    settings,
    { ...chaos, deliveries },
    () => scenario.behaviour ?? 'answers',
    undefined,
    () => scenario.task ?? 'taken',
  );
  if (scenario.attachedAfter !== undefined) {
    receiveAndAttach(deployment, scenario.attachedAfter);
    await deployment.time.run();
    return deployment;
  }
  scenario.prepare?.(deployment);
  for (let sent = 0; sent < (scenario.isDoubled ? 2 : 1); sent += 1) {
    deployment.request(sourceOf(scenario), REQUEST_ID, callRequested(scenario.data).data);
  }
  const { cancelledAfter } = scenario;
  if (cancelledAfter !== undefined)
    deployment.time.after(cancelledAfter, () => deployment.cancel(callIdOf(sourceOf(scenario), REQUEST_ID)));
  const { now } = deployment.time;
  for (const { savedAfter, calledAfter } of scenario.callback?.wishes ?? []) {
    const followUpAt = calledAfter === undefined ? null : new Date(now + calledAfter).toISOString();
    const callId = callIdOf(sourceOf(scenario), REQUEST_ID);
    deployment.time.after(savedAfter, () => deployment.saveOutcome(callId, 'follow-up', followUpAt));
  }
  for (const [after, disposition] of scenario.noted?.saves ?? []) {
    const callId = callIdOf(sourceOf(scenario), REQUEST_ID);
    deployment.time.after(after, () => deployment.saveOutcome(callId, disposition, null));
  }
  const { previewed } = scenario;
  if (previewed !== undefined)
    deployment.time.after(previewed.after, () =>
      deployment.preview(callIdOf(sourceOf(scenario), REQUEST_ID), previewed.choice),
    );
  await deployment.time.run();
  return deployment;
}

const sourceOf = ({ sourceId = SOURCE_ID }: Scenario): string => sourceId;

/** What is not as the guarantees promise; empty when all is well. */
export function broken(scenario: Scenario, deployment: Deployment): string[] {
  const facts = [
    ...(scenario.attachedAfter === undefined
      ? factsOfRequested(scenario, deployment)
      : factsOfAttached(deployment, scenario.ends)),
    ...factsOfRest(deployment),
  ];
  return facts.filter(([, kept]) => !kept).map(([promise]) => promise);
}

function factsOfRequested(scenario: Scenario, deployment: Deployment): readonly Fact[] {
  const sourceId = sourceOf(scenario);
  const callId = callIdOf(sourceId, REQUEST_ID);
  const status = deployment.cancelled.get(callId);
  const ends = status === 200 ? cancelled : scenario.ends;
  const { follows } = status === 200 ? {} : scenario;
  const { stores, crm } = deployment;
  const [sent] = crm.sent.values();
  const followId = callIdOf(sourceId, `attempt-2-of-${callId}`);
  const { callback } = scenario;
  const callbackId = callIdOf(sourceId, callbackRequestId(callId));
  const calls = follows === undefined && callback === undefined ? 1 : 2;
  const wished = callback?.wishes.at(-1)?.calledAfter !== undefined;
  return [
    ['the source gets a 2xx in the end', sent?.acknowledgedAt !== undefined],
    ['the source never gets a 4xx', sent?.dropped === undefined],
    ['an agent who cancels gets an answer', (scenario.cancelledAfter !== undefined) === (status !== undefined)],
    ['there is a call record for each attempt', stores.calls.size === calls],
    ['the CRM has a log for each attempt', crm.log.size === calls],
    ...factsOfCall(deployment, sourceId, { callId, requestId: REQUEST_ID }, ends),
    ['the CRM is told which attempt follows', crm.log.get(callId)?.nextAttempt === (follows && followId)],
    ['the CRM is told which callback follows', crm.log.get(callId)?.followUp === (wished ? callbackId : undefined)],
    [
      'an agent who saves gets an answer',
      deployment.saved === (callback?.wishes ?? scenario.noted?.saves ?? []).length,
    ],
    ...(scenario.noted === undefined ? [] : factsOfNotes(crm.log.get(callId), scenario.noted)),
    ...(callback === undefined ? [] : factsOfCallback(deployment, sourceId, { callId, callbackId }, callback)),
    ...(follows === undefined ? [] : factsOfAttempt(deployment, sourceId, { callId, followId }, follows)),
    ...(scenario.isErased ? factsOfErasure(deployment) : factsOfOpportunity(deployment, sourceId)),
    ['nothing is scheduled any more', stores.wakeUps.size === 0 || status === 200],
  ];
}

const factsOfRest = ({ connect, dialQueue, writeBackQueue, deadEvents }: Deployment): readonly Fact[] => [
  ['no queue holds anything', dialQueue.waiting + writeBackQueue.waiting === 0],
  ['nothing is dead', dialQueue.deadLetters.length + writeBackQueue.deadLetters.length + deadEvents.length === 0],
  ['dialling is paced', connect.throttled === 0],
  ['no task is left', connect.openTasks === 0],
];

const factsOfOpportunity = ({ stores }: Deployment, sourceId: string): readonly Fact[] => [
  ['the opportunity is stored', stores.opportunities.size === 1],
  ['its document is asked for', stores.documents.has(idOf(sourceId, 'opp-1001', 'd-1'))],
];

/** What stands in the items of the person is removed by the function that carries the erasure out. */
const factsOfErasure = ({ stores }: Deployment): readonly Fact[] => [
  ['no request holds the person', !isNamed([...stores.requests.values()])],
  ['no call record holds the person', !isNamed([...stores.calls.values()])],
];

const isNamed = (held: unknown): boolean => [NUMBER, 'Dana Reyes'].some((text) => JSON.stringify(held).includes(text));

export type Fact = readonly [promise: string, kept: boolean];

/** One entry, and a note for what was saved after it; no more, whatever was repeated. */
function factsOfNotes(
  log: { readonly call: CallView; readonly posts: number } | undefined,
  { saves, posts }: NonNullable<Scenario['noted']>,
): readonly Fact[] {
  return [
    ['the log is written once', log !== undefined && log.posts >= 1 && log.posts <= posts],
    ['the log has what was saved last', log?.call.outcome?.disposition === saves.at(-1)?.[1]],
  ];
}

/** What must be true of each call, whether it was asked for or follows another. */
function factsOfCall(
  { stores, connect, crm }: Deployment,
  sourceId: string,
  { callId, requestId }: { readonly callId: string; readonly requestId: string },
  ends: End,
): readonly Fact[] {
  const request = stores.requests.get(idOf(sourceId, requestId));
  const record = stores.calls.get(callId);
  const logged = crm.log.get(callId)?.call;
  const isFinal = (view: CallView | undefined) => view?.state === ends.state && view.reason === ends.reason;
  const isCounted = [...stores.attempts.days.values()].some((calls) => calls.has(callId));
  return [
    ['the request is durable', request !== undefined],
    ['Connect has as many contacts as it should', (connect.contacts.get(callId)?.length ?? 0) === ends.contacts],
    ['the record is final, with its reason', isFinal(record)],
    ['the record says who, which number and on whose request', ends === erased || isWhole(record, requestId)],
    ['the log is final, with its reason', isFinal(logged)],
    ['the log says what the record says', sameStory(logged, record)],
    ['a repeated request would be told the outcome', hasAnswer(request?.answer, ends)],
    ['a call that may not be made does not count', ends.state !== 'blocked' || !isCounted],
  ];
}

function factsOfAttempt(
  deployment: Deployment,
  sourceId: string,
  { callId, followId }: { readonly callId: string; readonly followId: string },
  ends: End,
): readonly Fact[] {
  const { attempt, attemptOf, dialingAt } = deployment.stores.calls.get(followId) ?? {};
  const first = deployment.stores.calls.get(callId);
  const due = Date.parse(first?.endedAt ?? '') + RETRY_AFTER;
  const gaveUp = deployment.crm.log.get(followId)?.gaveUp ?? false;
  const requestId = `attempt-2-of-${callId}`;
  return [
    ...factsOfCall(deployment, sourceId, { callId: followId, requestId }, ends).map(
      ([promise, kept]): Fact => [`second attempt: ${promise}`, kept],
    ),
    ['the attempt says which one it is, and of which call', attempt === 2 && attemptOf === callId],
    ['the attempt is not made before it is due', dialingAt === undefined || Date.parse(dialingAt) >= due],
    ['the CRM is told when nobody will be tried any more', gaveUp === (ends.reason === 'no-answer')],
  ];
}

function factsOfCallback(
  deployment: Deployment,
  sourceId: string,
  { callId, callbackId }: { readonly callId: string; readonly callbackId: string },
  { wishes, ends }: NonNullable<Scenario['callback']>,
): readonly Fact[] {
  const { followUpOf, dialingAt } = deployment.stores.calls.get(callbackId) ?? {};
  const requestId = callbackRequestId(callId);
  const due = START + (wishes.at(-1)?.calledAfter ?? 0);
  return [
    ...factsOfCall(deployment, sourceId, { callId: callbackId, requestId }, ends).map(
      ([promise, kept]): Fact => [`callback: ${promise}`, kept],
    ),
    ['the callback says whose it is', followUpOf === callId],
    ['the callback is not made before it is due', dialingAt === undefined || Date.parse(dialingAt) >= due],
  ];
}

/** Versions aside: bookkeeping of ours counts there too. */
const sameStory = (one: CallView | undefined, other: CallView | undefined): boolean =>
  JSON.stringify(one?.history) === JSON.stringify(other?.history);

const isWhole = (record: StoredCall | undefined, requestId: string): boolean =>
  record?.requestId === requestId &&
  record.contactId === 'c-1' &&
  record.contactName === 'Dana Reyes' &&
  record.phone === NUMBER &&
  record.agentUsername === 'ana' &&
  record.mode !== undefined &&
  record.history.some(({ state }) => state === 'requested');

const hasAnswer = (answer: { status: CallState; connectContactId?: string } | undefined, ends: Scenario['ends']) =>
  ends.contacts === 1 ? answer?.connectContactId !== undefined : answer?.status === ends.state;
