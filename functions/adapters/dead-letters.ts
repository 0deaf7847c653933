/** The dead-letter queues of a deployment, and the way back into the queues that they belong to. */
import {
  GetQueueAttributesCommand,
  paginateListDeadLetterSourceQueues,
  paginateListQueues,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { SERVICE_TIMEOUTS } from '../core/policy.ts';
import { clientConfiguration } from './service-client.ts';

export interface DeadLetters {
  readonly name: string;
  /** As SQS counts: approximately. */
  readonly messages: number;
  /** Starts to move all messages into the queue that this one belongs to. */
  replay(): Promise<void>;
}

/** Of all queues whose name begins with the prefix, those that are another one's dead-letter queue. */
export async function deadLettersOf(
  prefix: string,
  client = new SQSClient(clientConfiguration(SERVICE_TIMEOUTS)),
): Promise<readonly DeadLetters[]> {
  const urls: string[] = [];
  for await (const { QueueUrls } of paginateListQueues({ client }, { QueueNamePrefix: prefix, MaxResults: 1_000 })) {
    urls.push(...(QueueUrls ?? []));
  }
  const found = await Promise.all(urls.map((url) => describe(client, url)));
  return found.filter((queue) => queue !== undefined);
}

async function describe(client: SQSClient, url: string): Promise<DeadLetters | undefined> {
  const sources: string[] = [];
  for await (const { queueUrls } of paginateListDeadLetterSourceQueues({ client }, { QueueUrl: url })) {
    sources.push(...(queueUrls ?? []));
  }
  const [source] = sources;
  if (source === undefined) return undefined;
  const [own, target] = await Promise.all([attributesOf(client, url), attributesOf(client, source)]);
  return {
    name: url.split('/').at(-1) ?? url,
    messages: Number(own.ApproximateNumberOfMessages),
    // What came from a function has no queue to go back to by itself.
    replay: async () => {
      const task = { SourceArn: own.QueueArn, DestinationArn: target.QueueArn };
      await client.send(new StartMessageMoveTaskCommand(task));
    },
  };
}

async function attributesOf(client: SQSClient, url: string): Promise<Readonly<Record<string, string>>> {
  const { Attributes: attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn', 'ApproximateNumberOfMessages'] }),
  );
  return attributes;
}
