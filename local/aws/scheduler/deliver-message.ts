/** How Scheduler sends a schedule's message: as a caller like any other, with the credentials of the schedule's role. */
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { RoleCredentials } from '../../parts.ts';
import type { Deliver } from './schedules.ts';

/** In the cloud it is tried for a day (185 times); what fails here fails for want of a permission or of the queue. */
const ATTEMPTS = 3;

/**
 * Resolves when the target or the dead-letter queue has the message. The dead-letter event holds the call that failed, with
 * the reason as attributes (User Guide, "Configuring a schedule's dead-letter queue").
 */
export const deliverToQueue =
  (options: {
    readonly region: string;
    readonly accountId: string;
    readonly origin: () => string;
    readonly credentialsOf: (roleArn: string) => RoleCredentials | undefined;
  }): Deliver =>
  async ({ targetArn, roleArn, deadLetterArn, input }) => {
    const { region, accountId, origin, credentialsOf } = options;
    const credentials = credentialsOf(roleArn);
    if (credentials === undefined) throw new Error(`nobody may assume ${roleArn}`);
    const sqs = new SQSClient({ region, endpoint: origin(), credentials: { ...credentials }, maxAttempts: ATTEMPTS });
    const urlOf = (arn: string) => `${origin()}/${accountId}/${arn.slice(arn.lastIndexOf(':') + 1)}`;
    const sent = { QueueUrl: urlOf(targetArn), MessageBody: input };
    try {
      await sqs.send(new SendMessageCommand(sent));
    } catch (error) {
      if (deadLetterArn === undefined) return;
      await sqs.send(
        new SendMessageCommand({
          ...{ QueueUrl: urlOf(deadLetterArn), MessageBody: JSON.stringify(sent) },
          MessageAttributes: {
            ERROR_CODE: { DataType: 'String', StringValue: error instanceof Error ? error.name : 'Unknown' },
            TARGET_ARN: { DataType: 'String', StringValue: targetArn },
          },
        }),
      );
    } finally {
      sqs.destroy();
    }
  };
