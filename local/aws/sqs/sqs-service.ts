/** SQS: fauxqs behind the edge, with the account's queue URLs and ARNs instead of its own. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ServiceRequest, ServiceResponse } from '../../parts.ts';
import { AwsError, notServed } from '../errors.ts';
import type { AwsService, Caller } from '../service.ts';
import { type QueueAnswer, startFauxqs } from './fauxqs-app.ts';
import { createMessageMoves, queueOf } from './message-moves.ts';

type Input = Record<string, unknown>;

/** fauxqs has one account. */
const ITS_ACCOUNT = '000000000000';

/** IAM knows no batch actions: a batch needs the permission of the single one. */
const ACTIONS: Readonly<Record<string, string>> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};
const OPERATIONS = new Set([
  ...Object.keys(ACTIONS),
  ...Object.values(ACTIONS),
  'ReceiveMessage',
  'CreateQueue',
  'DeleteQueue',
  'GetQueueUrl',
  'ListQueues',
  'GetQueueAttributes',
  'SetQueueAttributes',
  'PurgeQueue',
  'TagQueue',
  'UntagQueue',
  'ListQueueTags',
  'StartMessageMoveTask',
  'ListMessageMoveTasks',
  'ListDeadLetterSourceQueues',
]);

export const startSqs = async (options: {
  region: string;
  accountId: string;
  dataFolder?: string;
  now: () => Date;
  /** Known once the edge listens. */
  origin: () => string;
}): Promise<AwsService> => {
  const { region, accountId, origin } = options;
  const fauxqs = await startFauxqs(region, options.dataFolder && join(options.dataFolder, 'sqs'));

  const moves = createMessageMoves(fauxqs, options.now);

  const urlOf = (itsUrl: unknown) => `${origin()}/${accountId}/${queueOf(itsUrl)}`;
  const presented = (operation: string, answer: QueueAnswer): string => {
    if (answer.status >= 300 || answer.body === '') return answer.body;
    if (operation === 'CreateQueue' || operation === 'GetQueueUrl' || operation === 'ListQueues') {
      const output: Input = JSON.parse(answer.body);
      const { QueueUrl, QueueUrls } = output;
      return JSON.stringify({
        ...output,
        ...(QueueUrl === undefined ? {} : { QueueUrl: urlOf(QueueUrl) }),
        ...(Array.isArray(QueueUrls) ? { QueueUrls: QueueUrls.map(urlOf) } : {}),
      });
    }
    // Only ARNs inside attributes; never the text of a message.
    if (operation === 'GetQueueAttributes') return answer.body.replaceAll(`:${ITS_ACCOUNT}:`, `:${accountId}:`);
    return answer.body;
  };
  const itsInput = (operation: string, input: Input): Input => {
    const { Attributes } = input;
    if (operation !== 'CreateQueue' && operation !== 'SetQueueAttributes') return input;
    if (typeof Attributes !== 'object' || Attributes === null || !('RedrivePolicy' in Attributes)) return input;
    const RedrivePolicy = String(Attributes.RedrivePolicy).replaceAll(`:${accountId}:`, `:${ITS_ACCOUNT}:`);
    return { ...input, Attributes: { ...Attributes, RedrivePolicy } };
  };

  /** A caller that went away during a long poll must not keep messages invisible. */
  const giveBack = async (input: Input, body: string): Promise<void> => {
    const { Messages = [] }: { Messages?: { ReceiptHandle: string }[] } = JSON.parse(body);
    for (const { ReceiptHandle } of Messages) {
      const release = { QueueUrl: input.QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
      await fauxqs.call('ChangeMessageVisibility', JSON.stringify(release));
    }
  };

  const serve = async (operation: string, input: Input, caller: Caller): Promise<ServiceResponse> => {
    if (operation === 'StartMessageMoveTask') return json(await moves.start(input));
    if (operation === 'ListMessageMoveTasks') return json(moves.list(input));
    if (operation === 'ListDeadLetterSourceQueues') {
      return json({ queueUrls: (await moves.sourcesOf(queueOf(input.QueueUrl))).map(urlOf) });
    }
    const answer = await fauxqs.call(operation, JSON.stringify(itsInput(operation, input)));
    if (operation === 'ReceiveMessage' && answer.status === 200) {
      // One turn, so that a socket which closed meanwhile has been noticed.
      await setImmediate();
      if (caller.gone.aborted) await giveBack(input, answer.body);
    }
    return {
      status: answer.status,
      headers: { 'content-type': 'application/x-amz-json-1.0', ...answer.headers },
      body: presented(operation, answer),
    };
  };

  return {
    name: 'sqs',
    tracePart: 'queue',
    read(request) {
      const operation = operationOf(request);
      const input: Input = JSON.parse(request.body.toString() || '{}') ?? {};
      requireStrings(input, ['QueueUrl', 'QueueName', 'SourceArn', 'MessageBody', 'ReceiptHandle']);
      const queue = operation === 'ListQueues' ? '*' : queueOf(input.QueueUrl ?? input.QueueName ?? input.SourceArn);
      // To move messages, one must be allowed to take them out.
      const actions =
        operation === 'StartMessageMoveTask'
          ? [operation, 'ReceiveMessage', 'DeleteMessage']
          : [ACTIONS[operation] ?? operation];
      const resource = `arn:aws:sqs:${region}:${accountId}:${queue}`;
      return {
        operation,
        needs: actions.map((action) => ({ action: `sqs:${action}`, resource })),
        subject: queue,
        // A poll that found nothing is no step of anything.
        worthTelling: (answer) => operation !== 'ReceiveMessage' || String(answer.body).includes('"Messages"'),
        serve: (caller) => serve(operation, input, caller),
      };
    },
    stop: () => fauxqs.stop(),
  };
};

const operationOf = ({ headers }: ServiceRequest): string => {
  const target = headers['x-amz-target'];
  if (target === undefined) throw notServed("SQS' query protocol");
  const operation = target.replace(/^AmazonSQS\./, '');
  if (!OPERATIONS.has(operation)) throw notServed(`sqs:${operation}`);
  return operation;
};

/** The real service refuses another type while reading; fauxqs would stumble over it later. */
const requireStrings = (input: Input, names: readonly string[]): void => {
  const wrong = names.find((name) => input[name] !== undefined && typeof input[name] !== 'string');
  if (wrong !== undefined) throw new AwsError('SerializationException', `${wrong} must be a string`);
};

const json = (output: Input): ServiceResponse => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(output),
});
