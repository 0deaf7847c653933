/** A folder with one small flow, its instance and test cases, as somebody would have who only tries a flow. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileResult, SuiteResult } from '../../../../local/connect/testing/run-suite.ts';
import { runSuite } from '../../../../local/connect/testing/run-suite.ts';
import { action } from '../instance.ts';

/** `${name}`, which the instance file gives a meaning. */
export const token = (name: string): string => `\${${name}}`;

const INSTANCE = {
  folder: '.',
  queues: ['Basic Queue', 'Other Queue'],
  prompts: ['Music'],
  hoursOfOperation: { BasicHours: 'closed', AlwaysOnHours: 'open' },
  functions: { account: { level: 'gold' }, sandbox: { level: 'silver' } },
  flows: { menu: 'CONTACT_FLOW' },
  tokens: {
    BasicQueue: 'queue/Basic Queue',
    OtherQueue: 'queue/Other Queue',
    BasicHours: 'hours/BasicHours',
    AlwaysOnHours: 'hours/AlwaysOnHours',
    Account: 'function/account',
    Sandbox: 'function/sandbox',
  },
};

const lookUp = (id: string, next: string) =>
  action(id, 'InvokeLambdaFunction', { LambdaFunctionARN: token('Account'), InvocationTimeLimitSeconds: '3' }, next, {
    errors: { NoMatchingError: 'broken' },
  });

/** Closed outside hours; a menu whose 1 leads to the queue and whose 2 asks a function twice. */
const MENU = [
  action('hours', 'CheckHoursOfOperation', { HoursOfOperationId: token('BasicHours') }, 'closed', {
    errors: { NoMatchingError: 'closed' },
    conditions: [
      ['Equals', 'True', 'menu'],
      ['Equals', 'False', 'closed'],
    ],
  }),
  action(
    'menu',
    'GetParticipantInput',
    { Text: 'Press 1 to be connected to an agent', StoreInput: 'False', InputTimeLimitSeconds: '5' },
    'nothing pressed',
    {
      errors: {
        NoMatchingError: 'nothing pressed',
        NoMatchingCondition: 'nothing pressed',
        InputTimeLimitExceeded: 'nothing pressed',
      },
      conditions: [
        ['Equals', '1', 'target'],
        ['Equals', '2', 'first look'],
      ],
    },
  ),
  action('target', 'UpdateContactTargetQueue', { QueueId: token('BasicQueue') }, 'announce', {
    errors: { NoMatchingError: 'broken' },
  }),
  action(
    'announce',
    'MessageParticipant',
    {
      Text: 'Thank you for calling. Your call is very important to us and will be answered in the order it was received.',
    },
    'queue',
  ),
  action('queue', 'TransferContactToQueue', {}, 'broken', {
    errors: { QueueAtCapacity: 'full', NoMatchingError: 'broken' },
  }),
  lookUp('first look', 'first level'),
  action('first level', 'MessageParticipant', { Text: 'Your first level is $.External.level.' }, 'second look'),
  lookUp('second look', 'second level'),
  action('second level', 'MessageParticipant', { Text: 'Your second level is $.External.level.' }, 'end'),
  action('closed', 'MessageParticipant', { Text: 'We are closed.' }, 'end'),
  action('nothing pressed', 'MessageParticipant', { Text: 'You pressed nothing.' }, 'end'),
  action('full', 'MessageParticipant', { Text: 'The queue is full.' }, 'end'),
  action('broken', 'MessageParticipant', { Text: 'Something is broken.' }, 'end'),
  action('end', 'DisconnectParticipant'),
];

/** Runs test cases, each given as the content of its file, against the menu. */
export const runMenuTests = async (...cases: readonly object[]): Promise<SuiteResult> => {
  const folder = await mkdtemp(join(tmpdir(), 'flow-tests-'));
  try {
    const files: Record<string, unknown> = { 'instance.json': INSTANCE };
    files['menu.json'] = { Version: '2019-10-30', StartAction: 'hours', Actions: MENU };
    for (const [index, content] of cases.entries()) files[`case-${index + 1}.json`] = content;
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), JSON.stringify(content));
    const paths = cases.map((_, index) => join(folder, `case-${index + 1}.json`));
    return await runSuite(paths, { flow: 'menu' });
  } finally {
    await rm(folder, { recursive: true });
  }
};

export const resultOf = (suite: SuiteResult, index = 0) => {
  const file: FileResult | undefined = suite.files[index];
  if (file === undefined || !('result' in file)) throw new Error(JSON.stringify(file));
  return file.result;
};

type Actions = readonly object[];

/** One observation; actions run in the given order, `next` becomes active afterwards. */
export const observation = (id: string, event: object, actions: Actions = [], next: readonly string[] = []) => ({
  Identifier: id,
  Event: { Identifier: `event of ${id}`, Actor: 'System', ...event },
  Actions: actions.map((one, index) => ({ Identifier: `${id} ${index + 1}`, ...one, Transitions: {} })),
  Transitions: { NextObservations: next },
});

export const content = (...observations: readonly object[]) => ({
  Version: '2019-10-30',
  Metadata: {},
  Observations: observations,
});

export const BEGINS = { Type: 'TestInitiated', Properties: {} };
export const hears = (Text: string, criteria = 'Inclusion') => ({
  Type: 'MessageReceived',
  Properties: { Text, MatchingCriteria: { Type: criteria } },
});
export const press = (Value: string | number) => ({
  Type: 'SendInstruction',
  Parameters: {
    ActionType: 'SendInstruction',
    Actor: 'Customer',
    Instruction: { Type: 'DtmfInput', Properties: { Value } },
  },
});
export const override = (ActionType: string, ActionParameters: object, Strategy: object) => ({
  Type: 'OverrideSystemBehavior',
  Parameters: {
    ActionType: 'OverrideSystemBehavior',
    Behavior: { Type: 'FlowAction', Properties: { ActionType, ActionParameters, Strategy } },
  },
});
export const check = (Namespace: string, Operator: string, Operand?: string) => ({
  Type: 'Assert',
  Parameters: { Namespace, Operator, ...(Operand !== undefined && { Operand }) },
});
export const END = {
  Type: 'TestControl',
  Parameters: { ActionType: 'TestControl', Command: { Type: 'EndTest' } },
};
const answer = (Response: object) => ({ Type: 'MockResponse', Response });
export const result = (ExecutionResult: object) => answer({ Type: 'ExecutionResult', ExecutionResult });
export const error = (Value: string) => answer({ Type: 'Error', Error: { Value } });
export const inHours = override(
  'CheckHoursOfOperation',
  { HoursOfOperationId: token('BasicHours') },
  { Type: 'SubstituteResource', SubstituteArn: token('AlwaysOnHours') },
);
