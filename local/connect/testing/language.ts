/**
 * Amazon Connect's testing language: the JSON of a test case. Shapes are those of the Developer Guide's "Testing language"
 * pages (`testing-language-*`); README.md says what is known of each and from where. What is documented but cannot be
 * done here, or is not documented well enough to do it right, is refused by name.
 */
import * as v from 'valibot';
import { CONDITION_OPERATORS } from '../flow/conditions.ts';
import { hoursAction, lambdaAction, NO_LEX, overriddenBehavior, refused, transferAction } from './flow-actions.ts';

/** 2019-10-30 is what the guide names today and the service takes; 2025-06-21 is what its first edition named. */
export const TESTING_LANGUAGE_VERSIONS = ['2019-10-30', '2025-06-21'] as const;

const identifier = v.pipe(v.string(), v.nonEmpty('must not be empty'));
const system = v.literal('System', 'must be System');

const matchingCriteria = v.strictObject(
  { Type: v.picklist(['Similarity', 'Inclusion'], 'must be Similarity or Inclusion') },
  'must be an object {"Type": "Similarity" | "Inclusion"} inside Properties',
);
const message = v.pipe(
  v.strictObject({
    Text: v.exactOptional(v.string()),
    SSML: v.exactOptional(v.string()),
    PromptId: v.exactOptional(v.string()),
    Media: v.exactOptional(
      v.pipe(
        v.unknown(),
        v.check(() => false, 'is not served: audio is not carried here'),
      ),
    ),
    MatchingCriteria: matchingCriteria,
  }),
  v.check(
    ({ Text, SSML, PromptId }) => [Text, SSML, PromptId].filter((given) => given !== undefined).length === 1,
    'needs exactly one of Text, SSML and PromptId',
  ),
);

const event = v.variant('Type', [
  v.strictObject({
    Identifier: v.exactOptional(identifier),
    Type: v.picklist(['TestInitiated', 'TestCompleted']),
    Actor: system,
    Properties: v.exactOptional(v.strictObject({})),
  }),
  v.strictObject({
    Identifier: v.exactOptional(identifier),
    Type: v.literal('MessageReceived'),
    Actor: system,
    Properties: message,
  }),
  v.strictObject({
    Identifier: v.exactOptional(identifier),
    Type: v.literal('FlowActionStarted'),
    Actor: system,
    Properties: v.variant('ActionType', [
      lambdaAction,
      hoursAction,
      transferAction,
      refused('ActionType', 'ConnectParticipantWithLexBot', NO_LEX),
    ]),
  }),
  v.strictObject({
    Identifier: v.exactOptional(identifier),
    Type: v.literal('FlowActionCompleted'),
    Actor: system,
    Properties: v.variant('ActionType', [
      lambdaAction,
      refused('ActionType', 'ConnectParticipantWithLexBot', NO_LEX),
      refused('ActionType', 'ConnectParticipantWithAgenticCX', 'is not served: there is no Agentic CX here'),
    ]),
  }),
]);

const instruction = v.variant('Type', [
  v.strictObject({
    Type: v.literal('DtmfInput'),
    Properties: v.strictObject({
      Value: v.pipe(
        v.union([v.string(), v.number()]),
        v.transform(String),
        v.regex(/^[0-9*#]{1,50}$/, 'must be keys of a telephone'),
      ),
    }),
  }),
  v.strictObject({ Type: v.literal('Disconnect'), Properties: v.exactOptional(v.strictObject({})) }),
  refused('Type', 'Utterance', NO_LEX),
  refused('Type', 'TextUtterance', NO_LEX),
]);

export const ASSERT_OPERATORS = [...CONDITION_OPERATORS, 'Exists'] as const;
const namespace = v.pipe(v.string(), v.startsWith('$.', 'must be a path such as $.Queue.Name'));

const common = {
  Identifier: identifier,
  /** The guide's first edition writes an empty NextAction where there is none. */
  Transitions: v.optional(v.strictObject({ NextAction: v.exactOptional(v.string()) }), {}),
};
const action = v.variant('Type', [
  v.strictObject({
    ...common,
    Type: v.literal('Assert'),
    Parameters: v.pipe(
      v.strictObject({
        Namespace: namespace,
        Operator: v.picklist(ASSERT_OPERATORS, `must be one of ${ASSERT_OPERATORS.join(', ')}`),
        Operand: v.exactOptional(v.union([v.string(), v.pipe(v.number(), v.transform(String))])),
      }),
      v.check(({ Operator, Operand }) => Operator === 'Exists' || Operand !== undefined, 'needs an Operand'),
    ),
  }),
  v.strictObject({
    ...common,
    Type: v.literal('SendInstruction'),
    // Published test cases repeat it here.
    Actor: v.exactOptional(v.literal('Customer')),
    Parameters: v.strictObject({
      ActionType: v.literal('SendInstruction'),
      Actor: v.literal('Customer'),
      Instruction: instruction,
    }),
  }),
  v.strictObject({
    ...common,
    Type: v.literal('TestControl'),
    Parameters: v.strictObject({
      ActionType: v.literal('TestControl'),
      Command: v.variant('Type', [
        v.strictObject({ Type: v.literal('EndTest') }),
        v.strictObject({
          Type: v.literal('LogData'),
          Properties: v.strictObject({ Expressions: v.record(v.string(), namespace) }),
        }),
      ]),
    }),
  }),
  v.strictObject({
    ...common,
    Type: v.literal('OverrideSystemBehavior'),
    Parameters: v.strictObject({
      ActionType: v.literal('OverrideSystemBehavior'),
      Behavior: v.strictObject({ Type: v.literal('FlowAction'), Properties: overriddenBehavior }),
    }),
  }),
]);

const ONCE =
  'is not served: only exactly once is, which is also what the service’s test designer allows; leave Usage out';
const usage = v.pipe(
  v.looseObject({ Type: v.string(), Times: v.exactOptional(v.number()) }),
  v.check(({ Type, Times = 1 }) => /^exactly$/i.test(Type) && Times === 1, ONCE),
);

const observation = v.strictObject({
  Identifier: identifier,
  Event: event,
  Actions: v.optional(v.array(action), []),
  Usage: v.exactOptional(usage),
  Transitions: v.optional(v.strictObject({ NextObservations: v.optional(v.array(identifier), []) }), {}),
});

export const testContent = v.strictObject({
  Version: v.picklist(TESTING_LANGUAGE_VERSIONS, `must be one of ${TESTING_LANGUAGE_VERSIONS.join(', ')}`),
  Metadata: v.optional(v.record(v.string(), v.unknown()), {}),
  Observations: v.pipe(v.array(observation), v.minLength(1, 'must hold at least one observation')),
});

export type TestContent = v.InferOutput<typeof testContent>;
export type Observation = TestContent['Observations'][number];
export type ObservedEvent = Observation['Event'];
export type TestAction = Observation['Actions'][number];
