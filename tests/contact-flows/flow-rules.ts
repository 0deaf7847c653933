/** The rules of Connect's flow language that our flows can break (DESIGN section 5, research of the service's own errors). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface FlowAction {
  readonly Identifier: string;
  readonly Type: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Transitions: {
    readonly NextAction?: string;
    readonly Errors?: readonly { readonly ErrorType: string; readonly NextAction: string }[];
    readonly Conditions?: readonly {
      readonly NextAction: string;
      readonly Condition: { readonly Operator: string; readonly Operands: readonly string[] };
    }[];
  };
}

export interface Flow {
  readonly Version: string;
  readonly StartAction: string;
  readonly Metadata: { readonly ActionMetadata: Readonly<Record<string, { position: { x: number; y: number } }>> };
  readonly Actions: readonly FlowAction[];
}

const folder = join(import.meta.dirname, '..', '..', 'contact-flows');
export const flowText = (name: string): string => readFileSync(join(folder, `${name}.json`), 'utf8');
export const readFlow = (name: string): Flow => JSON.parse(flowText(name));

type FlowKind = 'CONTACT_FLOW' | 'CUSTOMER_QUEUE' | 'CUSTOMER_WHISPER' | 'AGENT_WHISPER';
interface ActionRule {
  /** Exactly these errors must be handled; `optional` ones may be. */
  readonly errors: readonly string[];
  readonly optional?: readonly string[];
  /** Where the action is allowed; everywhere when absent. */
  readonly in?: readonly FlowKind[];
  /** Ends the flow: no transitions at all. */
  readonly terminal?: true;
}

export const ACTION_RULES: Readonly<Record<string, ActionRule>> = {
  UpdateFlowLoggingBehavior: { errors: [] },
  UpdateContactTextToSpeechVoice: { errors: [] },
  /** Of deployments that record (lib/constructs/record-calls.ts); its page lists an error, which the service refuses. */
  UpdateContactRecordingBehavior: { errors: [] },
  UpdateContactEventHooks: { errors: ['NoMatchingError'], in: ['CONTACT_FLOW'] },
  UpdateContactTargetQueue: { errors: ['NoMatchingError'], in: ['CONTACT_FLOW'] },
  CheckMetricData: { errors: ['NoMatchingCondition', 'NoMatchingError'], in: ['CONTACT_FLOW', 'CUSTOMER_QUEUE'] },
  TransferContactToQueue: { errors: ['NoMatchingError', 'QueueAtCapacity'], in: ['CONTACT_FLOW'] },
  DequeueContactAndTransferToQueue: { errors: ['NoMatchingError', 'QueueAtCapacity'], in: ['CUSTOMER_QUEUE'] },
  UpdateContactAttributes: { errors: ['NoMatchingError'] },
  InvokeLambdaFunction: { errors: ['NoMatchingError'] },
  Compare: { errors: ['NoMatchingCondition'] },
  CheckOutboundCallStatus: { errors: ['NoMatchingError'], in: ['CONTACT_FLOW'] },
  Loop: { errors: [] },
  /** Of tasks and chats; in calls it works otherwise (Administrator Guide, "Flow block: Wait"). */
  Wait: { errors: ['NoMatchingError'], in: ['CONTACT_FLOW', 'CUSTOMER_QUEUE'] },
  MessageParticipant: { errors: [], optional: ['NoMatchingError'] },
  MessageParticipantIteratively: { errors: [], optional: ['NoMatchingError'], in: ['CUSTOMER_QUEUE'] },
  DisconnectParticipant: { errors: [], terminal: true, in: ['CONTACT_FLOW', 'CUSTOMER_QUEUE'] },
  EndFlowExecution: { errors: [], terminal: true, in: ['CUSTOMER_QUEUE', 'AGENT_WHISPER', 'CUSTOMER_WHISPER'] },
};

/** What is wrong with a flow, in words; empty when Connect would publish it. */
export function problemsOf(flow: Flow, kind: FlowKind): readonly string[] {
  const byId = new Map(flow.Actions.map((action) => [action.Identifier, action]));
  const problems = flow.Actions.flatMap((action) => actionProblems(action, kind, byId));
  if (byId.size !== flow.Actions.length) problems.push('two actions share an identifier');
  if (!byId.has(flow.StartAction)) problems.push(`starts at ${flow.StartAction}, which does not exist`);
  const reached = reachable(flow);
  for (const id of byId.keys()) {
    if (!reached.has(id)) problems.push(`${id}: nothing leads to it`);
    if (flow.Metadata.ActionMetadata[id] === undefined) problems.push(`${id}: has no place in the designer`);
  }
  return problems;
}

function actionProblems(action: FlowAction, kind: FlowKind, byId: ReadonlyMap<string, FlowAction>): string[] {
  const { Identifier: id, Type: type, Transitions: transitions } = action;
  const rule = ACTION_RULES[type];
  if (rule === undefined) return [`${id}: no rule is known for ${type}`];
  const problems: string[] = [];
  if (!/^[^%:(\\/)=$,;[\]{}]{1,50}$/.test(id)) problems.push(`${id}: is not a valid identifier`);
  if (rule.in !== undefined && !rule.in.includes(kind)) problems.push(`${id}: ${type} is not allowed in ${kind}`);
  if (rule.terminal && Object.keys(transitions).length > 0) problems.push(`${id}: ends the flow, but goes on`);
  if (!rule.terminal && transitions.NextAction === undefined) problems.push(`${id}: leads nowhere`);
  for (const next of successors(action))
    if (!byId.has(next)) problems.push(`${id}: leads to ${next}, which does not exist`);
  const handled = (transitions.Errors ?? []).map(({ ErrorType }) => ErrorType);
  for (const error of rule.errors) if (!handled.includes(error)) problems.push(`${id}: does not handle ${error}`);
  for (const error of handled) {
    if (![...rule.errors, ...(rule.optional ?? [])].includes(error)) problems.push(`${id}: ${type} knows no ${error}`);
  }
  return problems;
}

export function successors({
  Transitions: { NextAction, Errors = [], Conditions = [] },
}: FlowAction): readonly string[] {
  return [NextAction, ...Errors.map((error) => error.NextAction), ...Conditions.map((one) => one.NextAction)].filter(
    (next) => next !== undefined,
  );
}

function reachable(flow: Flow): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [flow.StartAction];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const action = flow.Actions.find(({ Identifier }) => Identifier === id);
    if (reached.has(id) || action === undefined) continue;
    reached.add(id);
    waiting.push(...successors(action));
  }
  return reached;
}
