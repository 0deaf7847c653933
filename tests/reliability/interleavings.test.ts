/**
 * Model-based: requests, repetitions, cancellations, outcomes, events that are lost, doubled or late, crashes, faults, a CRM that
 * is down and jumps of the clock, in any order. Whatever the order, each call ends as its few facts say (`expectedEnd`).
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFinal } from '#core/call-state.ts';
import type { CallView } from '#core/contracts/call.ts';
import type { CallRequested } from '#core/contracts/call-request.ts';
import { callIdOf } from '#core/ids.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#core/policy.ts';
import type { StoredCall } from '#core/ports/call-store.ts';
import { callRequested } from '../functions/support/call-requested.ts';
import type { Behaviour } from './support/connect.ts';
import { type Deployment, deploy, LIMITED_SOURCE, RETRYING_SOURCE } from './support/deployment.ts';
import { type Chaos, calm, type Fate, type Wave } from './support/invocation.ts';
import { idOf } from './support/ports.ts';
import { templateSettings } from './support/template-settings.ts';

/** What may be asked for: who is called how, and what then happens. Two of them are attempts to reach one person. */
const WISHES = [
  { sourceId: 'plain-crm', phone: '+14155550101', behaviour: 'answers' },
  { sourceId: 'plain-crm', phone: '+14155550102', behaviour: 'throttled-once', wait: 5 * SECOND },
  { sourceId: 'plain-crm', phone: '+14155550103', behaviour: 'refused' },
  { sourceId: 'plain-crm', phone: '+14155550104', behaviour: 'no-answer', wait: 2 * HOUR },
  { sourceId: LIMITED_SOURCE, phone: '+14155550105', behaviour: 'answers' },
  { sourceId: LIMITED_SOURCE, phone: '+14155550105', behaviour: 'answers' },
  { sourceId: RETRYING_SOURCE, phone: '+14155550106', behaviour: 'second-time' },
] as const satisfies readonly { sourceId: string; phone: string; behaviour: Behaviour; wait?: number }[];
const DISPOSITIONS = ['connected', 'follow-up', 'not-interested'] as const;
/** Held by a cap until the next day, dialled, of which nothing is heard for a day: no call lasts longer. */
const LONGEST = 4 * DAY;

const callIds = WISHES.map(({ sourceId }, wish) => callIdOf(sourceId, `msg_${wish}`));

/** The reference: what has been asked, from outside, and when. */
interface Model {
  readonly asked: Set<number>;
  readonly listedAt: Map<number, number>;
  readonly outcomes: Map<number, Set<string>>;
}

interface World {
  readonly deployment: Deployment;
  /** What will go wrong: by invocation and wave; and with the next events. */
  readonly strikes: Map<string, { readonly subset: number; readonly fate: Fate | 'killed' }>;
  readonly events: ('lost' | 'doubled' | 'late')[];
  readonly seen: Map<string, StoredCall>;
  readonly finalAt: Map<string, number>;
  /** How many events of each contact come, in the order in which the contacts were started. */
  readonly heard: number[];
}

const settings = templateSettings();

function world(): World {
  const strikes: World['strikes'] = new Map();
  const events: World['events'] = [];
  const heard: number[] = [];
  const strikeOf = ({ invocation, wave }: Wave) => strikes.get(`${invocation} ${wave}`);
  const holds = (subset: number, index: number): boolean => (subset & (1 << index)) !== 0;
  const chaos: Chaos = {
    ...calm,
    strike(wave) {
      const strike = strikeOf(wave);
      return strike?.fate === 'killed' ? (index) => holds(strike.subset, index) : undefined;
    },
    fate(_effect, wave, index) {
      const strike = strikeOf(wave);
      return strike === undefined || strike.fate === 'killed' || !holds(strike.subset, index) ? 'works' : strike.fate;
    },
    straggles: () => true,
    deliveries(what) {
      const disturbance = what === 'message' ? undefined : events.shift();
      if (what === 'contact event INITIATED') heard.push(0);
      if (what !== 'message' && disturbance !== 'lost') heard.push((heard.pop() ?? 0) + 1);
      return { lost: [], doubled: [0, 40 * SECOND], late: [10 * MINUTE], undisturbed: [0] }[
        disturbance ?? 'undisturbed'
      ];
    },
  };
  const behaviours = new Map<string, Behaviour>(WISHES.map(({ phone, behaviour }) => [phone, behaviour]));
  const deployment = deploy(settings, chaos, (phone) => behaviours.get(phone) ?? 'answers');
  const real: World = { deployment, strikes, events, seen: new Map(), finalAt: new Map(), heard };
  watchRecords(real);
  return real;
}

/** Every write of a call's record: versions grow by one, what was known is not forgotten, an end that was told stays one. */
function watchRecords({ deployment: { stores, time }, seen, finalAt }: World): void {
  const { calls } = stores;
  const store = calls.set.bind(calls);
  calls.set = (callId, call) => {
    const before = seen.get(callId);
    expect(call.version, 'versions grow').toBe((before?.version ?? 0) + 1);
    const forgotten = before?.history.filter(({ state }) => !call.history.some((entry) => entry.state === state));
    expect(forgotten ?? [], 'states stay known').toEqual([]);
    expect(before?.connectContactId ?? call.connectContactId, 'one contact').toBe(call.connectContactId);
    if (isFinal(call.state)) finalAt.set(callId, finalAt.get(callId) ?? time.now);
    seen.set(callId, call);
    return store(callId, call);
  };
}

type Step = fc.AsyncCommand<Model, World>;

const always = () => true;
const step = (text: string, run: Step['run'], check: Step['check'] = always): Step => ({
  check,
  run,
  toString: () => text,
});

function dataOf(wish: number, now: number): CallRequested['data'] {
  const { opportunity, contacts, call } = callRequested().data;
  const { phone, ...rest } = WISHES[wish] ?? expect.fail();
  const wait = 'wait' in rest ? rest.wait : 0;
  return {
    opportunity: { ...opportunity, id: `opp-${phone}` },
    contacts: contacts.map((contact) => ({ ...contact, id: `c-${phone}` })),
    documents: [],
    call: {
      ...call,
      contactId: `c-${phone}`,
      phone,
      ...(wait > 0 && { notBefore: new Date(now + wait).toISOString() }),
    },
  };
}

const wishes = fc.nat(WISHES.length - 1);
const request = wishes.map((wish) =>
  step(`request ${wish}`, async ({ asked }, { deployment }) => {
    asked.add(wish);
    const { sourceId } = WISHES[wish] ?? expect.fail();
    deployment.request(sourceId, `msg_${wish}`, dataOf(wish, deployment.time.now));
  }),
);
const cancel = wishes.map((wish) =>
  step(
    `cancel ${wish}`,
    async (_model, { deployment }) => deployment.cancel(callIds[wish] ?? ''),
    ({ asked }) => asked.has(wish),
  ),
);
const list = wishes.map((wish) =>
  step(
    `list ${wish}`,
    async ({ listedAt }, { deployment: { stores, time } }) => {
      const { sourceId, phone } = WISHES[wish] ?? expect.fail();
      WISHES.forEach((other, index) => {
        if (other.sourceId === sourceId && other.phone === phone && !listedAt.has(index)) listedAt.set(index, time.now);
      });
      stores.attempts.listed.add(idOf(sourceId, phone));
    },
    ({ asked }) => asked.has(wish),
  ),
);
const outcome = fc.tuple(wishes, fc.constantFrom(...DISPOSITIONS)).map(([wish, disposition]) =>
  step(
    `outcome ${wish} ${disposition}`,
    async ({ outcomes }, { deployment }) => {
      outcomes.set(wish, new Set([...(outcomes.get(wish) ?? []), disposition]));
      deployment.saveOutcome(callIds[wish] ?? '', disposition);
    },
    ({ asked }) => asked.has(wish),
  ),
);
const jumps = [10, 25, 100, SECOND, 5 * SECOND, 7 * SECOND, 30 * SECOND, MINUTE, 16 * MINUTE, 3 * HOUR, 25 * HOUR];
const jump = fc
  .constantFrom(...jumps)
  .map((milliseconds) =>
    step(`wait ${milliseconds}`, async (_model, { deployment: { time } }) => time.run(time.now + milliseconds)),
  );
const disturb = fc
  .array(fc.constantFrom('lost' as const, 'lost' as const, 'doubled' as const, 'late' as const), {
    minLength: 1,
    maxLength: 6,
  })
  .map((events) => step(`events ${events}`, async (_model, world) => void world.events.push(...events)));
const strike = fc
  .record({
    ahead: fc.nat(5),
    wave: fc.nat(4),
    subset: fc.nat(63),
    fate: fc.constantFrom<Fate | 'killed'>('killed', 'killed', 'fails-before', 'fails-after', 'twice'),
  })
  .map(({ ahead, wave, subset, fate }) =>
    step(`${fate} +${ahead} wave ${wave} [${subset.toString(2)}]`, async (_model, { deployment, strikes }) => {
      strikes.set(`${deployment.invocations + ahead} ${wave}`, { subset, fate });
    }),
  );
const down = fc
  .integer({ min: 1, max: 7 })
  .map((posts) => step(`CRM down ${posts}`, async (_model, { deployment: { crm } }) => crm.failNext(posts)));

/** What is not as it should be in the end; all that was asked has had its time. */
function judge(model: Model, real: World): readonly string[] {
  const { stores, connect, crm, dialQueue, writeBackQueue, deadEvents } = real.deployment;
  const wrong: string[] = [];
  const check = (what: string, isSo: boolean) => void (isSo || wrong.push(what));
  for (const wish of model.asked) {
    const callId = callIds[wish] ?? '';
    const call = stores.calls.get(callId);
    check(
      `${wish} ends as its facts say, not as ${call?.state} ${call?.reason}`,
      isExpectedEnd(model, real, wish, call),
    );
  }
  for (const call of stores.calls.values()) {
    const { callId, requestedAt } = call;
    const contacts = connect.contacts.get(callId) ?? [];
    const logged = crm.log.get(callId)?.call;
    check(`${callId} is over: ${call.state}`, isFinal(call.state));
    check(`${callId} is called at most once`, contacts.length <= 1);
    check(
      `${callId} is known as Connect knows it`,
      contacts.every((contact) => tellsStory(call, contact.story) || isUnheardOf(real, contact, call)),
    );
    check(`${callId} is logged as it ended`, logged !== undefined && sameEnd(logged, call));
    const wait = call.history.some(({ state }) => state === 'scheduled') ? 2 * HOUR : 0;
    const lasted = (real.finalAt.get(callId) ?? Number.POSITIVE_INFINITY) - Date.parse(requestedAt);
    check(`${callId} is over in time`, lasted <= LONGEST + wait);
  }
  check(
    'no log without a call',
    [...crm.log.keys()].every((callId) => stores.calls.has(callId)),
  );
  check(
    'no contact without a call',
    [...connect.contacts.keys()].every((callId) => stores.calls.has(callId)),
  );
  check(
    'every request is accepted',
    [...crm.sent.values()].every(({ acknowledgedAt }) => acknowledgedAt !== undefined),
  );
  check('dialling is paced', connect.throttled === 0);
  check('nothing waits', dialQueue.waiting + writeBackQueue.waiting === 0);
  check('nothing is dead', dialQueue.deadLetters.length + writeBackQueue.deadLetters.length + deadEvents.length === 0);
  return wrong;
}

/** The reference model. Who dies between asking the list and dialling may be a little late. */
const DIALLING = 2 * SECOND;

function isExpectedEnd(model: Model, real: World, wish: number, call: StoredCall | undefined): boolean {
  const { connect, cancelled } = real.deployment;
  const callId = callIds[wish] ?? '';
  const [contact] = connect.contacts.get(callId) ?? [];
  const listedAt = model.listedAt.get(wish);
  const is = (state: string, reason: string) => call?.state === state && call.reason === reason;
  if (cancelled.get(callId) === 200) return is('failed', 'cancelled') && contact === undefined;
  if (contact !== undefined && isUnheardOf(real, contact, call)) return listedAt !== undefined;
  if (contact !== undefined) {
    const isTooLate = listedAt !== undefined && contact.startedAt > listedAt + DIALLING;
    const { behaviour } = WISHES[wish] ?? expect.fail();
    const isMissed = behaviour === 'no-answer' || behaviour === 'second-time';
    const outcomes = model.outcomes.get(wish) ?? new Set();
    const isKnownOutcome = call?.outcome === undefined || outcomes.has(call.outcome.disposition);
    return !isTooLate && isKnownOutcome && is('completed', isMissed ? 'no-answer' : 'customer-hung-up');
  }
  if (is('blocked', 'do-not-call')) return listedAt !== undefined;
  return is('failed', 'destination-not-allowed') && WISHES[wish]?.behaviour === 'refused';
}

/**
 * Known and accepted (ARCHITECTURE.md): dialled at once, listed before the safety net looked, and of the call not a single event
 * came. Asking Connect would mean to dial, which is forbidden by now.
 */
const isUnheardOf = ({ heard }: World, { connectContactId }: { connectContactId: string }, call?: CallView): boolean =>
  heard[Number(connectContactId.replace('contact-', '')) - 1] === 0 && call?.reason === 'do-not-call';

/** Times and all, whichever events and looks have brought them. */
function tellsStory(call: CallView, story: readonly { readonly type: string; readonly at: number }[]): boolean {
  const timeOf = (type: string): string | undefined => {
    const at = story.find((chapter) => chapter.type === type)?.at;
    return at === undefined ? undefined : new Date(at).toISOString();
  };
  const isAnswered = timeOf('CONNECTED_TO_SYSTEM') !== undefined;
  return (
    call.answeredAt === timeOf('CONNECTED_TO_SYSTEM') &&
    call.withAgentAt === timeOf('CONNECTED_TO_AGENT') &&
    call.endedAt === timeOf('DISCONNECTED') &&
    call.completedAt === timeOf(isAnswered ? 'COMPLETED' : 'DISCONNECTED')
  );
}

const sameEnd = (one: CallView, other: CallView): boolean =>
  JSON.stringify([one.state, one.reason, one.history, one.outcome?.disposition]) ===
  JSON.stringify([other.state, other.reason, other.history, other.outcome?.disposition]);

describe('any interleaving of what CRMs, agents, Connect and misfortune do', () => {
  it('ends each call as its facts say, once, told once, and in time', async () => {
    let steps = 0;
    const commands = fc.commands(
      [request, request, request, cancel, list, outcome, jump, jump, jump, disturb, strike, strike, down],
      {
        ...{ maxCommands: 24, size: 'max' as const },
      },
    );
    await fc.assert(
      fc.asyncProperty(commands, async (script) => {
        const model: Model = { asked: new Set(), listedAt: new Map(), outcomes: new Map() };
        const real = world();
        await fc.asyncModelRun(() => ({ model, real }), script);
        await real.deployment.time.run();
        steps += [...script].length;
        expect(judge(model, real)).toEqual([]);
      }),
      { numRuns: 2_000, seed: 20_261_127 },
    );
    expect(steps).toBeGreaterThan(10_000);
  }, 120_000);
});
