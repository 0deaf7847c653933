/**
 * Flow logs as the service writes them to the log group `/aws/connect/<alias>`: one entry per block, only while
 * UpdateFlowLoggingBehavior says so (Administrator Guide, "Data in flow logs", with the entry of a "Set working queue" block;
 * entries of Lambda blocks as the AWS training shows them). Block names are those of the designer's older exports, as the
 * guide's sample uses them; where no sample shows a block's parameters, they are the action's own.
 */
import { findQueue, resourceArn } from '../instance.ts';
import { isoTime } from '../scheduler.ts';
import type { ActionResult, FlowRun } from './action.ts';
import { type FlowAction, isRecord } from './language.ts';
import { resolvedMembers } from './resolve.ts';

export interface FlowLogEntry {
  /** What the block came to, where it is told: a branch or an error. */
  readonly Results?: string;
  readonly ContactId: string;
  readonly ContactFlowId: string;
  readonly ContactFlowName: string;
  readonly ContactFlowModuleType: string;
  readonly Identifier: string;
  readonly Timestamp: string;
  /** What a Lambda function answered; absent when it failed. */
  readonly ExternalResults?: unknown;
  readonly Parameters: unknown;
}

const KEPT_ENTRIES = 10_000;

const BLOCKS: Readonly<Record<string, string>> = {
  Compare: 'CheckAttribute',
  CreateCallbackContact: 'TransferToCallback',
  DequeueContactAndTransferToQueue: 'Transfer',
  DisconnectParticipant: 'Disconnect',
  EndFlowExecution: 'Resume',
  EndFlowModuleExecution: 'Return',
  GetMetricData: 'GetQueueMetrics',
  InvokeFlowModule: 'InvokeFlowModule',
  InvokeLambdaFunction: 'InvokeExternalResource',
  MessageParticipant: 'PlayPrompt',
  MessageParticipantIteratively: 'LoopPrompts',
  TransferContactToAgent: 'Transfer',
  TransferContactToQueue: 'Transfer',
  TransferParticipantToThirdParty: 'Transfer',
  TransferToFlow: 'Transfer',
  UpdateContactAttributes: 'SetAttributes',
  UpdateContactCallbackNumber: 'SetCallbackNumber',
  UpdateContactData: 'SetContactData',
  UpdateContactEventHooks: 'SetEventHook',
  UpdateContactRecordingBehavior: 'SetRecordingBehavior',
  UpdateContactRecordingAndAnalyticsBehavior: 'SetRecordingAndAnalyticsBehavior',
  UpdateContactRoutingBehavior: 'ChangeRoutingPriority',
  UpdateContactTargetQueue: 'SetQueue',
  UpdateContactTextToSpeechVoice: 'SetVoice',
  UpdateFlowAttributes: 'SetAttributes',
  UpdateFlowLoggingBehavior: 'SetLoggingBehavior',
};

const blockOf = ({ Type, Parameters }: FlowAction): string => {
  if (Type === 'GetParticipantInput') return Parameters.StoreInput === 'True' ? 'StoreUserInput' : 'GetUserInput';
  return BLOCKS[Type] ?? Type;
};

/** The block's parameters with their values at that moment; an attribute has an entry of its own. */
const parametersOf = (run: FlowRun, action: FlowAction): readonly unknown[] => {
  const given = resolvedMembers(run, action.Parameters);
  switch (action.Type) {
    case 'InvokeLambdaFunction': {
      const { ResponseType } = isRecord(given.ResponseValidation) ? given.ResponseValidation : {};
      return [
        {
          FunctionArn: given.LambdaFunctionARN,
          ...(ResponseType !== undefined && { ResponseValidation: `ResponseType=${String(ResponseType)}` }),
          TimeLimit: String(Number(given.InvocationTimeLimitSeconds) * 1_000),
          ...(isRecord(given.LambdaInvocationAttributes) && { Parameters: given.LambdaInvocationAttributes }),
        },
      ];
    }
    case 'UpdateContactTargetQueue': {
      const queue = findQueue(run.engine.instance, String(given.QueueId ?? ''));
      return [{ Queue: queue?.arn ?? run.contact.targetQueue?.arn ?? given.QueueId ?? given.AgentId }];
    }
    case 'UpdateContactAttributes':
      return Object.entries(isRecord(given.Attributes) ? given.Attributes : {}).map(([Key, Value]) => ({ Key, Value }));
    case 'GetParticipantInput':
      // The certificate is long and says nothing; what the customer enters is not a parameter.
      return [{ ...given, ...(isRecord(given.InputEncryption) && { InputEncryption: 'Enabled' }) }];
    default:
      return [given];
  }
};

const resultsOf = (action: FlowAction, result: ActionResult): string | undefined => {
  if (result.next === 'error') {
    const lambda = action.Type === 'InvokeLambdaFunction';
    return lambda ? 'The Lambda Function Returned An Error.' : (result.detail ?? result.errorType);
  }
  return result.next === 'condition' ? result.value : undefined;
};

/** Writes the entries of one block that has run, unless nobody asked for them. */
export const logAction = (run: FlowRun, action: FlowAction, result: ActionResult, startedAt: number): void => {
  const { engine, contact, flow, memory } = run;
  const isSwitch = action.Type === 'UpdateFlowLoggingBehavior';
  if (contact.flowLogging !== true && !isSwitch) return;
  const { instance, surroundings, flowLogs } = engine;
  const Results = resultsOf(action, result);
  const called = action.Type === 'InvokeLambdaFunction' && action.Parameters.InvocationType !== 'ASYNCHRONOUS';
  for (const Parameters of parametersOf(run, action)) {
    const entry: FlowLogEntry = {
      ...(Results !== undefined && { Results }),
      ContactId: contact.id,
      ContactFlowId: resourceArn(instance, flow.type === 'MODULE' ? 'flow-module' : 'contact-flow', flow.id),
      ContactFlowName: flow.name,
      ContactFlowModuleType: blockOf(action),
      Identifier: action.Identifier,
      Timestamp: isoTime(startedAt),
      ...(called && result.next === 'default' && { ExternalResults: memory.external }),
      Parameters,
    };
    flowLogs.push(entry);
    surroundings.putFlowLog?.({ logGroup: `/aws/connect/${instance.alias}`, message: JSON.stringify(entry) });
  }
  if (flowLogs.length > KEPT_ENTRIES) flowLogs.splice(0, flowLogs.length - KEPT_ENTRIES);
};
