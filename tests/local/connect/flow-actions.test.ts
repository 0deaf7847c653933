import { describe, expect, it } from 'vitest';
import { flowProblems } from '../../../local/connect/flow/validate.ts';
import type { FlowType } from '../../../local/connect/instance.ts';
import { action, CUSTOMER, LOOK_UP, SALES, type TestInstance, TO_AGENT_QUEUE, testInstance } from './instance.ts';

const END = action('end', 'DisconnectParticipant');
const say = (id: string, Text: string, next = 'end') => action(id, 'MessageParticipant', { Text }, next);
const ERROR = { errors: { NoMatchingError: 'error' } };
const error = say('error', 'error');

const withFunction = (answer?: (event: unknown) => unknown): TestInstance => {
  const instance = testInstance({ ...(answer !== undefined && { answer }) });
  instance.engine.instance.associations.set('look', { id: 'look', type: 'LAMBDA_FUNCTION', arn: LOOK_UP, tags: {} });
  return instance;
};
const dialled = (instance: TestInstance, actions: readonly object[], attributes = {}) => {
  instance.engine.phones.setBehavior(CUSTOMER, 'answer', 0);
  return instance.dial(instance.addFlow('flow', 'CONTACT_FLOW', actions), attributes);
};
const problems = (instance: TestInstance, actions: readonly object[], type: FlowType = 'CONTACT_FLOW') =>
  flowProblems(
    JSON.stringify({ Version: '2019-10-30', StartAction: Object(actions[0]).Identifier, Actions: actions }),
    type,
    instance.engine.instance,
  );

describe('a function that nobody waits for (AG:invoke-lambda-function-block, AG:wait)', () => {
  const flow = (more: object = {}) => [
    action(
      'invoke',
      'InvokeLambdaFunction',
      { LambdaFunctionARN: LOOK_UP, InvocationType: 'ASYNCHRONOUS', InvocationTimeLimitSeconds: '30' },
      'wait',
      ERROR,
    ),
    action('wait', 'Wait', { TimeLimitSeconds: '40', Events: ['LambdaReturned'], ...more }, 'late', {
      ...ERROR,
      conditions: [
        ['Equals', 'WaitCompleted', 'late'],
        ['Equals', 'LambdaReturned', 'load'],
      ],
    }),
    action('load', 'LoadLambdaResult', { LambdaInvocationId: '$.LambdaInvocation.InvocationId' }, 'name', ERROR),
    say('name', 'Hello $.External.name.'),
    say('late', 'late'),
    error,
    END,
  ];

  it('wakes the flow that waits for it when it returns, and its result can be loaded', async () => {
    const answer = Promise.withResolvers<unknown>();
    const instance = withFunction(() => answer.promise);
    expect(problems(instance, flow())).toEqual([]);
    const contact = dialled(instance, flow());
    await instance.scheduler.advance(5_000);
    expect(contact.flowTrace.map(({ actionId }) => actionId)).toEqual(['invoke']);
    answer.resolve({ name: 'Dana' });
    await instance.scheduler.advance(5_000);
    expect(contact.spoken.map(({ text }) => text)).toEqual(['Hello Dana.']);
  });

  it('that fails, takes too long or answers in another form gives the error branch of the load', async () => {
    for (const answer of [
      () => Promise.reject(new Error('broken')),
      () => new Promise(() => undefined),
      () => ({ n: 1 }),
    ]) {
      const instance = withFunction(answer);
      const contact = dialled(instance, flow());
      await instance.scheduler.advance(31_000);
      expect(contact.flowTrace.map(({ actionId }) => actionId)).toEqual(['invoke', 'wait', 'load', 'error', 'end']);
    }
  });

  it('is waited for in vain by a wrong id, until the time is up', async () => {
    const instance = withFunction(() => ({ name: 'Dana' }));
    const contact = dialled(instance, flow({ LambdaInvocationId: '$.Attributes.other' }), { other: 'nobody' });
    await instance.scheduler.advance(39_000);
    expect(contact.flowTrace).toHaveLength(1);
    await instance.scheduler.advance(5_000);
    expect(contact.spoken.map(({ text }) => text)).toEqual(['late']);
  });

  it('is published only with a condition for the time and for every event (DG Wait)', () => {
    const only = flow().map((one) =>
      Object(one).Identifier === 'wait'
        ? action('wait', 'Wait', { TimeLimitSeconds: '40', Events: ['LambdaReturned'] }, 'late', {
            ...ERROR,
            conditions: [['Equals', 'WaitCompleted', 'late']],
          })
        : one,
    );
    expect(problems(withFunction(), only)).toEqual([expect.stringContaining('LambdaReturned, WaitCompleted')]);
  });
});

describe('CheckOutboundCallStatus (DG:flow-control-actions-checkoutboundcallstatus)', () => {
  const check = [
    action('check', 'CheckOutboundCallStatus', {}, 'person', {
      ...ERROR,
      conditions: [
        ['Equals', 'CallAnswered', 'person'],
        ['Equals', 'VoicemailBeep', 'beep'],
      ],
    }),
    say('person', 'person'),
    say('beep', 'beep'),
    error,
    END,
  ];
  it.each([
    ['HUMAN_ANSWERED', 'person'],
    ['VOICEMAIL_BEEP', 'beep'],
    ['VOICEMAIL_NO_BEEP', 'error'],
    [undefined, 'error'],
  ])('says of %s: %s', async (status, said) => {
    const instance = testInstance();
    expect(problems(instance, check)).toEqual([]);
    const contact = dialled(instance, check);
    if (status !== undefined) contact.answeringMachineDetectionStatus = status;
    await instance.scheduler.advance(5_000);
    expect(contact.spoken.map(({ text }) => text)).toEqual([said]);
  });
});

describe('CreateTask (DG:createtask)', () => {
  it('makes a task of its own that copies the attributes, now or later', async () => {
    const instance = testInstance();
    const target = instance.addFlow('tasks', 'CONTACT_FLOW', TO_AGENT_QUEUE);
    const order = (more: object) =>
      action('task', 'CreateTask', { ContactFlowId: target.id, Name: 'Call $.Attributes.who', ...more }, 'end', ERROR);
    const references = { deal: { Type: 'URL', Value: 'https://crm.example/$.Attributes.who' } };
    const actions = [order({ Attributes: { why: 'asked' }, References: references, DelaySeconds: '600' }), error, END];
    expect(problems(instance, actions)).toEqual([]);
    dialled(instance, actions, { who: 'Dana' });
    await instance.scheduler.advance(1_000);
    const task = [...instance.engine.contacts.values()].find(({ channel }) => channel === 'TASK');
    expect(task).toMatchObject({
      name: 'Call Dana',
      attributes: { who: 'Dana', why: 'asked' },
      references: { deal: { type: 'URL', value: 'https://crm.example/Dana' } },
      state: 'initiated',
    });
    await instance.scheduler.advance(600_000);
    expect(task).toMatchObject({ state: 'queued', queue: { id: SALES } });
    expect(
      problems(instance, [order({ DelaySeconds: '1', ScheduledTime: '2026-11-25T00:00:00Z' }), error, END]),
    ).toEqual([expect.stringContaining('exclude each other')]);
  });
});

describe('media of the contact', () => {
  it('notes the stream where flows and functions look for it (AG:media-streaming-attributes)', async () => {
    const instance = withFunction(() => ({}));
    const stream = (id: string, MediaStreamingState: string, next: string) =>
      action(
        id,
        'UpdateContactMediaStreamingBehavior',
        {
          MediaStreamingState,
          Participants: [{ ParticipantType: 'Customer', MediaDirections: ['To', 'From'] }],
          MediaStreamType: 'Audio',
        },
        next,
        ERROR,
      );
    const actions = [
      stream('on', 'Enabled', 'look'),
      action(
        'look',
        'InvokeLambdaFunction',
        { LambdaFunctionARN: LOOK_UP, InvocationTimeLimitSeconds: '3' },
        'off',
        ERROR,
      ),
      stream('off', 'Disabled', 'told'),
      say('told', '$.MediaStreams.Customer.Audio.StreamARN until $.MediaStreams.Customer.Audio.StopTimestamp'),
      error,
      END,
    ];
    expect(problems(instance, actions)).toEqual([]);
    const contact = dialled(instance, actions);
    await instance.scheduler.advance(5_000);
    expect(instance.invocations[0]?.event).toMatchObject({
      Details: {
        ContactData: { MediaStreams: { Customer: { Audio: { StartTimestamp: '2026-11-24T09:00:00.150Z' } } } },
      },
    });
    expect(contact.spoken[0]?.text).toMatch(/^arn:aws:kinesisvideo:.*\/1 until 2026-11-24T09:00:00.150Z$/);
  });

  it('cannot be processed in flight in a call: ChannelMismatch (DG)', async () => {
    const instance = testInstance();
    const actions = [
      action('process', 'UpdateContactMediaProcessing', { ChatProcessor: { ProcessingEnabled: 'False' } }, 'end', {
        errors: { NoMatchingError: 'error', ChannelMismatch: 'chat' },
      }),
      say('chat', 'no chat'),
      error,
      END,
    ];
    const contact = dialled(instance, actions);
    await instance.scheduler.advance(5_000);
    expect(contact.spoken.map(({ text }) => text)).toEqual(['no chat']);
  });
});

describe('RouteContactToAgent (AG:interrupt-agent)', () => {
  const queued = async (instance: TestInstance, wanted: string) => {
    const queueFlow = instance.addFlow('queue flow', 'CUSTOMER_QUEUE', [
      action('route', 'RouteContactToAgent', { AgentId: wanted }, 'offered', ERROR),
      say('offered', 'offered', 'end'),
      say('error', 'error', 'end'),
      action('end', 'EndFlowExecution'),
    ]);
    expect(problems(instance, JSON.parse(queueFlow.content).Actions, 'CUSTOMER_QUEUE')).toEqual([]);
    const contact = dialled(instance, [
      action('hook', 'UpdateContactEventHooks', { EventHooks: { CustomerQueue: queueFlow.id } }, 'target', {
        errors: { NoMatchingError: 'end' },
      }),
      ...TO_AGENT_QUEUE,
    ]);
    await instance.scheduler.advance(3_000);
    return contact;
  };

  it('offers the contact to an agent on a break, for 30 seconds', async () => {
    const instance = testInstance();
    await instance.setStatus('ben', 'Break');
    const contact = await queued(instance, 'ben');
    expect(contact).toMatchObject({ state: 'offered', spoken: [{ text: 'offered' }] });
    await instance.scheduler.advance(26_000);
    expect(contact.state).toBe('offered');
    await instance.scheduler.advance(2_000);
    expect(contact.state).toBe('queued');
  });

  it('takes the error branch when the agent is offline', async () => {
    const contact = await queued(testInstance(), 'ben');
    expect(contact).toMatchObject({ state: 'queued', spoken: [{ text: 'error' }] });
  });
});

describe('TransferContactToAgent (DG:contact-actions-transfercontacttoagent)', () => {
  const transfer = async (instance: TestInstance) => {
    const flow = instance.addFlow('transfer', 'AGENT_TRANSFER', [
      action('target', 'UpdateContactTargetQueue', { AgentId: 'ana' }, 'agent', {
        errors: { NoMatchingError: 'agent' },
      }),
      action('agent', 'TransferContactToAgent'),
    ]);
    expect(problems(instance, JSON.parse(flow.content).Actions, 'AGENT_TRANSFER')).toEqual([]);
    expect(problems(instance, JSON.parse(flow.content).Actions)).toHaveLength(1);
    const contact = dialled(instance, [
      action('go', 'TransferToFlow', { ContactFlowId: flow.id }, 'end', { errors: { NoMatchingError: 'end' } }),
      END,
    ]);
    await instance.scheduler.advance(1_000);
    return contact;
  };

  it('rings at the agent, and ends the call when the agent is busy', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    expect(await transfer(instance)).toMatchObject({ state: 'offered' });
    expect(await transfer(testInstance())).toMatchObject({
      state: 'completed',
      disconnectReason: 'CONTACT_FLOW_DISCONNECT',
    });
  });
});

describe('CreateCallbackContact (DG:interactions-createcallbackcontact)', () => {
  const order = (more: object) => [
    action('target', 'UpdateContactTargetQueue', { QueueId: SALES }, 'order', ERROR),
    action(
      'order',
      'CreateCallbackContact',
      { InitialCallDelaySeconds: '600', MaximumConnectionAttempts: '1', RetryDelaySeconds: '60', ...more },
      'end',
      ERROR,
    ),
    error,
    END,
  ];
  const callbackOf = (instance: TestInstance) =>
    [...instance.engine.contacts.values()].find(({ initiationMethod }) => initiationMethod === 'CALLBACK');

  it('calls the caller back by default, from the number that is asked for', async () => {
    const instance = testInstance();
    const CallerId = { Number: '+4930555010100' };
    expect(problems(instance, order({ CallerId }))).toEqual([]);
    expect(problems(instance, order({ CallerId: { Number: '+4930999999999' } }))).toEqual([
      expect.stringContaining('is not claimed'),
    ]);
    dialled(instance, order({ CallerId }));
    await instance.scheduler.advance(1_000);
    expect(callbackOf(instance)).toMatchObject({
      customerPhone: CUSTOMER,
      systemPhone: '+4930555010100',
      state: 'initiated',
    });
    await instance.scheduler.advance(600_000);
    expect(callbackOf(instance)?.state).toBe('queued');
  });

  it('runs its flow at once, which decides where it waits', async () => {
    const instance = testInstance();
    const flow = instance.addFlow('callback', 'CONTACT_FLOW', [
      action('mark', 'UpdateContactAttributes', { Attributes: { by: '$.InitiationMethod' } }, 'target', ERROR),
      ...TO_AGENT_QUEUE,
    ]);
    dialled(instance, order({ ContactFlowId: flow.id }), { agentUsername: 'ben' });
    await instance.scheduler.advance(1_000);
    expect(callbackOf(instance)).toMatchObject({
      state: 'queued',
      queue: { username: 'ben' },
      attributes: { by: 'CALLBACK' },
    });
  });
});

describe.each(['UpdateRoutingCriteria', 'UpdateContactRoutingCriteria'])(
  '%s (DG:flow-control-actions-updateroutingcriteria; AICC for the second name)',
  (type) => {
    const step = (agent: string) => ({
      Expression: { AttributeCondition: { MatchCriteria: { AgentsCriteria: { AgentIds: [agent] } } } },
    });
    const set = (RoutingCriteria: unknown) => [
      action('set', type, { RoutingCriteria }, 'sales', ERROR),
      ...TO_AGENT_QUEUE.slice(1),
      error,
    ];

    it.each([
      ['with references in them', { Steps: [step('$.Attributes.agent')] }, { agent: 'ben' }],
      ['given as a whole', '$.Attributes.criteria', { criteria: JSON.stringify({ Steps: [step('ben')] }) }],
    ])('sets steps %s, which decide who gets the contact', async (_, criteria, attributes) => {
      const instance = testInstance();
      expect(problems(instance, set(criteria))).toEqual([]);
      await instance.setStatus('ana', 'Available');
      const contact = dialled(instance, set(criteria), attributes);
      await instance.scheduler.advance(5_000);
      expect(contact.state).toBe('queued');
      await instance.setStatus('ben', 'Available');
      await instance.scheduler.advance(10);
      expect(contact.state).toBe('offered');
      expect(instance.agents.snapshot('ben').contacts).toHaveLength(1);
    });

    it('is refused with steps that are none, and takes the error branch when a reference gives none', async () => {
      const instance = testInstance();
      expect(problems(instance, set({ Steps: [{}] }))).toEqual([expect.stringContaining('is not valid')]);
      const contact = dialled(instance, set('$.Attributes.criteria'));
      await instance.scheduler.advance(5_000);
      expect(contact.spoken.map(({ text }) => text)).toEqual(['error']);
    });
  },
);
