/**
 * The rules of sources on a running system of its own, with the real roles: what may not be called waits or is refused with
 * the rule's name, goes on by itself, is tried again, waits for its agent or does without, and every source hears of it. Its
 * agents see only what is their own (`desktop.access`): ben, a supervisor, sees all. Its inbound flow asks the CRMs (`lookup.crm`).
 */
import { randomUUID } from 'node:crypto';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import { WEEKDAYS } from '../../functions/core/contracts/calling-rules.ts';
import type {
  CallContext,
  CrmMatches,
  OpportunityContext,
} from '../../functions/core/contracts/opportunity-context.ts';
import type { Problem } from '../../functions/core/contracts/problem.ts';
import { demoSourceId } from '../../local/crm/demo-accounts.ts';
import { UNTOLD_DEALS } from '../../local/crm/untold-deals.ts';
import type { VendorKind } from '../../local/crm/vendor.ts';
import { VENDORS } from '../../local/crm/vendors.ts';
import { PHONE_NUMBERS } from '../../local/seed.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { type ReceivingCrm, startReceivingCrm } from '../system/receiving-crm.ts';
import { type RunningSystem, startRunningSystem } from '../system/running-system.ts';
import { simulatorOf } from '../system/simulator.ts';
import { type Softphone, signIn } from '../system/softphone.ts';
import { callRequested, freshPhone, post, type Wish } from '../system/source.ts';
import { vendorConsole } from '../system/vendor-console.ts';
import { waitFor } from '../system/wait-for.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
/** Three seconds. */
const GAP_MINUTES = 0.05;
/** Two seconds. */
const RETRY_MINUTES = 1 / 30;
/** The first look at an agent who was away comes after 15 s (AGENT_LOOK_MIN). */
const SOON_MS = 40 * SECOND;
const dateAfter = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const hourAfter = (hours: number): string => `${new Date(Date.now() + hours * HOUR).toISOString().slice(11, 14)}00`;

/** Rules whose effect does not depend on when the tests run. */
const RULES = {
  gap: { callingRules: { minimumGapMinutes: GAP_MINUTES } },
  cap: { callingRules: { attemptCaps: { perPersonPerDay: 1 } } },
  'strict-cap': { callingRules: { attemptCaps: { perNumberPerDay: 1 }, whenBlocked: 'refuse' } },
  consent: { callingRules: { consent: { required: true, purpose: 'sales' } } },
  // Also when midnight comes while the tests run.
  holiday: { callingRules: { holidays: { dates: [dateAfter(-1), dateAfter(0), dateAfter(1)] } } },
  night: { callingRules: { hours: [{ days: [...WEEKDAYS], start: hourAfter(10), end: hourAfter(14) }] } },
  retry: { retry: { busy: { after: [RETRY_MINUTES], max: 2 }, noAnswer: { after: [RETRY_MINUTES] } } },
  'retry-to-cap': {
    callingRules: { attemptCaps: { perPersonPerDay: 2 }, whenBlocked: 'refuse' },
    retry: { busy: { after: [RETRY_MINUTES], max: 5 } },
  },
  'for-the-agent': { agentUnavailable: 'wait' },
  'for-the-team': { agentUnavailable: 'other-agent' },
  'as-a-task': { agentUnavailable: 'agent-first' },
  'short-ring': { ringSeconds: 15 },
  'no-machines': {
    answeringMachine: { message: 'This is Northwind. We call again.' },
    // Six seconds: by then a person has the phone.
    retry: { voicemail: { after: [0.1] } },
  },
  // Three seconds.
  'write-once': { log: 'once', logWaitMinutes: 0.05 },
} as const;
type SourceId = keyof typeof RULES;

let system: RunningSystem;
let crm: ReceivingCrm;
let ana: AgentApi;
let ben: AgentApi;
let simulator: ReturnType<typeof simulatorOf>;
let softphones: Record<'ana' | 'ben', Softphone>;
/** Asked for at the beginning, so that nobody waits for its ring time. */
let unanswered: { readonly callId: string };
/** A colleague's deal whose call rang at ana at the beginning, so that nobody waits for the minute that it stays open. */
let rejected: { readonly path: string; readonly shown: number };

beforeAll(async () => {
  crm = await startReceivingCrm(() => system.endpoints);
  system = await startRunningSystem(
    Object.entries(RULES).map(([id, rules]) => ({ id, kind: 'generic', callbackUrl: crm.callbackUrl(id), ...rules })),
    { access: 'own', lookUpInCrm: true },
  );
  [ana, ben] = await Promise.all([
    agentApi(system.endpoints, 'ana', system.file),
    agentApi(system.endpoints, 'ben', system.file),
  ]);
  simulator = simulatorOf(system.endpoints);
  softphones = { ana: await signIn(system.endpoints, 'ana'), ben: await signIn(system.endpoints, 'ben') };
  const many = { concurrentCalls: 1_000, concurrentCampaignCalls: 1_000 };
  await simulator.setQuotas({ default: { perSecond: 1_000, burst: 1_000 }, ...many });
  unanswered = await person().ask('short-ring');
  rejected = await isRejected();
});
afterAll(async () => {
  await system?.stop();
  await crm?.stop();
});

/** A person with a number and an opportunity of their own, in UTC. */
function person(wish: Wish['contact'] = {}, agent = 'ana') {
  const id = `c-${randomUUID()}`;
  const [phone, opportunityId] = [freshPhone(), `opp-${randomUUID()}`];
  const contact = { id, timeZone: 'UTC', ...wish };
  return {
    ...{ phone, opportunityId },
    ask: async (sourceId: SourceId, call: Wish['call'] = {}, requestId = `msg_${randomUUID()}`) => {
      const whose = { agent, opportunity: { owner: { username: agent } } };
      const request = callRequested({ phone, opportunityId, contact, ...whose, call: { contactId: id, ...call } });
      const { status, body } = await post(system.endpoints, request, { sourceId, id: requestId });
      expect(status).toBe(202);
      return { ...body, requestId };
    },
  };
}

const callOf = async (callId: string, viewer = ana): Promise<CallView> =>
  (await viewer.get<CallView>(`/calls/${callId}`)).body;
const reached = (callId: string, state: CallView['state'], viewer = ana) =>
  waitFor(`${callId} to be ${state}`, async () => {
    const call = await callOf(callId, viewer);
    return call.state === state && call;
  });
/** The contact that Connect has started for the call. */
const rung = (callId: string) =>
  waitFor(`${callId} to be dialled`, async () => (await simulator.contactsOf(callId))[0]);

/** The agent becomes available, takes what rings, speaks until the customer hangs up, and is gone again. */
async function takes(agent: 'ana' | 'ben', callId: string, phone: string, viewer = ana): Promise<CallView> {
  const softphone = softphones[agent];
  await softphone.setStatus('Available');
  const contactId = await waitFor(`${agent} to be rung`, () => softphone.ringing(), { withinMs: SOON_MS });
  await softphone.accept(contactId);
  await reached(callId, 'with_agent', viewer);
  await simulator.phone(phone, 'hangup');
  await reached(callId, 'ended', viewer);
  await softphone.clear(contactId);
  await softphone.setStatus('Offline');
  return reached(callId, 'completed', viewer);
}

/** Ana is rung for a deal of ben's, looks at it, and does not want the call. */
async function isRejected(): Promise<typeof rejected> {
  const { phone, opportunityId, ask } = person({}, 'ben');
  await simulator.setPhone(phone, 'answer');
  await softphones.ana.setStatus('Available');
  await ask('for-the-team');
  const contactId = await waitFor('ana to be rung', () => softphones.ana.ringing());
  await ana.get(`/calls/by-connect-contact/${contactId}/context`);
  const path = `/opportunities/for-the-team/${opportunityId}`;
  const { status: shown } = await ana.get(path);
  await softphones.ana.reject(contactId);
  await simulator.phone(phone, 'hangup');
  await softphones.ana.clear(contactId);
  await softphones.ana.setStatus('Offline');
  return { path, shown };
}

/** The message that follows every request after a minute, now. */
async function sendSafetyNet(sourceId: SourceId, requestId: string): Promise<void> {
  const { aws: endpoint, region, credentials } = system.endpoints;
  const sqs = new SQSClient({ endpoint, region, credentials });
  const { QueueUrls: urls = [] } = await sqs.send(new ListQueuesCommand({}));
  const QueueUrl = urls.find((url) => /Dial(?!.*DeadLetters)/.test(url));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ sourceId, requestId }) }));
  sqs.destroy();
}

describe('the minimum gap', () => {
  it('holds the second call with its reason, and makes it by itself when the gap is over', async () => {
    const { phone, ask } = person();
    await simulator.setPhone(phone, 'busy');
    const first = await ask('gap');
    await rung(first.callId);
    const { requestedAt } = await callOf(first.callId);
    const second = await ask('gap');
    expect(second).toMatchObject({ status: 'held', reason: 'minimum-gap' });
    expect(Date.parse(second.dueAt ?? '') - Date.parse(requestedAt)).toBe(GAP_MINUTES * 60 * SECOND);

    await rung(second.callId);
    const made = await reached(second.callId, 'completed');
    expect(Date.parse(made.dialingAt ?? '')).toBeGreaterThanOrEqual(Date.parse(second.dueAt ?? ''));
    expect(made.history.map(({ state }) => state)).toEqual(['requested', 'held', 'dialing', 'ended', 'completed']);
    await crm.hears('gap', second.callId, 'call.completed');
  });
});

describe('an attempt cap', () => {
  it('holds the next call until the person’s next day, by a schedule of EventBridge', async () => {
    const { phone, ask } = person({ timeZone: 'Asia/Kolkata' });
    await simulator.setPhone(phone, 'busy');
    await rung((await ask('cap')).callId);
    const held = await ask('cap');
    const midnight = new Date(held.dueAt ?? '');
    expect(held).toMatchObject({ status: 'held', reason: 'attempt-cap' });
    expect(midnight.toISOString()).toMatch(/T18:30:00.000Z$/);
    expect(midnight.getTime() - Date.now()).toBeLessThanOrEqual(DAY);

    await sendSafetyNet('cap', held.requestId);
    const schedule = await scheduleOf(held.callId);
    expect(JSON.parse(schedule.Target?.Input ?? '')).toMatchObject({ sourceId: 'cap', wakeAt: held.dueAt });
    expect(schedule).toMatchObject({ ScheduleExpression: `at(${held.dueAt?.slice(0, 19)})` });
    expect(await simulator.contactsOf(held.callId)).toEqual([]);
  });

  it('lets one of ten requests at once pass, and refuses the others with the moment when it would allow them', async () => {
    const { phone, ask } = person();
    await simulator.setPhone(phone, 'busy');
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('strict-cap')));
    const refused = answers.filter(({ status }) => status === 'blocked');
    expect(refused).toHaveLength(9);
    for (const { callId, reason, dueAt } of refused) {
      expect({ reason, dueAt }).toEqual({ reason: 'attempt-cap', dueAt: expect.stringMatching(/T00:00:00.000Z$/) });
      expect((await crm.hears('strict-cap', callId, 'call.blocked')).data.call).toMatchObject({
        state: 'blocked',
        reason,
      });
      expect(await simulator.contactsOf(callId)).toEqual([]);
    }
  });

  async function scheduleOf(callId: string) {
    const { aws: endpoint, region, credentials } = system.endpoints;
    const scheduler = new SchedulerClient({ endpoint, region, credentials });
    const named = { Name: callId, GroupName: 'opportunity-cti-wake-ups' };
    return waitFor('the schedule', () => scheduler.send(new GetScheduleCommand(named)).catch(() => undefined));
  }
});

describe('consent', () => {
  const NONE = { status: 'blocked', reason: 'consent' };
  const CALLED = { status: expect.stringMatching(/^(dialing|queued)$/) };
  it.each([
    ['is not known', undefined, NONE],
    ['was denied', { status: 'denied' }, NONE],
    ['was given for something else', { status: 'granted', purposes: ['service'] }, NONE],
    ['is over', { status: 'granted', until: '2026-01-01T00:00:00Z' }, NONE],
    ['was given for this', { status: 'granted', purposes: ['sales'] }, CALLED],
  ])('that %s', async (_case, consent, answer) => {
    const { phone, ask } = person(consent === undefined ? {} : { consent });
    await simulator.setPhone(phone, 'busy');
    expect(await ask('consent')).toMatchObject(answer);
  });
});

describe('days and hours', () => {
  it('hold a call over the source’s holidays', async () => {
    const held = await person().ask('holiday');
    expect(held).toMatchObject({ status: 'held', reason: 'holiday', dueAt: `${dateAfter(2)}T00:00:00.000Z` });
  });

  it('hold a call until the hours of the person’s own clock begin', async () => {
    const held = await person().ask('night');
    expect(held).toMatchObject({ status: 'held', reason: 'calling-hours' });
    expect(held.dueAt).toMatch(`T${RULES.night.callingRules.hours[0].start}:00.000Z`);
    const elsewhere = person({ timeZone: 'Etc/GMT-12' });
    await simulator.setPhone(elsewhere.phone, 'busy');
    expect(await elsewhere.ask('night')).toMatchObject({ status: expect.stringMatching(/^(dialing|queued)$/) });
  });
});

describe('the source’s do-not-call list', () => {
  it('blocks at the moment of dialling a number that was listed after the request', async () => {
    const { phone, ask } = person();
    const soon = new Date(Date.now() + 3 * SECOND).toISOString();
    const asked = await ask('retry', { notBefore: soon });
    expect(asked).toMatchObject({ status: 'scheduled', reason: 'not-before' });
    const change = { type: 'do-not-call.added', timestamp: new Date().toISOString(), data: { numbers: [phone] } };
    expect((await post(system.endpoints, change, { sourceId: 'retry' })).status).toBe(202);

    const blocked = await reached(asked.callId, 'blocked');
    expect(blocked.reason).toBe('do-not-call');
    expect(blocked.history.at(-1)?.at.localeCompare(soon)).toBe(1);
    expect((await crm.hears('retry', asked.callId, 'call.blocked')).data.call.reason).toBe('do-not-call');
    expect(await simulator.contactsOf(asked.callId)).toEqual([]);
  });
});

describe('a person who is not reached', () => {
  it('is tried again by the source’s policy, each attempt a call of its own, until the policy gives up', async () => {
    const { phone, ask } = person();
    await simulator.setPhone(phone, 'busy');
    let { callId } = await ask('retry');
    const first = callId;
    for (const attempt of [2, 3]) {
      const { nextAttempt, call } = (await crm.hears('retry', callId, 'call.completed')).data;
      expect(nextAttempt).toMatchObject({ attempt, dueAt: expect.any(String) });
      expect(Date.parse(nextAttempt?.dueAt ?? '') - Date.parse(call.endedAt ?? '')).toBe(RETRY_MINUTES * 60 * SECOND);
      callId = nextAttempt?.callId ?? expect.fail('no attempt follows');
      await rung(callId);
      expect(await reached(callId, 'completed')).toMatchObject({ attempt, attemptOf: first, reason: 'busy' });
      expect((await callOf(callId)).dialingAt?.localeCompare(nextAttempt?.dueAt ?? '')).toBe(1);
    }
    const last = await crm.hears('retry', callId, 'call.completed');
    expect(last.data).toMatchObject({ gaveUp: true });
    expect(last.data).not.toHaveProperty('nextAttempt');
  });

  it('is not tried more often than the cap allows: the attempt over it is blocked, and nothing follows', async () => {
    const { phone, ask } = person();
    await simulator.setPhone(phone, 'busy');
    const { callId } = await ask('retry-to-cap');
    const second = (await crm.hears('retry-to-cap', callId, 'call.completed')).data.nextAttempt?.callId ?? '';
    const third = (await crm.hears('retry-to-cap', second, 'call.completed')).data.nextAttempt?.callId ?? '';
    const { data } = await crm.hears('retry-to-cap', third, 'call.blocked');
    expect(data.call).toMatchObject({ state: 'blocked', reason: 'attempt-cap', attempt: 3, attemptOf: callId });
    expect(await simulator.contactsOf(third)).toEqual([]);
    expect(data).not.toHaveProperty('nextAttempt');
  });

  it('because nobody answered is tried again, and the attempt that is answered is a call of its own with no other after it', async () => {
    const { phone, ask } = person();
    await simulator.setPhone(phone, 'no-answer', 3 * SECOND);
    const { callId: first } = await ask('retry');
    await waitFor('the phone to ring', async () => (await rung(first)).state !== 'initiated');
    await simulator.setPhone(phone, 'answer');
    const { nextAttempt, call: unanswered } = (await crm.hears('retry', first, 'call.completed')).data;
    expect(unanswered).toMatchObject({ state: 'completed', reason: 'no-answer' });
    expect(unanswered).not.toHaveProperty('attemptOf');
    const second = nextAttempt?.callId ?? expect.fail('no attempt follows');
    expect(nextAttempt).toMatchObject({ attempt: 2, dueAt: expect.any(String) });

    const answered = await takes('ana', second, phone);
    expect(answered).toMatchObject({ attempt: 2, attemptOf: first, reason: 'customer-hung-up', takenBy: 'ana' });
    expect(answered.dialingAt?.localeCompare(nextAttempt?.dueAt ?? '')).toBe(1);
    expect(await callOf(first)).toMatchObject({ state: 'completed', reason: 'no-answer' });
    const { data } = await crm.hears('retry', second, 'call.completed');
    expect(data.call).toMatchObject({ callId: second, attempt: 2, attemptOf: first, takenBy: 'ana' });
    expect(data).not.toHaveProperty('nextAttempt');
    for (const callId of [first, second]) expect(await simulator.contactsOf(callId)).toHaveLength(1);
  });
});

describe('the agent who asks and is not there', () => {
  it('is done without: the customer is called and goes straight to the team, where a colleague takes the call', async () => {
    const { phone, ask } = person();
    await simulator.setPhone(phone, 'answer');
    const { callId, ...asked } = await ask('for-the-team');
    expect(asked.status).toMatch(/^(dialing|queued)$/);
    expect((await rung(callId)).attributes).toMatchObject({ agentUsername: 'ana', inFallbackQueue: 'true' });
    expect(await takes('ben', callId, phone)).toMatchObject({ agentUsername: 'ana', takenBy: 'ben' });
    expect(await simulator.contactsOf(callId)).toHaveLength(1);
    expect((await crm.hears('for-the-team', callId, 'call.completed')).data.call.takenBy).toBe('ben');
  });

  it('gets a task, which is offered when they are back, and the customer’s phone does not ring', async () => {
    const { phone, ask } = person();
    await simulator.setPhone(phone, 'answer');
    const { callId, ...asked } = await ask('as-a-task');
    expect(asked).toMatchObject({ status: 'queued', reason: 'agent-unavailable' });
    const task = await rung(callId);
    await softphones.ana.setStatus('Available');
    const offered = await waitFor('the task to be offered', () => softphones.ana.ringing());
    expect(offered).toBe(task.contactId);
    await softphones.ana.accept(offered);
    const previewed = await waitFor('the connector to know who previews', async () => {
      const call = await callOf(callId);
      return call.preview?.acceptedAt !== undefined && call.reason === 'agent-preview' && call;
    });
    expect(previewed).toMatchObject({ mode: 'agent-first', state: 'queued' });
    expect(await simulator.contactsOf(callId)).toHaveLength(1);
    expect(previewed).not.toHaveProperty('dialingAt');

    expect(await ana.send('POST', `/calls/${callId}/discard`, { reason: 'other' })).toMatchObject({ status: 200 });
    await waitFor('the desk to be clear', async () => (await softphones.ana.onDesk())[offered] === 'ended');
    await softphones.ana.clear(offered);
    await softphones.ana.setStatus('Offline');
    expect((await crm.hears('as-a-task', callId, 'call.failed')).data.call.reason).toBe('preview-discarded');
  });

  it('is waited for: nobody is called until they are back, then the call goes on by itself', async () => {
    const { phone, ask } = person();
    await simulator.setPhone(phone, 'answer');
    const { callId, dueAt = '', ...asked } = await ask('for-the-agent');
    expect(asked).toMatchObject({ status: 'held', reason: 'agent-unavailable' });
    expect(await callOf(callId)).toMatchObject({ state: 'held', reason: 'agent-unavailable' });
    expect(await simulator.contactsOf(callId)).toEqual([]);

    const made = await takes('ana', callId, phone);
    expect(made).toMatchObject({ agentUsername: 'ana', takenBy: 'ana', reason: 'customer-hung-up' });
    expect(made.dialingAt?.localeCompare(dueAt)).toBe(1);
    expect(made.history.map(({ state }) => state)).toEqual([
      ...['requested', 'held', 'dialing', 'answered', 'with_agent', 'ended', 'completed'],
    ]);
    await crm.hears('for-the-agent', callId, 'call.completed');
  });
});

describe('a phone that rings on', () => {
  it('is given up after the source’s ring time, and the CRM hears that nobody answered', async () => {
    const { data } = await crm.hears('short-ring', unanswered.callId, 'call.completed');
    expect(data.call).toMatchObject({ state: 'completed', reason: 'no-answer' });
    expect(data.call).not.toHaveProperty('answeredAt');
    const rang = Date.parse(data.call.endedAt ?? '') - Date.parse(data.call.dialingAt ?? '');
    expect(rang).toBeGreaterThanOrEqual(15 * SECOND);
    expect(rang).toBeLessThan(60 * SECOND);
  });
});

describe('an agent who sees only their own', () => {
  it('may look at a colleague’s deal as soon as a call of it rings at them, not before, and at no other of the colleague', async () => {
    const [rings, other] = [person({}, 'ben'), person({}, 'ben')];
    for (const { phone } of [rings, other]) await simulator.setPhone(phone, 'manual');
    const [{ callId }, { callId: otherCallId }] = [await rings.ask('for-the-team'), await other.ask('for-the-team')];
    const [{ contactId }, { contactId: otherContactId }] = [await rung(callId), await rung(otherCallId)];
    const ofDeal = ({ opportunityId }: typeof rings): string => `/opportunities/for-the-team/${opportunityId}`;
    const ofCall = (id: string): string => `/calls/by-connect-contact/${id}/context`;
    const statuses = async (...paths: readonly string[]) =>
      Promise.all(paths.map(async (path) => (await ana.get(path)).status));
    const hidden = [ofDeal(other), ofCall(otherContactId), `/calls/${otherCallId}`];
    // Being called for a colleague is not yet ringing at anybody.
    expect(await statuses(ofDeal(rings), ofCall(contactId), ...hidden)).toEqual([404, 404, 404, 404, 404]);

    await softphones.ana.setStatus('Available');
    await simulator.phone(rings.phone, 'answer');
    const offered = await waitFor('ana to be rung', () => softphones.ana.ringing());
    expect(await ana.get(ofCall(offered))).toMatchObject({
      ...{ status: 200, body: { found: 'one', callId, context: { opportunity: { id: rings.opportunityId } } } },
    });
    expect(await statuses(ofDeal(rings), ...hidden)).toEqual([200, 404, 404, 404]);

    await softphones.ana.accept(offered);
    const isTaken = async () => (await ana.get<CallView>(`/calls/${callId}`)).body.takenBy === 'ana';
    await waitFor('the call to be hers', isTaken);
    await simulator.phone(rings.phone, 'hangup');
    await simulator.phone(other.phone, 'decline');
    await reached(callId, 'ended');
    await softphones.ana.clear(offered);
    await softphones.ana.setStatus('Offline');
    expect(await statuses(ofDeal(rings), ...hidden)).toEqual([200, 404, 404, 404]);
  });

  it('sees a colleague’s deal no more, a minute after its call has rung in vain', async () => {
    expect(rejected.shown).toBe(200);
    const isHidden = async () => (await ana.get(rejected.path)).status === 404;
    await waitFor('the deal to be hidden again', isHidden, { withinMs: 45 * SECOND, everyMs: SECOND });
  });

  it('does not hear a colleague’s call: the answer is that of a call that does not exist', async () => {
    const { phone, ask } = person({}, 'ben');
    await simulator.setPhone(phone, 'answer');
    const { callId } = await ask('for-the-team');
    await takes('ben', callId, phone, ben);
    const recording = await waitFor('the recording to be heard by its agent', async () => {
      const { recordings: [heard] = [] } = await callOf(callId, ben);
      const path = `/calls/${callId}/recordings/${heard?.recordingId}`;
      return (await ben.get(path)).status === 200 && path;
    });
    const refusal = async (path: string) => {
      const { status, body } = await ana.get<Problem>(path);
      return [status, { ...body, correlationId: undefined }];
    };
    const refused = await refusal(recording);
    expect(refused).toEqual([404, expect.objectContaining({ code: 'not-found' })]);
    expect(refused).toEqual(await refusal('/calls/none/recordings/none'));
  });
});

describe('a caller whom only a CRM knows', () => {
  const callerOf = (kind: VendorKind) => {
    const vendor = VENDORS.find((one) => one.kind === kind) ?? expect.fail(`there is no ${kind}`);
    const deal = UNTOLD_DEALS[kind];
    const [{ phones: [phone] = [], name, id: personId } = expect.fail('there is nobody')] = deal.people;
    const ids = { sourceId: demoSourceId(kind), opportunityId: vendor.idOf(deal.id), contactId: vendor.idOf(personId) };
    return {
      ...{ deal, name, ids, from: phone?.number ?? '' },
      path: `/opportunities/${ids.sourceId}/${ids.opportunityId}`,
    };
  };
  const ringsAtAna = async (from: string) => {
    await softphones.ana.setStatus('Available');
    const { contactId } = await simulator.callIn(from, PHONE_NUMBERS[1].number);
    expect(await waitFor('ana to be rung', () => softphones.ana.ringing())).toBe(contactId);
    const contact = (await simulator.contacts()).find((one) => one.contactId === contactId);
    return contact ?? expect.fail('the contact is gone');
  };
  const hangUp = async (from: string, contactId: string) => {
    await simulator.phone(from, 'hangup');
    await waitFor('the call to be over', async () => (await softphones.ana.onDesk())[contactId] !== 'connected');
    await softphones.ana.clear(contactId);
    await softphones.ana.setStatus('Offline');
  };

  it('goes to the deal’s owner, who hears who it is, has the deal read while it rings, and the call stands in it', async () => {
    const { deal, name, ids, from, path } = callerOf('espocrm');
    const { contactId, attributes } = await ringsAtAna(from);
    expect(attributes).toMatchObject({ ...ids, contactName: name, opportunityName: deal.name, agentUsername: 'ana' });
    expect(attributes).not.toHaveProperty('inFallbackQueue');
    expect((await ana.send('POST', `${path}/reading`)).status).toBe(202);
    await waitFor('the deal to be here', async () => (await ana.get(path)).status === 200);
    expect((await ana.get<CallContext>(`/calls/by-connect-contact/${contactId}/context`)).body).toMatchObject({
      ...{ found: 'one', context: { opportunity: { name: deal.name }, contacts: [{ name }] } },
    });

    await softphones.ana.accept(contactId);
    const isTaken = async () => {
      const { calls } = (await ana.get<OpportunityContext>(path)).body;
      return calls.find((call) => call.connectContactId === contactId && call.takenBy === 'ana');
    };
    expect(await waitFor('the call to stand in the deal', isTaken)).toMatchObject({ ...ids, direction: 'inbound' });
    const whispered = (await simulator.contacts()).find((one) => one.contactId === contactId)?.spoken ?? [];
    expect(whispered.map(({ text }) => text).join(' ')).toContain(`${name}, `);
    await hangUp(from, contactId);
  });

  it('is not kept waiting for a CRM that is slower than the flow: the call goes to the team, whose desktop finds the deal', async () => {
    const { ids, from } = callerOf('dynamics365');
    const crms = VENDORS.map(({ kind }) => vendorConsole(system.endpoints, demoSourceId(kind)));
    for (const slow of crms) await slow.setFault('slow');
    try {
      const { contactId, attributes, flowTrace } = await ringsAtAna(from);
      expect(attributes).toEqual({ inFallbackQueue: 'true' });
      const answered = { type: 'InvokeLambdaFunction', result: 'success' };
      expect(flowTrace).toContainEqual(expect.objectContaining(answered));
      for (const well of crms) await well.setFault('none');
      const [found] = await waitFor('the desktop to find the deal', async () => {
        const { body } = await ana.get<CrmMatches>(`/calls/by-connect-contact/${contactId}/crm-opportunities`);
        return body.matches.length > 0 && body.matches;
      });
      expect(found).toMatchObject(ids);
      await softphones.ana.accept(contactId);
      await hangUp(from, contactId);
    } finally {
      for (const well of crms) await well.setFault('none');
    }
  });
});

describe('a CRM that lets nobody change an entry of its log', () => {
  it('has one entry when all is known of the call, and what is saved later as a note', async () => {
    const { phone, ask } = person();
    await simulator.setPhone(phone, 'answer');
    const { callId } = await ask('write-once');
    await takes('ana', callId, phone);
    const { data } = await crm.hears('write-once', callId, 'call.completed');
    expect(data).not.toHaveProperty('addition');
    expect(data.call).toMatchObject({ state: 'completed', takenBy: 'ana' });
    const outcome = { disposition: 'connected', notes: 'Call again in May' };
    expect(await ana.send('PUT', `/calls/${callId}/outcome`, outcome)).toMatchObject({ status: 200 });
    const told = await waitFor('the note to be told', async () => {
      const events = crm.told('write-once', callId);
      return events.length > 1 && events;
    });
    expect(told.map((event) => [event.type, event.data.addition, event.data.call.outcome?.notes])).toEqual([
      ['call.completed', undefined, undefined],
      ['call.completed', 1, 'Call again in May'],
    ]);
  });
});

describe('an answering machine', () => {
  it('gets the message and rings no agent, and the person who answers the next attempt gets the agent', async () => {
    const { phone, ask } = person();
    await simulator.setPhone(phone, 'voicemail');
    await softphones.ana.setStatus('Available');
    const { callId: first } = await ask('no-machines');
    await waitFor('the machine to be spoken to', async () => (await rung(first)).spoken.length > 0);
    await simulator.setPhone(phone, 'answer');
    const { call: machine, nextAttempt } = (await crm.hears('no-machines', first, 'call.completed')).data;
    expect(machine).toMatchObject({ state: 'completed', reason: 'voicemail', answeredAt: expect.any(String) });
    expect(machine).not.toHaveProperty('withAgentAt');
    const [contact] = await simulator.contactsOf(first);
    expect(contact?.spoken.map(({ text }) => text)).toEqual(['This is Northwind. We call again.']);
    expect(contact?.flowTrace.map(({ type }) => type)).not.toContain('TransferContactToQueue');

    const second = nextAttempt?.callId ?? expect.fail('no attempt follows');
    expect(await takes('ana', second, phone)).toMatchObject({ attempt: 2, attemptOf: first, takenBy: 'ana' });
  });
});
