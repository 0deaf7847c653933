/** An SQS event source mapping: polls with the function's own role, invokes with batches, deletes what succeeded. */
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Trace } from '../../parts.ts';
import type { Cloud } from '../cloud.ts';
import type { Deployment, EventSourceDefinition } from '../deployment.ts';
import type { Functions } from '../lambda/functions.ts';
import { TemplateError } from '../template/template.ts';
import { failedItems } from './batch-response.ts';

/** As many as Lambda begins with. */
const DEFAULT_POLLERS = 5;
/** As long as SQS lets a receiver wait, and as Lambda does. */
const LONG_POLL_SECONDS = 20;

export interface EventSource {
  stop(): Promise<void>;
}

/** @throws TemplateError when the function's role may not read the queue, as creating the mapping fails in AWS */
export async function startEventSource(
  source: EventSourceDefinition,
  deployment: Deployment,
  functions: Functions,
  cloud: Cloud,
  trace: Trace,
): Promise<EventSource> {
  const queueUrl = deployment.queueUrls.get(source.queueArn);
  if (queueUrl === undefined) throw new TemplateError(`event source mapping ${source.id}: no queue ${source.queueArn}`);
  const sqs = new SQSClient({
    region: cloud.region,
    endpoint: cloud.endpoint,
    credentials: functions.credentialsOf(source.functionArn),
    maxAttempts: 1,
  });
  const stopping = new AbortController();
  await assertReadable(sqs, queueUrl, source);

  const poll = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: Math.min(source.batchSize, 10),
            WaitTimeSeconds: LONG_POLL_SECONDS,
            MessageAttributeNames: ['All'],
            MessageSystemAttributeNames: ['All'],
          }),
          { abortSignal: stopping.signal },
        );
        failures = 0;
        if (Messages.length > 0) await handle(Messages);
      } catch (error) {
        if (stopping.signal.aborted) return;
        failures += 1;
        trace.record({ part: 'queue', title: `poll ${source.queueArn}`, ok: false, detail: { error: String(error) } });
        await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** failures, 5_000)));
      }
    }
  };

  const handle = async (messages: readonly Message[]): Promise<void> => {
    const result = await functions.invoke(source.functionArn, {
      Records: messages.map((message) => recordOf(message, source, cloud.region)),
    });
    // A failed invocation leaves the whole batch to the visibility timeout, and at last to the dead-letter queue.
    if (!result.ok) return;
    const failed = source.reportBatchItemFailures ? failedItems(result.payload, messages) : new Set<string>();
    const done = messages.filter(({ MessageId }) => MessageId !== undefined && !failed.has(MessageId));
    if (done.length === 0) return;
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
  };

  const pollers = Array.from({ length: Math.min(source.maximumConcurrency ?? DEFAULT_POLLERS, DEFAULT_POLLERS) }, poll);
  return {
    async stop() {
      stopping.abort();
      await Promise.allSettled(pollers);
      sqs.destroy();
    },
  };
}

async function assertReadable(sqs: SQSClient, queueUrl: string, source: EventSourceDefinition): Promise<void> {
  try {
    await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TemplateError(
      `event source mapping of ${source.queueArn}: the function's role cannot read it: ${reason}`,
      {
        cause: error,
      },
    );
  }
}

function recordOf(message: Message, source: EventSourceDefinition, region: string) {
  const messageAttributes: Record<string, object> = {};
  for (const [name, attribute] of Object.entries(message.MessageAttributes ?? {})) {
    messageAttributes[name] = {
      dataType: attribute.DataType,
      stringValue: attribute.StringValue,
      ...(attribute.BinaryValue !== undefined && {
        binaryValue: Buffer.from(attribute.BinaryValue).toString('base64'),
      }),
      stringListValues: [],
      binaryListValues: [],
    };
  }
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes,
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: source.queueArn,
    awsRegion: region,
  };
}
