import { describe, expect, it } from 'vitest';
import { report } from '../../../../local/connect/testing/report.ts';
import {
  BEGINS,
  check,
  content,
  END,
  error,
  hears,
  inHours,
  observation,
  override,
  press,
  result,
  resultOf,
  runMenuTests,
  token,
} from './support.ts';

/**
 * The example of the Developer Guide ("Example test", testing-language-example), with this instance's resources: open hours
 * in the place of closed ones, 1 pressed, the queue checked, the end.
 */
const guideExample = (version: string, extra: object = {}) => ({
  Version: version,
  Metadata: {},
  Observations: [
    {
      Identifier: 'TriggerHoursCheck',
      Event: { Identifier: 'evt-hours', Type: 'TestInitiated', Actor: 'System', Properties: {} },
      ...extra,
      Actions: [{ Identifier: 'ActionId', ...inHours, Transitions: {} }],
      Transitions: { NextObservations: ['Welcome Message'] },
    },
    {
      Identifier: 'Welcome Message',
      Event: {
        Identifier: 'evt-welcome',
        Actor: 'System',
        ...hears('Press 1 to be connected to an agent', 'Similarity'),
      },
      Actions: [{ Identifier: 'Send dtmf input', ...press('1'), Transitions: {} }],
      Transitions: { NextObservations: ['Trigger Queue Announcement'] },
    },
    {
      Identifier: 'Trigger Queue Announcement',
      Event: {
        Identifier: 'evt-queue',
        Actor: 'System',
        ...hears('Thank you for calling. Your call is very important to us and will be answered.', 'Similarity'),
      },
      Actions: [
        {
          Identifier: 'assertqueue',
          ...check('$.Queue.Name', 'Equals', 'Basic Queue'),
          Transitions: { NextAction: 'endthetest' },
        },
        { Identifier: 'endthetest', ...END, Transitions: {} },
      ],
      Transitions: { NextObservations: [] },
    },
  ],
});

describe('a test case in the service’s language', () => {
  it('is the guide’s own example, in both of its editions', async () => {
    const suite = await runMenuTests(
      guideExample('2019-10-30'),
      guideExample('2025-06-21', { Usage: { Type: 'EXACTLY' } }),
    );
    for (const index of [0, 1]) {
      expect(resultOf(suite, index)).toMatchObject({ passed: true, endedBy: 'EndTest' });
    }
    expect(resultOf(suite).path).toEqual(['menu / hours', 'menu / menu', 'menu / target', 'menu / announce']);
  });

  it('fails when a message never comes, and says what came instead', async () => {
    const suite = await runMenuTests(
      content(
        observation('begin', BEGINS, [inHours], ['menu']),
        observation('menu', hears('Press 1'), [press(1)], ['full']),
        observation('full', hears('The queue is full')),
      ),
    );
    expect(resultOf(suite)).toMatchObject({ passed: false, endedBy: 'the time limit of 5 minutes', seconds: 300 });
    expect(resultOf(suite).observations.map(({ state }) => state)).toEqual(['matched', 'matched', 'active']);
    const text = report(suite);
    expect(text).toContain('full: hears "The queue is full" (Inclusion)  never happened');
    expect(text).toContain('the call was at: menu / queue');
    expect(text).toContain('0 passed, 1 failed');
  });

  it('ends at a check that does not hold, with the actual value', async () => {
    const suite = await runMenuTests(
      content(
        observation('begin', BEGINS, [inHours], ['menu']),
        observation('menu', hears('Press 1'), [press(1)], ['announced']),
        observation('announced', hears('Thank you'), [check('$.Queue.Name', 'Equals', 'Other Queue'), END], ['later']),
        observation('later', hears('anything')),
      ),
    );
    expect(resultOf(suite)).toMatchObject({ passed: false, endedBy: 'failed check' });
    expect(resultOf(suite).observations[2]).toMatchObject({
      state: 'failed',
      problem: 'announced 1: $.Queue.Name is "Basic Queue", expected Equals "Other Queue"',
    });
    expect(resultOf(suite).observations[3]?.state).toBe('not reached');
  });

  it('uses an override once; several of one resource come in their order, then the resource itself', async () => {
    const lambda = (strategy: object) =>
      override('InvokeLambdaFunction', { LambdaFunctionARN: token('Account') }, strategy);
    const twoLooks = (...strategies: readonly object[]) =>
      content(
        observation('begin', BEGINS, [inHours, ...strategies.map(lambda)], ['menu']),
        observation('menu', hears('Press 1'), [press(2)]),
        observation('the end', { Type: 'TestCompleted', Properties: {} }, [check('$.External.level', 'Exists')]),
      );
    const bronze = result({ DelaySeconds: 2, LoadedData: JSON.stringify({ level: 'bronze' }) });
    const suite = await runMenuTests(
      twoLooks(bronze),
      twoLooks(bronze, { Type: 'SubstituteResource', SubstituteArn: token('Sandbox') }),
      twoLooks(error('TimeLimitExceeded')),
      content(
        observation('begin', BEGINS, [inHours], ['menu']),
        observation('menu', hears('Press 1'), [press(2)], ['first']),
        observation('first', hears('first level is bronze'), [], ['second']),
        observation('second', hears('second level is gold')),
        // The best practice of the guide: override a resource when its use is observed.
        observation(
          'look',
          {
            Type: 'FlowActionStarted',
            Properties: {
              ActionType: 'InvokeLambdaFunction',
              ActionParameters: { LambdaFunctionARN: token('Account') },
            },
          },
          [lambda(bronze)],
        ),
      ),
    );
    expect(resultOf(suite, 0)).toMatchObject({ passed: true, unused: [] });
    expect(resultOf(suite, 0).path.slice(2, 6)).toEqual([
      'menu / first look',
      'menu / first level',
      'menu / second look',
      'menu / second level',
    ]);
    expect(resultOf(suite, 1)).toMatchObject({ passed: true, unused: [] });
    expect(resultOf(suite, 2).path).toContain('menu / broken');
    expect(resultOf(suite, 3)).toMatchObject({ passed: true });
  });

  it('tells of an override that nothing used', async () => {
    const suite = await runMenuTests(
      content(
        observation('begin', BEGINS, [
          override('TransferContactToQueue', { QueueId: token('OtherQueue') }, error('QueueAtCapacity')),
        ]),
      ),
    );
    expect(resultOf(suite)).toMatchObject({ passed: true, endedBy: 'the call is over' });
    expect(report(suite)).toContain('! not used: TransferContactToQueue of OtherQueue');
  });

  it('takes the hours, the keys and the queue as overridden, and counts every branch', async () => {
    const hours = (strategy: object) =>
      override('CheckHoursOfOperation', { HoursOfOperationId: token('BasicHours') }, strategy);
    const basicQueue = (strategy: object) =>
      override('TransferContactToQueue', { QueueId: token('BasicQueue') }, strategy);
    const menu = (text: string, keys: object[], ...overrides: object[]) =>
      content(
        observation('begin', BEGINS, overrides, ['menu']),
        observation('menu', hears('Press 1'), keys, ['then']),
        observation('then', hears(text), [END]),
      );
    const open = hours(result({ Value: 'InHours' }));
    const suite = await runMenuTests(
      content(
        observation('begin', BEGINS, [hours(result({ Value: 'OutOfHours' }))]),
        observation('closed', hears('We are closed')),
      ),
      content(
        observation('begin', BEGINS, [hours(error('NoMatchingError'))]),
        observation('closed', hears('We are closed')),
      ),
      menu('pressed nothing', [], open),
      menu('pressed nothing', [press('9')], open),
      menu('queue is full', [press(1)], open, basicQueue(error('QueueAtCapacity'))),
      menu('is broken', [press(1)], open, basicQueue(error('NoMatchingError'))),
      menu(
        'very important',
        [press(1)],
        open,
        basicQueue({ Type: 'SubstituteResource', SubstituteArn: token('OtherQueue') }),
      ),
    );
    expect(suite.files.map((_, index) => resultOf(suite, index).passed)).toEqual(Array(7).fill(true));
    const [coverage] = suite.coverage;
    expect(coverage?.missing).toEqual([
      'menu → Equals 2',
      'menu → NoMatchingError',
      'target → NoMatchingError',
      'queue → success',
      'first look → success',
      'first look → NoMatchingError',
      'first level → success',
      'second look → success',
      'second look → NoMatchingError',
      'second level → success',
      // EndTest came while these were being said.
      'nothing pressed → success',
      'full → success',
      'broken → success',
    ]);
    expect(coverage?.branches.taken).toBe((coverage?.branches.total ?? 0) - 13);
  });

  it('hangs up for the customer and logs what it is asked to', async () => {
    const suite = await runMenuTests(
      content(
        observation('begin', BEGINS, [inHours], ['menu']),
        observation('menu', hears('Press 1'), [
          {
            Type: 'TestControl',
            Parameters: {
              ActionType: 'TestControl',
              Command: { Type: 'LogData', Properties: { Expressions: { caller: '$.CustomerEndpoint.Address' } } },
            },
          },
          {
            Type: 'SendInstruction',
            Parameters: { ActionType: 'SendInstruction', Actor: 'Customer', Instruction: { Type: 'Disconnect' } },
          },
        ]),
      ),
    );
    expect(resultOf(suite)).toMatchObject({ passed: true, endedBy: 'the call is over', seconds: 0 });
    expect(resultOf(suite).observations[1]?.logged).toEqual({ caller: '+14155550100' });
  });
});
