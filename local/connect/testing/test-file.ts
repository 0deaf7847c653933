/** A file with a test case: bare content as the console exports it, or a `CreateTestCase` request. */
import * as v from 'valibot';
import { type DeskSetup, deskSetup } from './desk.ts';
import { type Observation, type TestContent, testContent } from './language.ts';

export interface EntryPoint {
  /** Id or ARN. */
  readonly flowId?: string;
  readonly from?: string;
  readonly to?: string;
}

export interface TestCase {
  readonly name: string;
  readonly observations: readonly Observation[];
  readonly entryPoint: EntryPoint;
  readonly attributes: Readonly<Record<string, string>>;
  readonly desk: DeskSetup;
}

/** Everything that is wrong with one file. */
export class InvalidTestCase extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'InvalidTestCase';
    this.problems = problems;
  }
}

const e164 = v.pipe(v.string(), v.regex(/^\+[1-9]\d{1,14}$/, 'must be a number in E.164 format'));
/** Exports write null for what is not set. */
const maybe = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(v.nullable(schema));
const entryPoint = v.strictObject({
  Type: v.literal('VOICE_CALL', 'must be VOICE_CALL: only voice calls are served here'),
  VoiceCallEntryPointParameters: v.pipe(
    v.strictObject({
      FlowId: maybe(v.pipe(v.string(), v.nonEmpty())),
      SourcePhoneNumber: maybe(e164),
      DestinationPhoneNumber: maybe(e164),
      TranscriptionLanguageCodes: maybe(v.unknown()),
    }),
    v.check(
      ({ FlowId, DestinationPhoneNumber }) => (FlowId ?? DestinationPhoneNumber ?? undefined) !== undefined,
      'needs FlowId or phone numbers',
    ),
    v.check(
      ({ SourcePhoneNumber, DestinationPhoneNumber }) =>
        (DestinationPhoneNumber ?? undefined) === undefined || (SourcePhoneNumber ?? undefined) !== undefined,
      'Missing mandatory parameter SourcePhoneNumber: a DestinationPhoneNumber needs one',
    ),
  ),
  ChatEntryPointParameters: maybe(v.never('only voice calls are served here')),
});
const initialization = v.strictObject({ Attributes: v.optional(v.record(v.string(), v.string()), {}) });
const request = v.looseObject({
  Name: v.string(),
  Content: v.string(),
  EntryPoint: v.exactOptional(v.unknown()),
  InitializationData: v.exactOptional(v.string()),
});

const problemsOf = (issues: readonly v.BaseIssue<unknown>[], prefix: string): string[] =>
  issues.map((issue) => `${prefix}${v.getDotPath(issue) ?? 'the document'}: ${issue.message}`);

const checked = <Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  prefix = '',
): v.InferOutput<Schema> => {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw new InvalidTestCase(problemsOf(parsed.issues, prefix));
};

const json = (text: string, what: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidTestCase([`${what} is no JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
};

const duplicates = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];

/** An observation that leads back to itself, if there is one. */
const circular = (observations: readonly Observation[]): string | undefined => {
  const next = new Map(observations.map((one) => [one.Identifier, one.Transitions.NextObservations ?? []]));
  const leadsTo = (from: string, target: string, seen: Set<string>): boolean =>
    (next.get(from) ?? []).some((id) => {
      if (id === target) return true;
      if (seen.has(id)) return false;
      seen.add(id);
      return leadsTo(id, target, seen);
    });
  return observations.find(({ Identifier }) => leadsTo(Identifier, Identifier, new Set()))?.Identifier;
};

/** What the shapes alone do not say: names are unique, and lead to something that exists. */
const graphProblems = ({ Observations: observations }: TestContent): string[] => {
  const ids = observations.map(({ Identifier }) => Identifier);
  const round = circular(observations);
  return [
    ...duplicates(ids).map((id) => `Observations: the Identifier ${id} is there twice`),
    ...duplicates(observations.flatMap(({ Actions }) => Actions.map(({ Identifier }) => Identifier))).map(
      (id) => `Actions: the Identifier ${id} is there twice`,
    ),
    ...observations.flatMap(({ Identifier, Actions, Transitions }) => [
      ...(Transitions.NextObservations ?? [])
        .filter((next) => !ids.includes(next))
        .map((next) => `${Identifier}: NextObservations names ${next}, which does not exist`),
      ...Actions.flatMap((action) => {
        const next = action.Transitions.NextAction ?? '';
        return next === '' || Actions.some((other) => other.Identifier === next)
          ? []
          : [`${Identifier}: NextAction of ${action.Identifier} names ${next}, which does not exist`];
      }),
    ]),
    ...(round === undefined
      ? []
      : [`Observations: ${round} leads back to itself, but an observation is expected exactly once`]),
  ];
};

const entryOf = ({ VoiceCallEntryPointParameters: given }: v.InferOutput<typeof entryPoint>): EntryPoint => ({
  ...(typeof given.FlowId === 'string' && { flowId: given.FlowId }),
  ...(typeof given.SourcePhoneNumber === 'string' && { from: given.SourcePhoneNumber }),
  ...(typeof given.DestinationPhoneNumber === 'string' && { to: given.DestinationPhoneNumber }),
});

/** Throws `InvalidTestCase`. `name` and `entry` are for a file that does not give them. */
export const readTestCase = (text: string, name: string, entry?: EntryPoint): TestCase => {
  const document = json(text, 'the file');
  const asRequest = v.is(v.looseObject({ Content: v.string() }), document) ? checked(request, document) : undefined;
  const content = checked(testContent, asRequest === undefined ? document : json(asRequest.Content, 'Content'));
  const { Metadata: metadata } = content;
  const problems = graphProblems(content);
  if (problems.length > 0) throw new InvalidTestCase(problems);
  const given = asRequest?.EntryPoint ?? metadata.entryPoint;
  const data = asRequest?.InitializationData ?? metadata.initializationData ?? '{}';
  const { Attributes } = checked(
    initialization,
    json(checked(v.string(), data, 'initializationData: '), 'initializationData'),
    'initializationData: ',
  );
  const titled = asRequest?.Name ?? metadata.name;
  return {
    name: typeof titled === 'string' ? titled : name,
    observations: content.Observations,
    entryPoint:
      given === undefined && entry !== undefined ? entry : entryOf(checked(entryPoint, given, 'entryPoint: ')),
    attributes: Attributes,
    desk: checked(deskSetup, metadata.desk ?? {}, 'Metadata.desk: '),
  };
};
