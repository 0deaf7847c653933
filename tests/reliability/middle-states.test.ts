/**
 * A call never stays in a middle state for longer than a configured time, although every contact event is lost and whatever
 * it waits for never comes (the table "How long a call may stay in a state" of ARCHITECTURE.md).
 */
import { describe, expect, it } from 'vitest';
import { isFinal } from '#core/call-state.ts';
import { CALL_STATES, type CallReason, type CallState } from '#core/contracts/call.ts';
import type { CallRequested } from '#core/contracts/call-request.ts';
import { callIdOf } from '#core/ids.ts';
import {
  DAY,
  HOLD_PATIENCE,
  HOUR,
  MINUTE,
  REQUEST_PATIENCE,
  SAFETY_NET_DELAY,
  SECOND,
  WATCH_INTERVAL,
  WATCH_PATIENCE,
} from '#core/policy.ts';
import { callRequested } from '../functions/support/call-requested.ts';
import type { Behaviour } from './support/connect.ts';
import { type Deployment, deploy, LIMITED_SOURCE } from './support/deployment.ts';
import { type Chaos, calm } from './support/invocation.ts';
import { templateSettings } from './support/template-settings.ts';

interface Stuck {
  readonly what: string;
  readonly state: CallState;
  readonly reason?: CallReason;
  /** When the call is in the state, and when it is in it no longer. Milliseconds after the request. */
  readonly seenAt: number;
  readonly leavesBy: number;
  readonly ends: { readonly state: CallState; readonly reason: CallReason };
  readonly sourceId?: string;
  readonly behaviour?: Behaviour;
  readonly notBefore?: string;
  /** Without one the person may be called at any hour. */
  readonly timeZone?: string;
  readonly strike?: Chaos['strike'];
  prepare?(deployment: Deployment): void;
}

/** What a message or a schedule may come late, and the steps of one invocation. */
const SOON = 10 * SECOND;
const SCHEDULED = MINUTE + SOON;
/** A day of minutes, counted: each of them is a little longer by the time that it takes to ask. */
const DAY_OF_STEPS = 15 * MINUTE;
const LOST = { state: 'completed', reason: 'service-error' } as const;
const TALKED = { state: 'completed', reason: 'customer-hung-up' } as const;
const UNANSWERED = { state: 'completed', reason: 'no-answer' } as const;
const PERSON = 'demo-crm person c-1';
const dayAfter = (days: number): string =>
  new Date(Date.parse('2026-11-24T10:00:00Z') + days * DAY).toISOString().slice(0, 10).replaceAll('-', '');

const STUCK: readonly Stuck[] = [
  {
    ...{ what: 'its function dies when the request is durable', state: 'requested', behaviour: 'no-answer' },
    strike: ({ name, wave, effects }) =>
      name === 'receive-call-request' && wave === 0
        ? (index) => ['requests.accept', 'dialQueue.send'].includes(effects[index] ?? '')
        : undefined,
    ...{ seenAt: 30 * SECOND, leavesBy: SAFETY_NET_DELAY + SOON, ends: UNANSWERED },
  },
  {
    ...{ what: 'a rule holds it', state: 'held', reason: 'minimum-gap', sourceId: LIMITED_SOURCE },
    prepare: ({ stores, time }) => {
      const at = new Date(time.now - 10 * MINUTE).toISOString();
      stores.attempts.last.set(PERSON, { callId: 'call-other', at });
    },
    ...{ seenAt: 19 * MINUTE, leavesBy: 20 * MINUTE + SCHEDULED, ends: TALKED },
  },
  {
    ...{ what: 'a rule holds it, day after day', state: 'held', reason: 'attempt-cap', sourceId: LIMITED_SOURCE },
    prepare: ({ stores }) => {
      const days = Array.from({ length: 30 }, (_, day) => `${PERSON} ${dayAfter(day)}`);
      for (const day of days) stores.attempts.days.set(day, new Set(['call-other']));
    },
    ...{ seenAt: 6 * DAY, leavesBy: HOLD_PATIENCE + SCHEDULED, ends: { state: 'blocked', reason: 'attempt-cap' } },
  },
  {
    ...{ what: 'it is wanted in three days', state: 'scheduled', notBefore: '2026-11-27T10:00:00Z' },
    ...{ seenAt: 2 * DAY, leavesBy: 3 * DAY + SCHEDULED, ends: TALKED },
  },
  {
    ...{ what: 'there is a line of ten minutes', state: 'queued', reason: 'pacing' },
    prepare: ({ stores, time }) => {
      stores.slots.tat = time.now + 10 * MINUTE;
    },
    ...{ seenAt: 9 * MINUTE, leavesBy: 10 * MINUTE + SOON, ends: TALKED },
  },
  {
    ...{ what: 'Connect never has capacity', state: 'queued', reason: 'service-throttled', behaviour: 'throttled' },
    ...{ seenAt: 23 * HOUR, leavesBy: REQUEST_PATIENCE + DAY_OF_STEPS },
    ends: { state: 'expired', reason: 'service-throttled' },
  },
  {
    ...{ what: 'Connect never has capacity by day', state: 'queued', reason: 'service-throttled' },
    // At night the rules hold it: of the day's patience nothing is lost by that, and nothing is won.
    ...{ behaviour: 'throttled', timeZone: 'UTC', seenAt: 10 * HOUR, leavesBy: REQUEST_PATIENCE + 12 * HOUR },
    ends: { state: 'expired', reason: 'service-throttled' },
  },
  {
    ...{ what: 'Connect never answers', state: 'queued', reason: 'service-error', behaviour: 'down' },
    ...{ seenAt: 23 * HOUR, leavesBy: REQUEST_PATIENCE + DAY_OF_STEPS },
    ends: { state: 'failed', reason: 'service-error' },
  },
  ...(
    [
      ['dialing', 'rings'],
      ['answered', 'listens'],
      ['with_agent', 'talks'],
    ] as const
  ).map(([state, behaviour]) => ({
    ...{ what: `Connect never ends it (${behaviour})`, state, behaviour, ends: LOST },
    ...{ seenAt: 23 * HOUR, leavesBy: SAFETY_NET_DELAY + WATCH_PATIENCE + WATCH_INTERVAL + SOON },
  })),
  {
    ...{ what: 'the agent’s work after it never ends', state: 'ended', behaviour: 'works', ends: TALKED },
    ...{ seenAt: 23 * HOUR, leavesBy: SAFETY_NET_DELAY + WATCH_PATIENCE + WATCH_INTERVAL + SOON },
  },
];

const settings = templateSettings();

function requested(stuck: Stuck): { readonly deployment: Deployment; readonly callId: string } {
  const { sourceId = 'plain-crm', behaviour = 'answers', strike = calm.strike, notBefore } = stuck;
  const deliveries: Chaos['deliveries'] = (what) => (what === 'message' ? [0] : []);
  const deployment = deploy(settings, { ...calm, strike, deliveries }, () => behaviour);
  stuck.prepare?.(deployment);
  const { contacts, call, ...rest } = callRequested().data;
  const { timeZone } = stuck;
  const data: CallRequested['data'] = {
    ...{ ...rest, contacts: contacts.map((contact) => ({ ...contact, ...(timeZone !== undefined && { timeZone }) })) },
    call: { ...call, ...(notBefore !== undefined && { notBefore }) },
  };
  deployment.request(sourceId, 'msg_1', data);
  return { deployment, callId: callIdOf(sourceId, 'msg_1') };
}

describe('no event of a call comes, and', () => {
  it.each(STUCK)('$what: it is $state no longer than it may be, and ends', async (stuck) => {
    const { deployment, callId } = requested(stuck);
    const { time, stores, crm, dialQueue, writeBackQueue } = deployment;
    const start = time.now;
    await time.run(start + stuck.seenAt);
    /** Before its record is written a call is known by its request alone. */
    const seen = stores.calls.get(callId) ?? { state: 'requested' };
    expect(seen).toMatchObject({ state: stuck.state, ...(stuck.reason !== undefined && { reason: stuck.reason }) });

    await time.run(start + stuck.leavesBy);
    expect(stores.calls.get(callId)?.state).not.toBe(stuck.state);

    await time.run();
    const call = stores.calls.get(callId);
    expect(call).toMatchObject(stuck.ends);
    expect(isFinal(call?.state ?? 'requested')).toBe(true);
    expect(crm.log.get(callId)?.call).toMatchObject(stuck.ends);
    expect([dialQueue.waiting, dialQueue.deadLetters, writeBackQueue.waiting]).toEqual([0, [], 0]);
  });

  it('covers every state that is not final', () => {
    const middle = CALL_STATES.filter((state) => !isFinal(state));
    expect(new Set(STUCK.map(({ state }) => state))).toEqual(new Set(middle));
  });
});
