/** How a source's customers are rung: for how long, by a request's own wish too, and with or without an eye on who answers. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { FunctionSource } from '../../../functions/core/contracts/configuration.ts';
import { acceptCallRequest } from '../../../functions/core/use-cases/accept-call-request.ts';
import { dialCall } from '../../../functions/core/use-cases/dial-call.ts';
import { genericInbound } from '../../../functions/crm/generic/generic-inbound.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import { portsInMemory } from '../support/ports-in-memory.ts';

let memory: ReturnType<typeof portsInMemory>;
beforeEach(() => {
  memory = portsInMemory();
});

function ask(
  policy: { ringSeconds?: number; answeringMachine?: { message?: string } },
  wish: Record<string, unknown> = {},
) {
  const source = { id: 'demo-crm', ...policy };
  memory.ports.sources.set('demo-crm', source);
  const { data } = callRequested();
  const message = { ...data, call: { ...data.call, ...wish } };
  return acceptCallRequest(memory.ports)({ source, requestId: 'msg_1', message });
}
const rung = () => memory.state.orders.map(({ ringSeconds }) => ringSeconds);

describe('a customer’s phone', () => {
  it.each([
    ['as long as Connect lets it, when nobody says otherwise', {}, {}, undefined],
    ['for the source’s time', { ringSeconds: 20 }, {}, 20],
    ['for the request’s own, which counts before the source’s', { ringSeconds: 20 }, { ringSeconds: 45 }, 45],
  ])('rings %s', async (_case, policy, wish, expected) => {
    expect(await ask(policy, wish)).toMatchObject({ status: 'dialing' });
    expect(rung()).toEqual([expected]);
  });

  it('rings for the source’s time as well when Connect had no capacity at first', async () => {
    memory.state.connectSays = () => ({ outcome: 'throttled' });
    expect(await ask({ ringSeconds: 20 })).toMatchObject({ status: 'queued', reason: 'service-throttled' });
    memory.state.connectSays = undefined;
    memory.state.now = new Date(memory.state.now.getTime() + 30_000);
    for (const { message } of memory.state.dialMessages.splice(0)) {
      if (!('type' in message)) await dialCall(memory.ports)(message);
    }
    expect(rung()).toEqual([20, 20]);
  });

  it('is not rung by the task of an agent-first call', async () => {
    await ask({ ringSeconds: 20 }, { mode: 'agent-first' });
    expect(rung()).toEqual([]);
    expect(memory.state.previews[0]).not.toHaveProperty('ringSeconds');
  });
});

describe('a machine that may answer', () => {
  const MESSAGE = 'This is Northwind. We will call again.';
  it.each([
    ['is nobody’s business by itself', {}, undefined, {}],
    ['is looked for, to be hung up on', { answeringMachine: {} }, { afterBeep: false }, { onMachine: 'hang-up' }],
    [
      ...(['is looked for, to be told something after its beep', { answeringMachine: { message: MESSAGE } }] as const),
      ...([{ afterBeep: true }, { onMachine: 'message', machineMessage: MESSAGE }] as const),
    ],
  ])('%s', async (_case, policy, detection, forFlow) => {
    await ask(policy);
    const [order] = memory.state.orders;
    expect(order?.detection).toEqual(detection);
    const { onMachine, machineMessage } = order?.attributes ?? {};
    expect({ ...(onMachine && { onMachine }), ...(machineMessage && { machineMessage }) }).toEqual(forFlow);
  });

  it('is left to the agent who dials from a task', async () => {
    await ask({ answeringMachine: { message: MESSAGE } }, { mode: 'agent-first' });
    expect(memory.state.previews[0]).not.toHaveProperty('detection');
    expect(memory.state.previews[0]?.attributes).not.toHaveProperty('onMachine');
  });
});

describe('a wish for a ring time', () => {
  const parse = (call: Record<string, unknown>, deployment: Partial<FunctionSource>) => {
    const request = callRequested();
    const body = Buffer.from(
      JSON.stringify({ ...request, data: { ...request.data, call: { ...request.data.call, ...call } } }),
    );
    const source = { id: 'demo-crm', kind: 'generic', secretId: 's', ...deployment } as FunctionSource;
    return genericInbound.parse({ headers: {}, method: 'POST', url: '', body }, 'msg_1', source);
  };

  it('is refused by a deployment that makes no campaign calls, with the field’s name', () => {
    expect(() => parse({ ringSeconds: 20 }, {})).toThrow(
      expect.objectContaining({
        code: 'invalid-fields',
        fieldErrors: [expect.objectContaining({ field: 'data.call.ringSeconds' })],
      }),
    );
    expect(parse({ ringSeconds: 20 }, { campaignCalls: true })).toMatchObject([
      { message: { data: { call: { ringSeconds: 20 } } } },
    ]);
  });

  it.each([14, 61, 20.5])('of %s seconds is none that Connect takes', (ringSeconds) => {
    expect(() => parse({ ringSeconds }, { campaignCalls: true })).toThrow(
      expect.objectContaining({ code: 'invalid-fields' }),
    );
  });
});
