/** Stories of one call request, and what must be true when a story is over, whatever went wrong in it. */
import type { CallState, CallView } from '#core/contracts/call.ts';
import type { CallRequested } from '#core/contracts/call-request.ts';
import { callIdOf } from '#core/ids.ts';
import type { StoredCall } from '#core/ports.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import type { Behaviour } from './connect.ts';
import { type Deployment, deploy, type Settings } from './deployment.ts';
import type { Chaos } from './invocation.ts';
import { idOf } from './ports.ts';

const SOURCE_ID = 'demo-crm';
const REQUEST_ID = 'msg_1';
const CALL_ID = callIdOf(SOURCE_ID, REQUEST_ID);

export interface Scenario {
  readonly name: string;
  readonly data?: Partial<CallRequested['data']>;
  readonly behaviour?: Behaviour;
  /** The CRM sends it twice at once. */
  readonly isDoubled?: true;
  /** The world before the request comes. */
  prepare?(deployment: Deployment): void;
  readonly ends: { readonly state: CallState; readonly reason?: string; readonly contacts: 0 | 1 };
}

const completed = { state: 'completed', reason: 'customer-hung-up', contacts: 1 } as const;
const [dana] = callRequested().data.contacts;
const call = callRequested().data.call;

/** The burst is used up: the next slot is some seconds away. */
const busy = ({ stores, time }: Deployment): void => {
  stores.tat = time.now + 9_000;
};

export const SCENARIOS: readonly Scenario[] = [
  { name: 'a call that is dialled at once', ends: completed },
  { name: 'a call that waits for its slot', prepare: busy, ends: completed },
  { name: 'a request that is delivered twice at once', isDoubled: true, prepare: busy, ends: completed },
  {
    name: 'a call that nobody answers',
    behaviour: 'no-answer',
    ends: { state: 'completed', reason: 'no-answer', contacts: 1 },
  },
  {
    name: 'a call that is asked for later',
    data: { call: { ...call, notBefore: '2026-11-24T10:20:00Z' } },
    ends: completed,
  },
  { name: 'a call that Connect throttles', behaviour: 'throttled-once', ends: completed },
  { name: 'a queued call that Connect throttles', behaviour: 'throttled-once', prepare: busy, ends: completed },
  {
    name: 'a person who must not be called',
    data: { contacts: dana === undefined ? [] : [{ ...dana, doNotCall: true }] },
    ends: { state: 'blocked', reason: 'do-not-call', contacts: 0 },
  },
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
  {
    name: 'a CRM that is down when it is told',
    prepare: ({ crm }) => crm.failNext(3),
    ends: completed,
  },
];

export async function play(scenario: Scenario, settings: Settings, chaos: Chaos): Promise<Deployment> {
  const deployment = deploy(settings, chaos, () => scenario.behaviour ?? 'answers');
  scenario.prepare?.(deployment);
  for (let sent = 0; sent < (scenario.isDoubled ? 2 : 1); sent += 1) {
    deployment.request(SOURCE_ID, REQUEST_ID, callRequested(scenario.data).data);
  }
  await deployment.time.run();
  return deployment;
}

/** What is not as the guarantees promise; empty when all is well. */
export function broken({ ends }: Scenario, deployment: Deployment): string[] {
  const { stores, connect, crm, dialQueue, writeBackQueue, deadEvents } = deployment;
  const [sent] = crm.sent.values();
  const request = stores.requests.get(idOf(SOURCE_ID, REQUEST_ID));
  const record = stores.calls.get(CALL_ID);
  const logged = crm.log.get(CALL_ID)?.call;
  const contacts = [...connect.contacts.values()].flat();
  const isFinal = (view: CallView | undefined) => view?.state === ends.state && view.reason === ends.reason;
  const facts: readonly (readonly [promise: string, kept: boolean])[] = [
    ['the source gets a 2xx in the end', sent?.acknowledgedAt !== undefined],
    ['the source never gets a 4xx', sent?.dropped === undefined],
    ['the request is durable', request !== undefined],
    ['Connect has as many contacts as it should', contacts.length === ends.contacts],
    ['there is one call record', stores.calls.size === 1],
    ['the record is final, with its reason', isFinal(record)],
    ['the record says who, which number and on whose request', isWhole(record)],
    ['the CRM has one log', crm.log.size === 1],
    ['the log is final, with its reason', isFinal(logged)],
    ['the log says what the record says', sameStory(logged, record)],
    ['a repeated request would be told the outcome', hasAnswer(request?.answer, ends)],
    ['the opportunity is stored', stores.opportunities.size === 1],
    ['its document is asked for', stores.documents.has(idOf(SOURCE_ID, 'opp-1001', 'd-1'))],
    ['no queue holds anything', dialQueue.waiting + writeBackQueue.waiting === 0],
    ['nothing is dead', dialQueue.deadLetters.length + writeBackQueue.deadLetters.length + deadEvents.length === 0],
    ['dialling is paced', connect.throttled === 0],
  ];
  return facts.filter(([, kept]) => !kept).map(([promise]) => promise);
}

/** Versions aside: bookkeeping of ours counts there too. */
const sameStory = (one: CallView | undefined, other: CallView | undefined): boolean =>
  JSON.stringify(one?.history) === JSON.stringify(other?.history);

const isWhole = (record: StoredCall | undefined): boolean =>
  record?.requestId === REQUEST_ID &&
  record.contactId === 'c-1' &&
  record.contactName === 'Dana Reyes' &&
  record.phone === '+14155550101' &&
  record.agentUsername === 'ana' &&
  record.mode === 'customer-first' &&
  record.history.some(({ state }) => state === 'requested');

const hasAnswer = (answer: { status: CallState; connectContactId?: string } | undefined, ends: Scenario['ends']) =>
  ends.contacts === 1 ? answer?.connectContactId !== undefined : answer?.status === ends.state;
