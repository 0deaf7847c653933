/** The agent is looked at before the customer's phone rings, and what the source wants then is done. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AgentUnavailable } from '../../../functions/core/contracts/configuration.ts';
import type { CallMessage } from '../../../functions/core/contracts/queue-messages.ts';
import { callIdOf } from '../../../functions/core/ids.ts';
import { AGENT_LOOK_MAX, AGENT_LOOK_MIN, DAY } from '../../../functions/core/policy.ts';
import { acceptCallRequest } from '../../../functions/core/use-cases/accept-call-request.ts';
import { dialCall } from '../../../functions/core/use-cases/dial-call.ts';
import { untilAgentIsBack } from '../../../functions/core/use-cases/look-at-agent.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import { portsInMemory } from '../support/ports-in-memory.ts';

const callId = callIdOf('demo-crm', 'msg_1');
const limited = {
  callingRules: { attemptCaps: { perPersonPerDay: 1 }, unknownTimeZone: 'none', whenBlocked: 'hold' },
} as const;

let memory: ReturnType<typeof portsInMemory>;
beforeEach(() => {
  memory = portsInMemory();
});

function ask(agentUnavailable?: AgentUnavailable, rules: object = {}) {
  const source = { id: 'demo-crm', ...rules, ...(agentUnavailable && { agentUnavailable }) };
  memory.ports.sources.set('demo-crm', source);
  return acceptCallRequest(memory.ports)({ source, requestId: 'msg_1', message: callRequested().data });
}
const call = () => memory.state.calls.get(callId);

/** Delivers what is due, in order, until the time has come or nothing is left. */
async function pass(milliseconds: number): Promise<void> {
  const end = memory.state.now.getTime() + milliseconds;
  let waiting: { message: CallMessage; at: number }[] = [];
  const collect = () => {
    for (const { message, delaySeconds } of memory.state.dialMessages.splice(0)) {
      if (!('type' in message)) waiting.push({ message, at: memory.state.now.getTime() + delaySeconds * 1_000 });
    }
    waiting.sort((one, other) => one.at - other.at);
  };
  for (collect(); waiting[0] !== undefined && waiting[0].at <= end; collect()) {
    const [{ message, at }, ...rest] = waiting as [(typeof waiting)[0], ...typeof waiting];
    waiting = rest;
    memory.state.now = new Date(Math.max(at, memory.state.now.getTime()));
    // What fails comes again after the queue's visibility timeout.
    await dialCall(memory.ports)(message).catch(() =>
      waiting.push({ message, at: memory.state.now.getTime() + 90_000 }),
    );
  }
  memory.state.now = new Date(end);
  memory.state.dialMessages.push(
    ...waiting.map(({ message, at }) => ({ message, delaySeconds: Math.max(0, (at - end) / 1_000) })),
  );
}

describe('an agent who is available', () => {
  it.each<AgentUnavailable>(['wait', 'other-agent', 'agent-first'])(
    'is looked at beside the first round trip, and the call is made as ever (%s)',
    async (wish) => {
      expect(await ask(wish)).toMatchObject({ status: 'dialing' });
      expect(memory.state.operations).toContain('presence.isAvailable');
      expect(memory.state.roundTrips).toBe(2);
      expect(memory.state.orders).toHaveLength(1);
    },
  );
});

describe('an agent who is not', () => {
  beforeEach(() => memory.state.away.add('ana'));

  it.each<[AgentUnavailable | undefined]>([[undefined], ['dial']])(
    'is not even looked at by default (%s)',
    async (wish) => {
      expect(await ask(wish)).toMatchObject({ status: 'dialing' });
      expect(memory.state.operations).not.toContain('presence.isAvailable');
    },
  );

  it('never holds up a call when nobody can tell', async () => {
    memory.state.failing.set('presence.isAvailable', 1);
    expect(await ask('wait')).toMatchObject({ status: 'dialing' });
  });

  it('is waited for: the call goes on by itself, soon after they are back', async () => {
    expect(await ask('wait', limited)).toMatchObject({ status: 'held', reason: 'agent-unavailable' });
    await pass(4 * 60_000);
    expect(memory.state.orders).toEqual([]);
    expect(call()).toMatchObject({ state: 'held', reason: 'agent-unavailable' });
    memory.state.away.clear();
    await pass(AGENT_LOOK_MAX);
    expect(memory.state.orders).toHaveLength(1);
    expect(call()).toMatchObject({ state: 'dialing' });
  });

  it('does not use up the attempts of the person meanwhile', async () => {
    await ask('wait', limited);
    await pass(60_000);
    memory.state.away.clear();
    const { data } = callRequested();
    const other = { id: 'demo-crm', ...limited };
    expect(await acceptCallRequest(memory.ports)({ source: other, requestId: 'other', message: data })).toMatchObject({
      status: 'dialing',
    });
  });

  it('is waited for during a day, then the call expires and its source is told', async () => {
    await ask('wait');
    await pass(DAY + AGENT_LOOK_MAX + 60_000);
    expect(call()).toMatchObject({ state: 'expired', reason: 'agent-unavailable' });
    expect(memory.state.orders).toEqual([]);
    expect(memory.state.writeBacks.map(({ type }) => type)).toEqual(['call.failed']);
    const looks = memory.state.operations.filter((operation) => operation === 'presence.isAvailable').length;
    expect(looks).toBeLessThan(DAY / AGENT_LOOK_MAX + 10);
  });

  it('is left alone when the team may take it: the flow is told', async () => {
    expect(await ask('other-agent')).toMatchObject({ status: 'dialing' });
    expect(memory.state.orders).toMatchObject([{ attributes: { callId, inFallbackQueue: 'true' } }]);
  });

  it('gets the task at once, not when the safety net of the request would look', async () => {
    await ask('agent-first');
    await pass(1_000);
    expect(memory.state.previews).toHaveLength(1);
    expect(call()).toMatchObject({ mode: 'agent-first', state: 'queued', reason: 'agent-preview' });
  });

  it('gets a task that waits for them, and nobody is rung, whatever is delivered twice', async () => {
    expect(await ask('agent-first')).toMatchObject({ status: 'queued', reason: 'agent-unavailable' });
    memory.state.dialMessages.push(...memory.state.dialMessages);
    memory.state.away.clear();
    await pass(5 * 60_000);
    expect(memory.state.orders).toEqual([]);
    expect(new Set(memory.state.previews.map(({ clientToken }) => clientToken))).toEqual(new Set([callId]));
    expect(call()).toMatchObject({ mode: 'agent-first', state: 'queued', reason: 'agent-preview' });
  });
});

it('a call that may be ringing is not turned into a task: its agent is busy with this very call', async () => {
  memory.state.connectSays = () => new Error('no answer in time');
  await ask('agent-first');
  memory.state.connectSays = undefined;
  memory.state.away.add('ana');
  await pass(10 * 60_000);
  expect(memory.state.previews).toEqual([]);
  expect(new Set(memory.state.orders.map(({ clientToken }) => clientToken))).toEqual(new Set([callId]));
});

it('one call or one task comes of a request, whatever fails and whenever the agent comes and goes', async () => {
  const failures = fc.constantFrom(
    'calls.change',
    'connect.start',
    'connect.startPreview',
    'dialQueue.send',
    'presence.isAvailable' as const,
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<AgentUnavailable>('wait', 'other-agent', 'agent-first'),
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      fc.option(failures),
      async (wish, comings, failing) => {
        memory = portsInMemory();
        if (failing !== null) memory.state.failing.set(failing as 'calls.change', 1);
        for (const [index, isAway] of comings.entries()) {
          if (isAway) memory.state.away.add('ana');
          else memory.state.away.clear();
          if (index === 0) await ask(wish).catch(() => undefined);
          await pass(2 * 60_000);
        }
        const { orders, previews } = memory.state;
        expect(Math.min(orders.length, 1) + Math.min(previews.length, 1)).toBeLessThanOrEqual(1);
        expect(new Set([...orders, ...previews].map(({ clientToken }) => clientToken)).size).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 60 },
  );
});

it('looks come soon at first, then seldom, and never stop', () => {
  const since = new Date('2026-11-24T10:00:00Z');
  fc.assert(
    fc.property(fc.nat(DAY), (lasted) => {
      const now = new Date(since.getTime() + lasted);
      const wait = untilAgentIsBack(since, now).dueAt.getTime() - now.getTime();
      expect(wait).toBeGreaterThanOrEqual(AGENT_LOOK_MIN);
      expect(wait).toBeLessThanOrEqual(AGENT_LOOK_MAX);
    }),
  );
});
