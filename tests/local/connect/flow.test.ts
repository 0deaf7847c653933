import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionHolds } from '../../../local/connect/flow/conditions.ts';
import { interpolate } from '../../../local/connect/flow/language.ts';
import { flowProblems } from '../../../local/connect/flow/validate.ts';
import type { FlowType } from '../../../local/connect/instance.ts';
import {
  action,
  CUSTOMER,
  LOOK_UP,
  MUSIC,
  SALES,
  type TestInstance,
  TO_AGENT_QUEUE,
  testInstance,
} from './instance.ts';

const END = action('end', 'DisconnectParticipant');
const run = async (
  instance: TestInstance,
  actions: readonly object[],
  advanceMs = 1_000,
  attributes: Record<string, string> = {},
) => {
  instance.engine.phones.setBehavior(CUSTOMER, 'answer', 0);
  instance.engine.instance.associations.set('look-up', {
    id: 'look-up',
    type: 'LAMBDA_FUNCTION',
    arn: LOOK_UP,
    tags: {},
  });
  const contact = instance.dial(instance.addFlow('flow', 'CONTACT_FLOW', [...actions, END]), attributes);
  await instance.scheduler.advance(advanceMs);
  return contact;
};
const path = (contact: { flowTrace: readonly { actionId: string }[] }) =>
  contact.flowTrace.map(({ actionId }) => actionId);

describe('references', () => {
  it('resolve attributes, quoted keys, nested results, and nothing at all', () => {
    const root = { Attributes: { name: 'Dana', 'a key': 'x' }, External: { a: { b: 'deep' } } };
    expect(interpolate("Hi $.Attributes.name, $.Attributes['a key'] $.External.a.b.", root)).toBe('Hi Dana, x deep.');
    expect(interpolate('$.Attributes.missing', root)).toBe('');
    expect(interpolate('$.Attributes.constructor', root)).toBe('');
  });

  it('give back every attribute value unchanged, whatever is in it', () => {
    const key = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/).filter((name) => name !== '__proto__');
    fc.assert(
      fc.property(key, fc.string(), (name, value) => {
        expect(interpolate(`$.Attributes.${name}`, { Attributes: { [name]: value } })).toBe(value);
      }),
    );
  });

  it('compare numbers as numbers and nothing else as one', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (value, operand) => {
        expect(conditionHolds('NumberGreaterThan', String(value), String(operand))).toBe(value > operand);
        expect(conditionHolds('NumberLessOrEqualTo', String(value), String(operand))).toBe(value <= operand);
      }),
    );
    expect(conditionHolds('NumberLessThan', '', '5')).toBe(false);
    expect(conditionHolds('NumberLessThan', 'four', '5')).toBe(false);
  });
});

describe('a flow', () => {
  it('takes the first condition that holds, else the error branch', async () => {
    const branch = action('which', 'Compare', { ComparisonValue: '$.Attributes.stage' }, 'end', {
      errors: { NoMatchingCondition: 'other' },
      conditions: [
        ['Equals', 'Won', 'won'],
        ['TextStartsWith', 'Neg', 'talks'],
      ],
    });
    const say = (id: string) => action(id, 'MessageParticipant', { Text: id }, 'end');
    const actions = [branch, say('won'), say('talks'), say('other')];
    expect(path(await run(testInstance(), actions, 5_000, { stage: 'Negotiation' }))).toEqual([
      'which',
      'talks',
      'end',
    ]);
    expect(path(await run(testInstance(), actions, 5_000, {}))).toEqual(['which', 'other', 'end']);
  });

  it('reads a key of the menu, and says when none comes', async () => {
    const menu = action(
      'menu',
      'GetParticipantInput',
      { Text: 'Press one.', InputTimeLimitSeconds: '5', StoreInput: 'False' },
      'end',
      {
        errors: { NoMatchingError: 'end', NoMatchingCondition: 'end', InputTimeLimitExceeded: 'late' },
        conditions: [['Equals', '1', 'one']],
      },
    );
    const actions = [
      menu,
      action('one', 'MessageParticipant', { Text: 'One.' }, 'end'),
      action('late', 'MessageParticipant', { Text: 'Late.' }, 'end'),
    ];
    const instance = testInstance();
    const contact = await run(instance, actions, 2_000);
    instance.engine.phones.pressDigits(CUSTOMER, '1');
    await instance.scheduler.advance(2_000);
    expect(path(contact)).toEqual(['menu', 'one', 'end']);
    expect(path(await run(testInstance(), actions, 9_000))).toEqual(['menu', 'late', 'end']);
  });

  it('stores digits up to the terminator', async () => {
    const instance = testInstance();
    const contact = await run(
      instance,
      [
        action(
          'ask',
          'GetParticipantInput',
          {
            InputTimeLimitSeconds: '10',
            StoreInput: 'True',
            InputValidation: { CustomValidation: { MaximumLength: '8' } },
          },
          'keep',
          { errors: { NoMatchingError: 'end' } },
        ),
        action('keep', 'UpdateContactAttributes', { Attributes: { pin: '$.StoredCustomerInput' } }, 'end', {
          errors: { NoMatchingError: 'end' },
        }),
      ],
      1_000,
    );
    instance.engine.phones.pressDigits(CUSTOMER, '12');
    instance.engine.phones.pressDigits(CUSTOMER, '34#');
    await instance.scheduler.advance(1_000);
    expect(contact.attributes.pin).toBe('1234');
  });

  it('is cut when it spins without time passing', async () => {
    const contact = await run(testInstance(), [
      action('again', 'UpdateContactAttributes', { Attributes: { a: 'b' } }, 'again', {
        errors: { NoMatchingError: 'again' },
      }),
    ]);
    expect(contact).toMatchObject({ state: 'completed', disconnectReason: 'CONTACT_FLOW_DISCONNECT' });
  });

  it('loops as often as it was told, then once more for done', async () => {
    const contact = await run(testInstance(), [
      action('loop', 'Loop', { LoopCount: '2' }, 'end', {
        conditions: [
          ['Equals', 'ContinueLooping', 'loop'],
          ['Equals', 'DoneLooping', 'end'],
        ],
      }),
    ]);
    expect(path(contact)).toEqual(['loop', 'loop', 'loop', 'end']);
  });
});

describe('a Lambda function in a flow', () => {
  const LOOKUP_FLOW = [
    action(
      'look-up',
      'InvokeLambdaFunction',
      {
        LambdaFunctionARN: LOOK_UP,
        InvocationTimeLimitSeconds: '3',
        LambdaInvocationAttributes: { phone: '$.CustomerEndpoint.Address' },
        ResponseValidation: { ResponseType: 'STRING_MAP' },
      },
      'say',
      { errors: { NoMatchingError: 'sorry' } },
    ),
    action('say', 'MessageParticipant', { Text: 'Hello $.External.name.' }, 'end'),
    action('sorry', 'MessageParticipant', { Text: 'Sorry.' }, 'end'),
  ];

  it('is asked up to three times and its answer is $.External', async () => {
    const instance = testInstance({
      answer: (_, attempt) => {
        if (attempt < 3) throw Object.assign(new Error('boom'), { name: 'Unhandled' });
        return { name: 'Dana' };
      },
    });
    const contact = await run(instance, LOOKUP_FLOW, 3_000);
    expect(instance.invocations).toHaveLength(3);
    expect(instance.invocations[0]?.event).toMatchObject({ Details: { Parameters: { phone: CUSTOMER } } });
    expect(contact.spoken.map(({ text }) => text)).toEqual(['Hello Dana.']);
  });

  it.each<[string, unknown]>([
    ['a number in its map', { count: 3 }],
    ['a list', ['a']],
    ['32 KB', { name: 'x'.repeat(32 * 1024) }],
    ['nothing', undefined],
  ])('leads to the error branch when it answers %s', async (_, answer) => {
    const contact = await run(testInstance({ answer: () => answer }), LOOKUP_FLOW, 5_000);
    expect(path(contact)).toEqual(['look-up', 'sorry', 'end']);
  });

  it('leads to the error branch when it takes longer than its limit', async () => {
    const instance = testInstance({ answer: () => new Promise(() => undefined) });
    const contact = await run(instance, LOOKUP_FLOW, 2_900);
    expect(path(contact)).toEqual([]);
    await instance.scheduler.advance(2_000);
    expect(path(contact)).toEqual(['look-up', 'sorry', 'end']);
    expect(instance.invocations).toHaveLength(1);
  });
});

describe('publication', () => {
  const problems = (actions: readonly object[], type: FlowType = 'CONTACT_FLOW') => {
    const [first] = actions;
    const { engine } = testInstance();
    return flowProblems(
      JSON.stringify({ Version: '2019-10-30', StartAction: Object(first).Identifier, Actions: actions }),
      type,
      engine.instance,
    );
  };
  const hours = (
    conditions: [string, string, string][],
    errors: Record<string, string> = { NoMatchingError: 'end' },
  ) => [action('h', 'CheckHoursOfOperation', {}, 'end', { errors, conditions }), END];

  it('accepts what the service accepts', () => {
    expect(problems(TO_AGENT_QUEUE)).toEqual([]);
    expect(
      problems(
        hours([
          ['Equals', 'True', 'end'],
          ['Equals', 'False', 'end'],
        ]),
      ),
    ).toEqual([]);
    expect(problems([action('m', 'MessageParticipant', { PromptId: MUSIC }, 'end'), END])).toEqual([]);
  });

  it.each<[string, readonly object[], string, FlowType?]>([
    ['an unknown type', [action('x', 'SendFax', {}, 'end'), END], 'Invalid Action type'],
    [
      'an unknown parameter',
      [
        action('x', 'TransferContactToQueue', { QueueId: SALES }, 'end', {
          errors: { QueueAtCapacity: 'end', NoMatchingError: 'end' },
        }),
        END,
      ],
      'Invalid Action property name',
    ],
    [
      'a missing error branch',
      [action('x', 'TransferContactToQueue', {}, 'end', { errors: { NoMatchingError: 'end' } }), END],
      'Error: QueueAtCapacity',
    ],
    [
      'an error branch the service rejects',
      [
        action('x', 'UpdateFlowLoggingBehavior', { FlowLoggingBehavior: 'Enabled' }, 'end', {
          errors: { NoMatchingError: 'end' },
        }),
        END,
      ],
      'Invalid Action error. Error: NoMatchingError, Path: Actions[0]',
    ],
    [
      'a queue that does not exist',
      [
        action('x', 'UpdateContactTargetQueue', { QueueId: 'nothing' }, 'end', { errors: { NoMatchingError: 'end' } }),
        END,
      ],
      'does not exist in this instance',
    ],
    [
      'queue and agent at once',
      [
        action('x', 'UpdateContactTargetQueue', { QueueId: SALES, AgentId: 'ana' }, 'end', {
          errors: { NoMatchingError: 'end' },
        }),
        END,
      ],
      'exactly one of',
    ],
    [
      'text and prompt at once',
      [action('x', 'MessageParticipant', { Text: 'a', PromptId: MUSIC }, 'end'), END],
      'exactly one of',
    ],
    [
      'a number that is no string',
      [
        action('x', 'Loop', { LoopCount: 2 }, 'end', {
          conditions: [
            ['Equals', 'ContinueLooping', 'end'],
            ['Equals', 'DoneLooping', 'end'],
          ],
        }),
        END,
      ],
      'as a string',
    ],
    ['half of the hours', hours([['Equals', 'True', 'end']]), 'exactly Equals True and Equals False'],
    [
      'hours with NoMatchingCondition',
      hours(
        [
          ['Equals', 'True', 'end'],
          ['Equals', 'False', 'end'],
        ],
        { NoMatchingError: 'end', NoMatchingCondition: 'end' },
      ),
      'Invalid Action error',
    ],
    ['a branch into nothing', [action('x', 'MessageParticipant', { Text: 'a' }, 'nowhere'), END], 'Invalid NextAction'],
    ['transitions after the end', [action('x', 'DisconnectParticipant', {}, 'x')], 'ends the flow'],
    ['two actions of one name', [END, END], 'Duplicate Action identifier'],
    ['a queue transfer in a whisper', TO_AGENT_QUEUE, 'not supported in a flow of type AGENT_WHISPER', 'AGENT_WHISPER'],
    [
      'an agent metric compared with 1',
      [
        action('x', 'CheckMetricData', { MetricType: 'NumberOfAgentsAvailable', QueueId: SALES }, 'end', {
          errors: { NoMatchingError: 'end', NoMatchingCondition: 'end' },
          conditions: [['NumberGreaterThan', '1', 'end']],
        }),
        END,
      ],
      'only NumberGreaterThan 0',
    ],
  ])('refuses %s', (_, actions, message, type) => {
    expect(problems(actions, type).join('\n')).toContain(message);
  });

  it('never throws, whatever the content is', () => {
    const { engine } = testInstance();
    fc.assert(
      fc.property(fc.json(), (content) => {
        expect(flowProblems(content, 'CONTACT_FLOW', engine.instance).length).toBeGreaterThan(0);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (parameters, transitions) => {
        const actions = [{ Identifier: 'x', Type: 'Loop', Parameters: parameters, Transitions: transitions }];
        const content = JSON.stringify({ Version: '2019-10-30', StartAction: 'x', Actions: actions });
        expect(Array.isArray(flowProblems(content, 'CONTACT_FLOW', engine.instance))).toBe(true);
      }),
    );
  });
});
