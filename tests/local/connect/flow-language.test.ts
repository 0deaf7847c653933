import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpenAt } from '../../../local/connect/effective-hours.ts';
import { alwaysOpen, DAYS, MINUTES_OF_DAY } from '../../../local/connect/hours-of-operation.ts';
import { phoneView } from '../../../local/connect/simulator/views.ts';
import { action, CUSTOMER, LOOK_UP, SALES, type TestInstance, TO_AGENT_QUEUE, testInstance } from './instance.ts';

const END = action('end', 'DisconnectParticipant');
const OTHER = '+14155550177';
const path = (contact: { flowTrace: readonly { actionId: string }[] }) =>
  contact.flowTrace.map(({ actionId }) => actionId);
const run = async (instance: TestInstance, actions: readonly object[], advanceMs = 1_000, attributes = {}) => {
  instance.engine.phones.setBehavior(CUSTOMER, 'answer', 0);
  const contact = instance.dial(instance.addFlow('flow', 'CONTACT_FLOW', [...actions, END]), attributes);
  await instance.scheduler.advance(advanceMs);
  return contact;
};
const addModule = (instance: TestInstance, name: string, actions: readonly object[]) => {
  const flow = instance.addFlow(name, 'MODULE', actions);
  instance.engine.instance.flows.delete(flow.id);
  instance.engine.instance.modules.set(flow.id, flow);
  return flow.id;
};
const END_MODULE = action('back', 'EndFlowModuleExecution');
const invoke = (id: string, FlowModuleId: string, next: string) =>
  action(id, 'InvokeFlowModule', { FlowModuleId }, next, { errors: { NoMatchingError: 'error' } });
const error = action('error', 'MessageParticipant', { Text: 'Error.' }, 'end');

describe('a flow module', () => {
  it('runs in its place and then its caller goes on, with attributes kept and flow attributes apart', async () => {
    const instance = testInstance();
    const module = addModule(instance, 'greeting', [
      action('mark', 'UpdateContactAttributes', { Attributes: { seen: 'in module: $.FlowAttributes.own' } }, 'back', {
        errors: { NoMatchingError: 'back' },
      }),
      END_MODULE,
    ]);
    const contact = await run(instance, [
      action('own', 'UpdateFlowAttributes', { FlowAttributes: { own: { Value: 'x' } } }, 'go', {
        errors: { NoMatchingError: 'end' },
      }),
      invoke('go', module, 'after'),
      action('after', 'MessageParticipant', { Text: '$.FlowAttributes.own' }, 'end'),
      error,
    ]);
    expect(path(contact)).toEqual(['own', 'mark', 'back', 'go', 'after', 'end']);
    expect(contact.attributes.seen).toBe('in module: ');
    expect(contact.spoken.map(({ text }) => text)).toEqual(['x']);
  });

  it('can end the call itself', async () => {
    const instance = testInstance();
    const contact = await run(instance, [invoke('go', addModule(instance, 'goodbye', [END]), 'error'), error]);
    expect(path(contact)).toEqual(['end', 'go']);
    expect(contact.state).toBe('completed');
  });

  it('takes the error branch when it does not exist or calls itself without end', async () => {
    expect(path(await run(testInstance(), [invoke('go', '$.Attributes.module', 'end'), error], 5_000))).toEqual([
      'go',
      'error',
      'end',
    ]);
    const instance = testInstance();
    const module = addModule(instance, 'deep', [
      action('deeper', 'InvokeFlowModule', { FlowModuleId: 'flow-deep' }, 'back', {
        errors: { NoMatchingError: 'back' },
      }),
      END_MODULE,
    ]);
    const contact = await run(instance, [invoke('go', module, 'end'), error], 5_000);
    expect(contact.flowTrace.filter(({ actionId }) => actionId === 'deeper')).toHaveLength(5);
    expect(contact.flowTrace.find(({ actionId }) => actionId === 'deeper')).toMatchObject({
      result: 'NoMatchingError',
      detail: 'modules are nested more than 5 deep',
    });
  });
});

describe('a transfer to a third party', () => {
  const transfer = (more: object, errors: Record<string, string>) => [
    action(
      'third',
      'TransferParticipantToThirdParty',
      { ThirdPartyPhoneNumber: OTHER, ThirdPartyConnectionTimeLimitSeconds: '10', ...more },
      'resumed',
      { errors },
    ),
    action('resumed', 'MessageParticipant', { Text: 'Welcome back.' }, 'end'),
    action('busy', 'MessageParticipant', { Text: 'Busy.' }, 'end'),
    action('late', 'MessageParticipant', { Text: 'Nobody.' }, 'end'),
  ];
  const CONTINUE = transfer(
    { ContinueFlowExecution: 'True', ThirdPartyDTMFDigits: '12#' },
    { NoMatchingError: 'end', CallFailed: 'busy', ConnectionTimeLimitExceeded: 'late' },
  );

  it('goes on with the flow when the third party has left', async () => {
    const instance = testInstance();
    instance.engine.phones.setBehavior(OTHER, 'answer', 0);
    const contact = await run(instance, CONTINUE);
    expect(instance.engine.phones.phone(OTHER)).toMatchObject({
      line: { state: 'connected' },
      heard: [{ text: '12#', kind: 'digits' }],
    });
    expect(path(contact)).toEqual([]);
    instance.engine.phones.hangUp(OTHER);
    await instance.scheduler.advance(2_000);
    expect(path(contact)).toEqual(['third', 'resumed', 'end']);
  });

  it.each([
    ['busy', 'busy'],
    ['no-answer', 'late'],
  ] as const)('takes its branch when the third party is %s', async (behavior, branch) => {
    const instance = testInstance();
    instance.engine.phones.setBehavior(OTHER, behavior, 0);
    expect(path(await run(instance, CONTINUE, 15_000))).toEqual(['third', branch, 'end']);
  });

  it.each([
    ['the number asked for', { CallerId: { Number: '$.Attributes.shown' } }, '+4930555010100', '+4930555010100'],
    ['the caller when none is asked for (AG:transfer-to-phone-number)', {}, '', CUSTOMER],
  ])('shows %s', async (_, more, shown, expected) => {
    const instance = testInstance();
    await run(instance, transfer(more, { NoMatchingError: 'end' }), 1_000, { shown });
    expect(phoneView(instance.engine.phones.phone(OTHER))).toMatchObject({ state: 'ringing', callerId: expected });
  });

  it('takes the error branch when the number to show is not claimed in the instance', async () => {
    const instance = testInstance();
    const actions = transfer({ CallerId: { Number: '$.Attributes.shown' } }, { NoMatchingError: 'late' });
    const contact = await run(instance, actions, 5_000, { shown: '+4930999999999' });
    expect(path(contact)).toEqual(['third', 'late', 'end']);
    expect(instance.engine.phones.phone(OTHER).line).toBeUndefined();
  });

  it('without going on is over when one of the two hangs up', async () => {
    const GONE = transfer({ ContinueFlowExecution: 'False' }, { NoMatchingError: 'late' });
    for (const [leaves, reason] of [
      [OTHER, 'THIRD_PARTY_DISCONNECT'],
      [CUSTOMER, 'CUSTOMER_DISCONNECT'],
    ] as const) {
      const instance = testInstance();
      instance.engine.phones.setBehavior(OTHER, 'answer', 0);
      const contact = await run(instance, GONE);
      expect(contact.state).toBe('in_flow');
      instance.engine.phones.hangUp(leaves);
      await instance.scheduler.advance(100);
      expect(contact).toMatchObject({ state: 'completed', disconnectReason: reason });
      expect(instance.engine.phones.list().filter(({ line }) => line !== undefined)).toEqual([]);
    }
  });
});

describe('a callback', () => {
  const order = (more: object = {}) => [
    action('target', 'UpdateContactTargetQueue', { QueueId: SALES }, 'number', { errors: { NoMatchingError: 'end' } }),
    action('number', 'UpdateContactCallbackNumber', { CallbackNumber: '$.Attributes.number' }, 'order', {
      errors: { InvalidCallbackNumber: 'invalid', CallbackNumberNotDialable: 'barred' },
    }),
    action(
      'order',
      'CreateCallbackContact',
      { InitialCallDelaySeconds: '60', MaximumConnectionAttempts: '2', RetryDelaySeconds: '30', ...more },
      'end',
      { errors: { NoMatchingError: 'end' } },
    ),
    action('invalid', 'MessageParticipant', { Text: 'Invalid.' }, 'end'),
    action('barred', 'MessageParticipant', { Text: 'Barred.' }, 'end'),
  ];
  const callbackOf = (instance: TestInstance) => {
    const contact = [...instance.engine.contacts.values()].find(({ callback }) => callback !== undefined);
    if (contact === undefined) throw new Error('no callback was created');
    return contact;
  };

  it.each([
    ['a word', 'call me', ['target', 'number', 'invalid', 'end']],
    ['a barred number', '+44791112345', ['target', 'number', 'barred', 'end']],
  ])('refuses %s as its number', async (_, number, expected) => {
    expect(path(await run(testInstance(), order(), 5_000, { number }))).toEqual(expected);
  });

  it('rings the agent first, and dials the customer when the agent accepts', async () => {
    const instance = testInstance();
    const whisper = instance.addFlow('whisper', 'OUTBOUND_WHISPER', [
      action('hello', 'MessageParticipant', { Text: 'You asked us to call.' }, 'stop'),
      action('stop', 'EndFlowExecution'),
    ]);
    for (const queue of instance.engine.instance.queues) if (queue.id === SALES) queue.outboundFlowId = whisper.id;
    await instance.setStatus('ana', 'Available');
    const first = await run(instance, order(), 5_000, { number: OTHER, topic: 'invoice' });
    const callback = callbackOf(instance);
    expect(first.state).toBe('completed');
    expect(callback).toMatchObject({
      state: 'initiated',
      initiationMethod: 'CALLBACK',
      previousContactId: first.id,
      attributes: { topic: 'invoice' },
    });
    await instance.scheduler.advance(60_000);
    expect(instance.agents.snapshot('ana').contacts[0]).toMatchObject({
      type: 'queue_callback',
      initiationMethod: 'callback',
      state: { type: 'incoming' },
      connections: [{ softphoneMediaInfo: null }, { type: 'inbound' }],
    });
    instance.engine.phones.setBehavior(OTHER, 'answer', 0);
    await instance.perform('ana', 'acceptContact', { contactId: callback.id });
    expect(instance.agents.snapshot('ana').state.name).toBe('CallingCustomer');
    await instance.scheduler.advance(5_000);
    expect(callback).toMatchObject({ state: 'connected', agent: 'ana' });
    expect(instance.engine.phones.phone(OTHER).heard).toMatchObject([{ text: 'You asked us to call.' }]);
    await instance.perform('ana', 'destroyContact', { contactId: callback.id });
    await instance.perform('ana', 'clearContact', { contactId: callback.id });
    await instance.scheduler.advance(100);
    expect(instance.eventTypes(callback)).toEqual([
      'INITIATED',
      'QUEUED',
      'CONNECTED_TO_SYSTEM',
      'CONNECTED_TO_AGENT',
      'DISCONNECTED',
      'COMPLETED',
    ]);
  });

  it('is tried again as often as it was ordered, then given up', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    await run(instance, order(), 61_000, { number: OTHER });
    const callback = callbackOf(instance);
    instance.engine.phones.setBehavior(OTHER, 'busy', 0);
    await instance.perform('ana', 'acceptContact', { contactId: callback.id });
    await instance.scheduler.advance(1_000);
    expect(callback).toMatchObject({ state: 'initiated', callback: { attemptsLeft: 1 } });
    expect(instance.agents.snapshot('ana').state.name).toBe('LineEngagedCustomer');
    await instance.perform('ana', 'clearContact', { contactId: callback.id });
    await instance.scheduler.advance(30_000);
    await instance.perform('ana', 'acceptContact', { contactId: callback.id });
    await instance.scheduler.advance(1_000);
    expect(callback).toMatchObject({ state: 'completed', disconnectReason: 'TELECOM_BUSY' });
  });

  it('begins its outbound whisper anew when it is tried again', async () => {
    const instance = testInstance();
    const whisper = instance.addFlow('whisper', 'OUTBOUND_WHISPER', [
      action('call', 'CompleteOutboundCall', {}, 'hello'),
      action('hello', 'MessageParticipant', { Text: 'You asked us to call.' }, 'stop'),
      action('stop', 'EndFlowExecution'),
    ]);
    for (const queue of instance.engine.instance.queues) if (queue.id === SALES) queue.outboundFlowId = whisper.id;
    await instance.setStatus('ana', 'Available');
    await run(instance, order(), 61_000, { number: OTHER });
    const callback = callbackOf(instance);
    instance.engine.phones.setBehavior(OTHER, 'busy', 0);
    await instance.perform('ana', 'acceptContact', { contactId: callback.id });
    await instance.scheduler.advance(1_000);
    expect(path(callback)).toEqual([]);
    instance.engine.phones.setBehavior(OTHER, 'answer', 0);
    await instance.perform('ana', 'clearContact', { contactId: callback.id });
    await instance.scheduler.advance(30_000);
    await instance.perform('ana', 'acceptContact', { contactId: callback.id });
    await instance.scheduler.advance(10_000);
    expect(path(callback)).toEqual(['call', 'hello', 'stop']);
    expect(callback).toMatchObject({ state: 'connected', agent: 'ana' });
  });
});

describe('hold flows', () => {
  it('play to both sides while the customer is on hold, and no longer', async () => {
    const instance = testInstance();
    const music = (name: string, type: 'CUSTOMER_HOLD' | 'AGENT_HOLD') =>
      instance.addFlow(name, type, [
        action('loop', 'MessageParticipantIteratively', { Messages: [{ Text: `${name}.` }] }, 'loop'),
      ]);
    const [customer, agent] = [music('customer', 'CUSTOMER_HOLD'), music('agent', 'AGENT_HOLD')];
    await instance.setStatus('ana', 'Available');
    const contact = await run(instance, TO_AGENT_QUEUE.slice(0, -1), 1_000, { agentUsername: 'ana' });
    Object.assign(contact.hooks, { CustomerHold: customer.id, AgentHold: agent.id });
    await instance.perform('ana', 'acceptContact', { contactId: contact.id });
    await instance.scheduler.advance(1_000);
    const leg = contact.legs.find(({ initial }) => initial);
    const connection = { contactId: contact.id, connectionId: leg?.id };
    await instance.perform('ana', 'holdConnection', connection);
    await instance.scheduler.advance(1_000);
    await instance.perform('ana', 'resumeConnection', connection);
    const lines = contact.spoken.length;
    expect(new Set(contact.spoken.map(({ to, text }) => `${to}: ${text}`))).toEqual(
      new Set(['customer: customer.', 'agent: agent.']),
    );
    await instance.scheduler.advance(10_000);
    expect(contact.spoken).toHaveLength(lines);
  });
});

describe('an asynchronous function', () => {
  it('does not keep the flow, which knows the invocation only', async () => {
    const instance = testInstance({ answer: () => new Promise(() => undefined) });
    instance.engine.instance.associations.set('x', { id: 'x', type: 'LAMBDA_FUNCTION', arn: LOOK_UP, tags: {} });
    const contact = await run(instance, [
      action(
        'fire',
        'InvokeLambdaFunction',
        { LambdaFunctionARN: LOOK_UP, InvocationTimeLimitSeconds: '60', InvocationType: 'ASYNCHRONOUS' },
        'keep',
        { errors: { NoMatchingError: 'end' } },
      ),
      action('keep', 'UpdateContactAttributes', { Attributes: { id: '$.LambdaInvocation.InvocationId' } }, 'end', {
        errors: { NoMatchingError: 'end' },
      }),
    ]);
    expect(path(contact)).toEqual(['fire', 'keep', 'end']);
    expect(contact.attributes.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(instance.invocations).toHaveLength(1);
  });
});

describe('hours of operation', () => {
  const office = {
    ...alwaysOpen({ id: 'h', name: 'Office' }),
    timeZone: 'Europe/Berlin',
    openings: [{ day: 'TUESDAY' as const, start: 9 * 60, end: 17 * 60 + 30 }],
  };

  it.each([
    ['2026-11-24T07:59:59Z', false],
    ['2026-11-24T08:00:00Z', true],
    ['2026-11-24T16:29:59Z', true],
    ['2026-11-24T16:30:00Z', false],
    ['2026-11-25T10:00:00Z', false],
    // Summer time: the same clock, an hour earlier.
    ['2026-07-07T07:00:00Z', true],
  ])('are, at %s, open: %s', (at, open) => {
    expect(isOpenAt(office, Date.parse(at))).toBe(open);
  });

  it('are either open or, with everything else as openings, closed', () => {
    const minute = fc.integer({ min: 1, max: MINUTES_OF_DAY - 1 });
    const zone = fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Auckland', 'Europe/Berlin');
    const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(minute, zone, moment, (switchAt, timeZone, at) => {
        const half = (start: number, end: number) =>
          isOpenAt({ ...office, timeZone, openings: DAYS.map((day) => ({ day, start, end })) }, at.getTime());
        expect(half(0, switchAt)).toBe(!half(switchAt, 0));
      }),
    );
  });

  it('decide the branch, those of the working queue when none are named', async () => {
    const check = (parameters: object) => [
      action('target', 'UpdateContactTargetQueue', { QueueId: SALES }, 'hours', { errors: { NoMatchingError: 'end' } }),
      action('hours', 'CheckHoursOfOperation', parameters, 'end', {
        errors: { NoMatchingError: 'end' },
        conditions: [
          ['Equals', 'True', 'open'],
          ['Equals', 'False', 'closed'],
        ],
      }),
      action('open', 'MessageParticipant', { Text: 'Open.' }, 'end'),
      action('closed', 'MessageParticipant', { Text: 'Closed.' }, 'end'),
    ];
    const instance = testInstance();
    // Virtual time starts on a Tuesday at 9 UTC, which is 10 in Berlin.
    instance.engine.instance.hours.set('h', { ...office, timeZone: 'America/New_York' });
    expect(path(await run(instance, check({ HoursOfOperationId: 'h' })))).toContain('closed');
    expect(path(await run(testInstance(), check({})))).toContain('open');
    const later = testInstance();
    later.engine.instance.hours.set('h', office);
    for (const queue of later.engine.instance.queues) if (queue.id === SALES) queue.hoursOfOperationId = 'h';
    expect(path(await run(later, check({})))).toContain('open');
    await later.scheduler.advance(8 * 3_600_000);
    expect(path(await run(later, check({})))).toContain('closed');
    const holiday = testInstance();
    const day = new Date(holiday.scheduler.now()).toISOString().slice(0, 10);
    const allDay = DAYS.map((name) => ({ day: name, start: 0, end: 0 }));
    const closed = { id: 'o', name: 'Holiday', description: '', type: 'CLOSED', openings: allDay } as const;
    const overrides = [{ ...closed, from: day, till: day }];
    holiday.engine.instance.hours.set('h', { ...office, overrides });
    expect(path(await run(holiday, check({ HoursOfOperationId: 'h' })))).toContain('closed');
  });
});
