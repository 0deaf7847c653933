/** Whether what happens in the call is the event that an observation waits for. */
import type { FlowRun } from '../flow/action.ts';
import type { FlowAction } from '../flow/language.ts';
import { findUser } from '../instance.ts';
import type { ObservedEvent } from './language.ts';
import { resourceUsed, sameResource } from './overrides.ts';

export type CallEvent =
  | { readonly type: 'TestInitiated' | 'TestCompleted' }
  | {
      readonly type: 'MessageReceived';
      readonly kind: 'text' | 'prompt';
      /** The message, or the name of a recorded prompt. */
      readonly text: string;
      /** The message after those that came just before it: the service's simulator hears speech without a pause as one. */
      readonly utterance: string;
    }
  | {
      readonly type: 'FlowActionStarted' | 'FlowActionCompleted';
      readonly run: FlowRun;
      readonly action: FlowAction;
    };

/** Half of the words in common, counted as Sørensen and Dice do. Ours: the service's measure is not published. */
const SIMILAR_FROM = 0.5;

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
export const similarity = (one: string, other: string): number => {
  const mine = words(one);
  const theirs = words(other);
  if (mine.length === 0 || theirs.length === 0) return 0;
  const left = [...theirs];
  const common = mine.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return (2 * common.length) / (mine.length + theirs.length);
};

const spokenWords = (ssml: string): string => ssml.replaceAll(/<[^>]*>/g, ' ');
const normal = (text: string): string => words(text).join(' ');

type Message = Extract<ObservedEvent, { Type: 'MessageReceived' }>['Properties'];

const matchesMessage = (
  wanted: Message,
  heard: Extract<CallEvent, { type: 'MessageReceived' }>,
  surroundings: EventSurroundings,
): boolean => {
  if (wanted.PromptId !== undefined) {
    return heard.kind === 'prompt' && surroundings.promptName(wanted.PromptId) === heard.text;
  }
  if (heard.kind === 'prompt') return false;
  const expected = surroundings.value(wanted.Text ?? spokenWords(wanted.SSML ?? ''));
  return wanted.MatchingCriteria.Type === 'Inclusion'
    ? normal(heard.utterance).includes(normal(expected)) && normal(expected) !== ''
    : Math.max(similarity(expected, heard.text), similarity(expected, heard.utterance)) >= SIMILAR_FROM;
};

type FlowActionEvent = Extract<ObservedEvent, { Type: 'FlowActionStarted' | 'FlowActionCompleted' }>;

const matchesAction = (wanted: FlowActionEvent['Properties'], run: FlowRun, action: FlowAction): boolean => {
  if (wanted.ActionType !== action.Type) return false;
  const used = resourceUsed(run, action);
  switch (wanted.ActionType) {
    case 'InvokeLambdaFunction':
      return used === wanted.ActionParameters.LambdaFunctionARN;
    case 'CheckHoursOfOperation':
      return sameResource(wanted.ActionParameters.HoursOfOperationId, used);
    default: {
      const { QueueId, AgentId } = wanted.ActionParameters;
      const { username } = run.contact.targetQueue ?? {};
      return (
        (QueueId === undefined || sameResource(QueueId, used)) &&
        (AgentId === undefined ||
          (username !== undefined && findUser(run.engine.instance, AgentId)?.username === username))
      );
    }
  }
};

export interface EventSurroundings {
  /** Resolves references such as `$.Attributes.name`. */
  value(text: string): string;
  /** Name of a prompt by id or ARN. */
  promptName(idOrArn: string): string | undefined;
}

export const matchesEvent = (wanted: ObservedEvent, happened: CallEvent, surroundings: EventSurroundings): boolean => {
  switch (wanted.Type) {
    case 'MessageReceived':
      return happened.type === 'MessageReceived' && matchesMessage(wanted.Properties, happened, surroundings);
    case 'FlowActionStarted':
    case 'FlowActionCompleted':
      return happened.type === wanted.Type && matchesAction(wanted.Properties, happened.run, happened.action);
    default:
      return happened.type === wanted.Type;
  }
};

/** For people: `hears "Press 1 …" (Inclusion)`. */
export const describeEvent = ({ Type, ...event }: ObservedEvent): string => {
  const properties = 'Properties' in event ? Object(event.Properties) : {};
  if (Type === 'MessageReceived') {
    const { Text, SSML, PromptId, MatchingCriteria } = properties;
    return PromptId === undefined
      ? `hears "${Text ?? SSML}" (${MatchingCriteria.Type})`
      : `hears the prompt ${PromptId}`;
  }
  if (Type === 'TestInitiated') return 'the test begins';
  if (Type === 'TestCompleted') return 'the test ends';
  const [resource] = Object.values(Object(properties.ActionParameters)).map(String);
  return `${properties.ActionType} ${Type === 'FlowActionStarted' ? 'starts' : 'is done'}: ${resource}`;
};
