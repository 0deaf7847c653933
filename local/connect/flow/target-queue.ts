import { agentQueueOf, findQueue, findUser, type Queue } from '../instance.ts';
import { type FlowRun, textOf } from './action.ts';

/** The queue that `QueueId` (id or ARN) or `AgentId` (user name, id or ARN) means now. */
export const queueOf = (run: FlowRun, parameters: Readonly<Record<string, unknown>>): Queue | undefined => {
  const { instance } = run.engine;
  const queueId = textOf(parameters, 'QueueId');
  if (queueId !== undefined) return findQueue(instance, run.value(queueId));
  const agentId = textOf(parameters, 'AgentId');
  const user = agentId === undefined ? undefined : findUser(instance, run.value(agentId));
  return user === undefined ? undefined : agentQueueOf(instance, user.username);
};

export const exactlyOneQueue = (parameters: Readonly<Record<string, unknown>>): string | undefined =>
  (parameters.QueueId === undefined) === (parameters.AgentId === undefined)
    ? 'needs exactly one of QueueId and AgentId'
    : undefined;

export const atMostOneQueue = (parameters: Readonly<Record<string, unknown>>): string | undefined =>
  parameters.QueueId !== undefined && parameters.AgentId !== undefined
    ? 'QueueId and AgentId exclude each other'
    : undefined;
