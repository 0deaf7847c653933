/** The flow actions that a test case can observe and override, as the guide's pages list them. */
import * as v from 'valibot';
import { isRecord, parseJson } from '../flow/language.ts';

export const arn = v.pipe(v.string(), v.nonEmpty('must name a resource'));
const seconds = v.pipe(v.number(), v.minValue(0));

/** A member of a variant that is told apart by `key`, and refused. */
export const refused = <Key extends string, Name extends string>(key: Key, name: Name, why: string) =>
  v.pipe(
    v.looseObject({ [key]: v.literal(name) } as { [name in Key]: v.LiteralSchema<Name, undefined> }),
    v.rawTransform(({ addIssue, NEVER }) => {
      addIssue({ message: `${name} ${why}` });
      return NEVER;
    }),
  );
export const NO_LEX = 'is not served: there is no Lex here';

export const lambdaAction = v.strictObject({
  ActionType: v.literal('InvokeLambdaFunction'),
  ActionParameters: v.strictObject({ LambdaFunctionARN: arn }),
});
export const hoursAction = v.strictObject({
  ActionType: v.literal('CheckHoursOfOperation'),
  ActionParameters: v.strictObject({ HoursOfOperationId: arn }),
});
export const transferAction = v.strictObject({
  ActionType: v.literal('TransferContactToQueue'),
  ActionParameters: v.pipe(
    v.strictObject({ QueueId: v.exactOptional(arn), AgentId: v.exactOptional(arn) }),
    v.check(({ QueueId, AgentId }) => QueueId !== undefined || AgentId !== undefined, 'needs QueueId or AgentId'),
  ),
});

const substitute = v.strictObject({ Type: v.literal('SubstituteResource'), SubstituteArn: arn });
/** An answer in place of the resource: a result, or one of the errors that the guide lists for the action. */
const mock = <Result extends v.GenericSchema, const Errors extends readonly string[]>(result: Result, errors: Errors) =>
  v.strictObject({
    Type: v.literal('MockResponse'),
    Response: v.variant('Type', [
      v.strictObject({ Type: v.literal('ExecutionResult'), ExecutionResult: result }),
      mockedError(errors),
    ]),
  });
const mockedError = <const Errors extends readonly string[]>(errors: Errors) =>
  v.strictObject({
    Type: v.literal('Error'),
    Error: v.strictObject({
      DelaySeconds: v.exactOptional(seconds),
      Value: v.picklist(errors, `must be one of ${errors.join(', ')}`),
    }),
  });
const mockedErrorOnly = <const Errors extends readonly string[]>(errors: Errors) =>
  v.strictObject({ Type: v.literal('MockResponse'), Response: mockedError(errors) });

const isJsonObject = (text: string): boolean => isRecord(parseJson(text));
const loadedData = v.strictObject({
  DelaySeconds: v.exactOptional(seconds),
  LoadedData: v.pipe(v.string(), v.check(isJsonObject, 'must be a JSON object, serialized as a string')),
});
const inHours = v.strictObject({ Value: v.picklist(['InHours', 'OutOfHours']) });
const queueParameters = v.strictObject({ QueueId: arn });
const QUEUE_ERRORS = ['QueueAtCapacity', 'NoMatchingError'] as const;

/** What `Behavior.Properties` of an override may be. */
export const overriddenBehavior = v.variant('ActionType', [
  v.strictObject({
    ...lambdaAction.entries,
    Strategy: v.variant('Type', [substitute, mock(loadedData, ['TimeLimitExceeded', 'NoMatchingError'])]),
  }),
  v.strictObject({
    ...hoursAction.entries,
    Strategy: v.variant('Type', [substitute, mock(inHours, ['NoMatchingError'])]),
  }),
  v.strictObject({
    // The guide's name for the flow language's DequeueContactAndTransferToQueue.
    ActionType: v.picklist(['TransferContactToQueue', 'DequeueAndTransferToQueue']),
    ActionParameters: queueParameters,
    Strategy: v.variant('Type', [substitute, mockedErrorOnly(QUEUE_ERRORS)]),
  }),
  refused('ActionType', 'ConnectParticipantWithLexBot', NO_LEX),
]);

export type Override = v.InferOutput<typeof overriddenBehavior>;
