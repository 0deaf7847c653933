/** Messages of the dial queue as one-time schedules of EventBridge Scheduler, one for each call, named by its id. */
import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import type { CallMessage, DialQueueMessage } from '../core/contracts/queue-messages.ts';
import { callIdOf } from '../core/ids.ts';
import { SECOND, SERVICE_TIMEOUTS } from '../core/policy.ts';
import type { WakeUps } from '../core/ports/queues.ts';
import { environment } from './environment.ts';
import { clientConfiguration } from './service-client.ts';

export const openScheduler = (): SchedulerClient => new SchedulerClient(clientConfiguration(SERVICE_TIMEOUTS));

/** Creating it again is how a repeated message finds that it has been done; a new time moves it. */
export function wakeUpSetting(client: SchedulerClient): Pick<WakeUps, 'set'> {
  const group = environment(ENVIRONMENT.wakeUpGroup);
  const target = {
    Arn: environment(ENVIRONMENT.dialQueueArn),
    RoleArn: environment(ENVIRONMENT.wakeUpRole),
    DeadLetterConfig: { Arn: environment(ENVIRONMENT.dialDeadLettersArn) },
  };
  return {
    async set(message, at) {
      const schedule = {
        ...{ Name: nameOf(message), GroupName: group, ScheduleExpression: expressionOf(at) },
        Target: { ...target, Input: JSON.stringify(message) },
        FlexibleTimeWindow: { Mode: 'OFF' as const },
        ActionAfterCompletion: 'DELETE' as const,
      };
      try {
        await client.send(new CreateScheduleCommand(schedule));
      } catch (error) {
        if (!(error instanceof ConflictException)) throw error;
        await unlessGone(client.send(new UpdateScheduleCommand(schedule)));
      }
    },
  };
}

export function wakeUpCancelling(client: SchedulerClient): Pick<WakeUps, 'cancel'> {
  const group = environment(ENVIRONMENT.wakeUpGroup);
  return {
    async cancel(callId) {
      await unlessGone(client.send(new DeleteScheduleCommand({ Name: callId, GroupName: group })));
    },
  };
}

const nameOf = ({ sourceId, requestId }: CallMessage): string => callIdOf(sourceId, requestId);

/** In UTC and whole seconds, never early. */
const expressionOf = (at: Date): string =>
  `at(${new Date(Math.ceil(at.getTime() / SECOND) * SECOND).toISOString().slice(0, 19)})`;

/** It has come meanwhile: its message is in the queue. */
async function unlessGone(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

/**
 * A schedule that could not send its message leaves the whole call of SQS in the dead letters (User Guide, "Configuring a
 * schedule's dead-letter queue"); put back, it is the message that it holds.
 */
export const unwrapped = (body: DialQueueMessage | { readonly MessageBody: string }): DialQueueMessage =>
  'MessageBody' in body ? JSON.parse(body.MessageBody) : body;
