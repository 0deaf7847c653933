/**
 * G2 and G3 under load, on a virtual clock: a burst of 10,000 requests from four sources, with duplicates, service faults
 * before and after the effect, lost and doubled events, doubled messages, killed functions and a CRM that is dead for a while.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { CallView } from '#core/contracts/call.ts';
import type { CallRequested } from '#core/contracts/call-request.ts';
import { callIdOf } from '#core/ids.ts';
import { CIRCUIT_FAILURES, MINUTE, WRITE_BACK_TIMEOUT } from '#core/policy.ts';
import { callRequested } from '../functions/support/call-requested.ts';
import { newsOf } from './support/crm.ts';
import { type Deployment, deploy } from './support/deployment.ts';
import { type Chaos, calm, type Fate } from './support/invocation.ts';
import { mulberry32 } from './support/random.ts';
import { templateSettings } from './support/template-settings.ts';

/** Milliseconds that a run may take on a machine that has other things to do. */
const LONG = 240_000;
const SOURCES = ['import-a', 'import-b', 'import-c', 'import-d'];
/** The senders' own time to send 500 requests. Milliseconds. */
const SENDING_500 = 1_000;
const DUPLICATES = 0.05;
/** Of attempts to reach a service: half of them before, half after it has done what it was asked for. */
const FAULTS = 0.02;
/** Of waves of effects: about one invocation in five hundred dies. */
const KILLS = 0.0005;
const [LOST_EVENTS, DOUBLED_EVENTS, DOUBLED_MESSAGES] = [0.02, 0.02, 0.001];
/** Of people: those who must not be called, whom Connect refuses to dial, who do not answer. */
const [DO_NOT_CALL, REFUSED, NO_ANSWER] = [100, 100, 10];
/** Milliseconds of a round trip. */
const LATENCY: Readonly<Record<string, number>> = {
  ...{ connect: 120, crm: 150, dialQueue: 10, writeBackQueue: 10 },
  'crm.timeout': WRITE_BACK_TIMEOUT,
};
const STORE_LATENCY = 5;
/** The services' clients try again once; dialling is not repeated by its client (core/policy.ts). */
const attemptsOf = (effect: string): number => (effect === 'connect.start' ? 1 : 2);

const settings = templateSettings();
const { perSecond, burst } = settings.quota;
const latency = (effect: string): number => LATENCY[effect] ?? LATENCY[effect.split('.')[0] ?? ''] ?? STORE_LATENCY;

function turmoil(random: () => number, counts: { attempts: number }): Chaos {
  function fate(effect: string): Fate {
    if (effect === 'connect.start') counts.attempts += 1;
    let isDone = false;
    for (let attempt = 1; attempt <= attemptsOf(effect); attempt += 1) {
      if (random() >= FAULTS) return isDone ? 'twice' : 'works';
      isDone ||= random() < 0.5;
    }
    return isDone ? 'fails-after' : 'fails-before';
  }
  return {
    ...{ latency, fate, straggles: () => random() < 0.5 },
    strike: () => (random() < KILLS ? () => random() < 0.5 : undefined),
    deliveries(what) {
      const chance = random();
      if (what === 'message') return chance < DOUBLED_MESSAGES ? [0, 500] : [0];
      if (chance < LOST_EVENTS) return [];
      return chance < LOST_EVENTS + DOUBLED_EVENTS ? [random() * 1_000, random() * 90_000] : [random() * 1_000];
    },
  };
}

interface Load {
  readonly requests: number;
  readonly deployment: Deployment;
  /** Calls that were to be dialled. */
  readonly toDial: number;
  readonly seconds: number;
}

const isEvery = (id: number, nth: number): boolean => id % nth === nth - 1;
const mayBeCalled = (id: number): boolean => !isEvery(id, DO_NOT_CALL);
const sourceOf = (id: number): string => SOURCES[id % SOURCES.length] ?? '';

function dataOf(id: number): CallRequested['data'] {
  const { opportunity, contacts, call } = callRequested().data;
  return {
    opportunity: { ...opportunity, id: `opp-${id}` },
    contacts: contacts.map((contact) => ({ ...contact, doNotCall: !mayBeCalled(id) })),
    documents: [],
    call: { ...call, phone: `+1415${2_000_000 + id}` },
  };
}

/** A small source: single calls while others import. Milliseconds. */
interface Clicks {
  readonly from: number;
  readonly every: number;
  readonly count: number;
}
/** None of them is to be refused. */
const dataOfClick = (requests: number, click: number) => dataOf(requests + click * DO_NOT_CALL + 1);

/** A source whose CRM does not answer for a while. Milliseconds. */
interface Outage {
  readonly sourceId: string;
  readonly from: number;
  readonly until: number;
}

async function load(
  requests: number,
  chaos: Chaos,
  random: () => number,
  { clicks, outage }: { readonly clicks?: Clicks; readonly outage?: Outage } = {},
): Promise<Load> {
  const began = performance.now();
  const deployment = deploy(
    settings,
    chaos,
    (phone) => {
      const id = Number(phone.slice(5)) - 2_000_000;
      if (isEvery(id + 1, REFUSED)) return 'refused';
      return isEvery(id, NO_ANSWER) ? 'no-answer' : 'answers';
    },
    random,
  );
  const { time, crm } = deployment;
  if (outage !== undefined) {
    const { sourceId, from, until } = outage;
    time.after(from, () => crm.silence(sourceId, time.now + until - from));
  }
  for (let id = 0; id < requests; id += 1) {
    const ask = () => deployment.request(sourceOf(id), `msg_${id}`, dataOf(id));
    const after = random() * (requests / 500) * SENDING_500;
    time.after(after, ask);
    if (random() < DUPLICATES) time.after(after + random() * 60_000, ask);
  }
  const { from = 0, every = 0, count = 0 } = clicks ?? {};
  for (let click = 0; click < count; click += 1) {
    time.after(from + click * every, () => deployment.request('sales', `click_${click}`, dataOfClick(requests, click)));
  }
  await time.run();
  const toDial = Array.from({ length: requests }, (_, id) => id).filter(mayBeCalled).length + count;
  return { requests, deployment, toDial, seconds: (performance.now() - began) / 1_000 };
}

/** The duration of all dialling, as a multiple of the least that the quota allows. */
function makespanRatio({ deployment, toDial }: Load): number {
  const { starts } = deployment.connect;
  const lasted = (starts.at(-1) ?? 0) - (starts[0] ?? 0);
  return lasted / 1_000 / ((toDial - burst) / perSecond);
}

/** The most calls that any window held beyond what rate and burst allow in it; 0 when the quota was kept. */
function overQuota(starts: readonly number[]): number {
  let [tokens, before, worst] = [burst, starts[0] ?? 0, 0];
  for (const at of starts) {
    tokens = Math.min(burst, tokens + ((at - before) / 1_000) * perSecond) - 1;
    before = at;
    worst = Math.max(worst, -tokens);
  }
  return worst;
}

/** How a request ended. */
function endOf({ stores, connect }: Deployment, id: number): string {
  const callId = callIdOf(sourceOf(id), `msg_${id}`);
  const call = stores.calls.get(callId);
  const contacts = connect.contacts.get(callId)?.length ?? 0;
  if (call?.state === 'blocked' || call?.state === 'failed')
    return `${call.state} ${call.reason}, ${contacts} contacts`;
  return `${contacts} contacts`;
}

const expectedEnd = (id: number): string => {
  if (!mayBeCalled(id)) return 'blocked do-not-call, 0 contacts';
  return isEvery(id + 1, REFUSED) ? 'failed destination-not-allowed, 0 contacts' : '1 contacts';
};

/** Versions aside: bookkeeping of ours counts there too. */
const sameStory = (log: CallView | undefined, record: CallView): boolean =>
  log !== undefined && storyOf(log) === storyOf(record);
const storyOf = ({ state, reason, history }: CallView): string => JSON.stringify([state, reason, history]);
const isOver = ({ state }: CallView): boolean => ['completed', 'blocked', 'failed'].includes(state);

/** From the first message about a call's news to the CRM's having heard it, the shortest first. Seconds. */
function delaysOfNews({ deployment: { crm, stores } }: Load, isOf: (sourceId: string) => boolean): readonly number[] {
  return [...stores.calls.values()]
    .filter(({ sourceId }) => isOf(sourceId))
    .flatMap(({ callId }) => TOLD.map((type) => newsOf(type, callId)))
    .flatMap((news) => {
      const [at, heardAt] = [stores.newsAt.get(news), crm.heardAt.get(news)];
      return at === undefined || heardAt === undefined ? [] : [(heardAt - at) / 1_000];
    })
    .sort((one, other) => one - other);
}
const TOLD = ['call.dialing', 'call.answered', 'call.ended', 'call.completed'] as const;

describe('a burst of 10,000 requests, with everything going wrong', () => {
  const counts = { attempts: 0 };
  const clicks = { from: 30_000, every: 20_000, count: 100 };
  const outage = { sourceId: 'import-c', from: 10 * MINUTE, until: 25 * MINUTE };
  let ran: Load;
  beforeAll(async () => {
    const random = mulberry32(20_261_124);
    ran = await load(10_000, turmoil(random, counts), random, { clicks, outage });
  }, LONG);

  it('is accepted completely, however often the senders had to ask', () => {
    const sent = [...ran.deployment.crm.sent.values()];
    expect(sent.filter(({ acknowledgedAt, dropped }) => acknowledgedAt === undefined || dropped !== undefined)).toEqual(
      [],
    );
    expect(sent).toHaveLength(ran.requests + clicks.count);
  });

  it('ends in exactly one call or one explained refusal each', () => {
    const ids = Array.from({ length: ran.requests }, (_, id) => id);
    expect(ids.filter((id) => endOf(ran.deployment, id) !== expectedEnd(id))).toEqual([]);
    expect(ran.deployment.stores.calls.size).toBe(ran.requests + clicks.count);
  });

  it('is counted once for every end: what died before its count is missing, nothing is there twice', () => {
    const { metrics, stores } = ran.deployment;
    const ends = metrics.counted.filter(({ name }) => name === 'CallsEnded');
    expect(ends.length).toBeLessThanOrEqual(stores.calls.size);
    expect(ends.length).toBeGreaterThan(0.98 * stores.calls.size);
    for (const sourceId of new Set(ends.map(({ dimensions }) => dimensions.sourceId))) {
      const calls = [...stores.calls.values()].filter((call) => call.sourceId === sourceId);
      const own = ends.filter(({ dimensions }) => dimensions.sourceId === sourceId);
      expect(own.length).toBeLessThanOrEqual(calls.length);
    }
  });

  it('is dialled no faster than the quota in any window, and almost as fast', () => {
    const { starts, throttled } = ran.deployment.connect;
    expect(overQuota(starts)).toBeLessThan(1e-3);
    expect(throttled).toBe(0);
    expect(makespanRatio(ran)).toBeLessThanOrEqual(1.05);
    expect(makespanRatio(ran)).toBeGreaterThan(0.99);
    expect(counts.attempts / ran.toDial).toBeLessThanOrEqual(1.02);
  });

  it('ends for the CRM as it ended: one log per call, as the record says it, though events were lost; nothing is dead', () => {
    const { stores, crm, dialQueue, writeBackQueue, deadEvents } = ran.deployment;
    expect(crm.log.size).toBe(ran.requests + clicks.count);
    const calls = [...stores.calls.values()];
    expect(calls.filter((call) => !isOver(call))).toEqual([]);
    const logOf = ({ callId }: CallView) => crm.log.get(callId)?.call;
    expect(calls.filter((call) => !sameStory(logOf(call), call))).toEqual([]);
    expect([dialQueue.deadLetters, writeBackQueue.deadLetters, deadEvents]).toEqual([[], [], []]);
  });

  it('tells the other CRMs as soon as ever while one is dead, and that one everything when it is back', () => {
    const { crm, visibilityTimeout } = { ...ran.deployment, ...settings.writeBack };
    const others = delaysOfNews(ran, (sourceId) => sourceId !== outage.sourceId);
    expect(others.length).toBeGreaterThan(25_000);
    // Without the circuit breaker 440 s at the 95th percentile.
    expect(others[Math.floor(0.99 * others.length)]).toBeLessThan(1);
    // A message of a function that died is seen again after its visibility timeout; once more is bad luck.
    expect(others.at(-1)).toBeLessThan(2 * visibilityTimeout + 10);
    expect(crm.unheardPosts).toBeGreaterThanOrEqual(CIRCUIT_FAILURES);
    expect(crm.unheardPosts).toBeLessThan(40);
    const dead = delaysOfNews(ran, (sourceId) => sourceId === outage.sourceId);
    expect(dead.length).toBeGreaterThan(9_000);
    expect(dead.at(-1)).toBeLessThan((outage.until - outage.from + 30 * MINUTE) / 1_000);
  });

  it('lets clicks of another source go before the import, but for the few that a fault hits', () => {
    const waits = Array.from({ length: clicks.count }, (_, click) => {
      const call = ran.deployment.stores.calls.get(callIdOf('sales', `click_${click}`));
      return (Date.parse(call?.dialingAt ?? '') - Date.parse(call?.requestedAt ?? '')) / 1_000;
    }).sort((one, other) => one - other);
    // Its turn is next: a slot is at most half a second away, and the queue's clock has whole seconds.
    expect(waits[Math.floor(0.5 * clicks.count)]).toBeLessThan(2);
    // One in a hundred meets a fault and waits a minute for its safety net, or for its sender.
    expect(waits[Math.floor(0.95 * clicks.count)]).toBeLessThan(5);
    expect(waits.at(-1)).toBeLessThan(600);
  });
});

describe('a burst of 2,000 requests on a quiet day', () => {
  it(
    'is dialled with one attempt per call, at the pace of the quota',
    async () => {
      const random = mulberry32(7);
      const ran = await load(2_000, { ...calm, latency }, random);
      const { starts, throttled } = ran.deployment.connect;
      expect(throttled).toBe(0);
      expect(starts).toHaveLength(ran.toDial);
      expect(overQuota(starts)).toBeLessThan(1e-3);
      expect(makespanRatio(ran)).toBeLessThanOrEqual(1.02);
      expect([...ran.deployment.stores.calls.values()].filter((call) => !isOver(call))).toEqual([]);
    },
    LONG,
  );
});

describe('an import of 3,000 that begins ten minutes after another of 4,000, and one of 100 after both', () => {
  const imports = [
    { sourceId: 'import-a', from: 0, count: 4_000 },
    { sourceId: 'import-b', from: 600_000, count: 3_000 },
    { sourceId: 'import-c', from: 1_200_000, count: 100 },
  ];
  let deployment: Deployment;
  let beganAt = 0;
  beforeAll(async () => {
    const random = mulberry32(11);
    deployment = deploy(settings, { ...calm, latency }, undefined, random);
    const { time } = deployment;
    beganAt = time.now;
    let id = 0;
    for (const { sourceId, from, count } of imports) {
      for (let index = 0; index < count; index += 1, id += 2 * DO_NOT_CALL) {
        const [requestId, data] = [`msg_${index}`, dataOf(id)];
        time.after(from + 2 * index, () => deployment.request(sourceId, requestId, data));
      }
    }
    await time.run();
  }, LONG);

  const dialled = (sourceId: string): readonly number[] =>
    [...deployment.stores.calls.values()]
      .filter((call) => call.sourceId === sourceId)
      .map(({ dialingAt = '' }) => Date.parse(dialingAt) - beganAt)
      .sort((one, other) => one - other);
  const between = (times: readonly number[], from: number, to: number): number =>
    times.filter((at) => at >= from && at < to).length;

  it('has its equal share from the minute it begins to the minute that one of them has nobody left', () => {
    const [a, b, c] = imports.map(({ sourceId }) => dialled(sourceId));
    if (a === undefined || b === undefined || c === undefined) throw new Error('three imports');
    expect([a, b, c].map((times) => times.length)).toEqual([4_000, 3_000, 100]);
    const perMinute = 60 * perSecond;
    // The sending takes some seconds, during which the clock of the first has gone on.
    for (let minute = 1; minute < 10; minute += 1) {
      expect(between(a, minute * 60_000, (minute + 1) * 60_000)).toBeGreaterThanOrEqual(perMinute - 2);
    }
    const afterC = (c.at(-1) ?? 0) + 60_000;
    const bothWait = [...minutes(601_000, 1_200_000), ...minutes(afterC, (b.at(-1) ?? 0) - 60_000)];
    expect(bothWait.length).toBeGreaterThan(30);
    for (const [from, to] of bothWait) {
      const [ofA, ofB] = [between(a, from, to), between(b, from, to)];
      expect(Math.abs(ofA - ofB)).toBeLessThanOrEqual(4);
      expect(ofA + ofB).toBeGreaterThanOrEqual(perMinute - 2);
    }
    // A third each: of 100 calls, the last within 300 slots.
    expect((c.at(-1) ?? 0) - 1_200_000).toBeLessThanOrEqual((300 / perSecond) * 1_000 + 5_000);
  });

  it('takes no longer than one line would, with one attempt per call', () => {
    const { starts, throttled } = deployment.connect;
    expect(throttled).toBe(0);
    expect(starts).toHaveLength(7_100);
    expect(overQuota(starts)).toBeLessThan(1e-3);
    const lasted = ((starts.at(-1) ?? 0) - (starts[0] ?? 0)) / 1_000;
    expect(lasted / ((7_100 - burst) / perSecond)).toBeLessThanOrEqual(1.01);
  });
});

const minutes = (from: number, to: number): (readonly [number, number])[] =>
  Array.from({ length: Math.max(0, Math.floor((to - from) / 60_000)) }, (_, index) => [
    from + index * 60_000,
    from + (index + 1) * 60_000,
  ]);
