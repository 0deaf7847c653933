import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INSTANCE_ARN } from '../../../local/seed.ts';
import type { Deployment } from '../../../local/stack/deployment.ts';
import { type AsyncInvoker, openAsyncInvoker } from '../../../local/stack/events/async-invoker.ts';
import { type EventBus, openEventBus } from '../../../local/stack/events/bus.ts';
import type { Functions } from '../../../local/stack/lambda/functions.ts';
import { type EventSource, startEventSource } from '../../../local/stack/queues/event-source.ts';
import { openSurroundings } from '../../../local/stack/surroundings.ts';
import { functionWithRole, openTryCloud, type Resources } from './try-assembly.ts';

/** Writes what it is given into the table, with the real SDK and its own role; a body that says `fail` is reported. */
const WORKER_SOURCE = `
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = async (event) => {
  const bodies = event.Records?.map(({ messageId, body }) => ({ messageId, body })) ?? [{ body: event.detail.key }];
  const batchItemFailures = [];
  for (const { messageId, body } of bodies) {
    if (body === 'throw') throw new Error('cannot');
    if (body === 'fail') batchItemFailures.push({ itemIdentifier: messageId });
    else await client.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: body } } }));
  }
  return { batchItemFailures };
};`;

const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const resources = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    },
  },
  DeadLetters: { Type: 'AWS::SQS::Queue' },
  Work: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      VisibilityTimeout: 1,
      RedrivePolicy: { deadLetterTargetArn: arn('DeadLetters'), maxReceiveCount: 2 },
    },
  },
  ...functionWithRole(
    'Worker',
    'worker',
    {
      Action: ['dynamodb:PutItem', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: '*',
    },
    { Environment: { Variables: { TABLE: { Ref: 'Table' } } } },
  ),
  ...functionWithRole(
    'Weak',
    'worker',
    { Action: 'dynamodb:GetItem', Resource: '*' },
    { Environment: { Variables: { TABLE: { Ref: 'Table' } } } },
  ),
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: arn('Work'),
      FunctionName: { Ref: 'Worker' },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
  },
  WeakMapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: arn('Work'), FunctionName: { Ref: 'Weak' } },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['aws.connect'] },
      Targets: [{ Id: 'a', Arn: arn('Worker'), DeadLetterConfig: { Arn: arn('DeadLetters') } }],
    },
  },
  UnpermittedRule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['unpermitted'] },
      Targets: [{ Id: 'a', Arn: arn('Worker'), DeadLetterConfig: { Arn: arn('DeadLetters') } }],
    },
  },
  RuleMayInvoke: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn('Worker'),
      Principal: 'events.amazonaws.com',
      SourceArn: arn('Rule'),
    },
  },
  Async: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'Worker' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: arn('DeadLetters') } },
    },
  },
  ConnectMayInvoke: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn('Weak'),
      Principal: 'connect.amazonaws.com',
      SourceArn: INSTANCE_ARN,
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  },
} as unknown as Resources;

let aws: Awaited<ReturnType<typeof openTryCloud>>;
let deployment: Deployment;
let functions: Functions;
let source: EventSource;
let invoker: AsyncInvoker;
let bus: EventBus;

const named = (part: string): string =>
  [...deployment.functions.values()].find(({ logicalId }) => logicalId === part)?.arn ?? '';
const queueUrl = (part: string): string =>
  [...deployment.queueUrls.values()].find((url) => url.includes(`one-${part}-`)) ?? '';
const stored = (key: string) =>
  until(async () => {
    const found = await aws.cloud.dynamodb.send(
      new GetItemCommand({ TableName: String(deployment.outputs.get('one')?.Table), Key: { pk: { S: key } } }),
    );
    return found.Item;
  });
const deadLetter = () =>
  until(async () => {
    const { Messages } = await aws.cloud.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl('DeadLetters'), WaitTimeSeconds: 5, VisibilityTimeout: 60 }),
    );
    return Messages?.[0]?.Body;
  });

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error('did not happen within 10 s');
  }
}

beforeAll(async () => {
  const bundle = await build({
    stdin: { contents: WORKER_SOURCE, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  aws = await openTryCloud();
  const deployed = await aws.deploy({
    assets: { worker: { 'index.mjs': bundle.outputFiles[0]?.text ?? '' } },
    stacks: { one: { resources, outputs: { Table: { Value: { Ref: 'Table' } } } } },
  });
  deployment = deployed.deployment;
  functions = deployed.functions();
  await functions.warm();
  const [mapping] = deployment.eventSources;
  if (mapping === undefined) throw new Error('no mapping');
  source = await startEventSource(mapping, deployment, functions, aws.cloud, aws.trace);
  invoker = openAsyncInvoker(deployment, functions, aws.cloud, aws.trace);
  bus = openEventBus(deployment, aws.cloud, invoker, aws.trace);
});
afterAll(async () => {
  await Promise.all([source.stop(), invoker.stop(), functions.stop()]);
  await aws.close();
});

const event = (eventSource: string, key: string) => ({
  source: eventSource,
  'detail-type': 'try',
  detail: { key },
  resources: [],
  time: '2026-11-24T10:00:00Z',
});

describe('what runs after a deployment', () => {
  it("reads a queue with the function's own role, and leaves what failed to the dead-letter queue", async () => {
    for (const MessageBody of ['first', 'fail', 'second']) {
      await aws.cloud.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl('Work'), MessageBody }));
    }

    expect([await stored('first'), await stored('second')]).toEqual([{ pk: { S: 'first' } }, { pk: { S: 'second' } }]);
    expect(await deadLetter()).toBe('fail');
  });

  it('delivers an event to the rule that matches it', async () => {
    bus.put(event('aws.connect', 'from-the-bus'));

    expect(await stored('from-the-bus')).toEqual({ pk: { S: 'from-the-bus' } });
  });

  it('tries a failing event again, then hands it to the failure destination', async () => {
    bus.put(event('aws.connect', 'throw'));

    expect(JSON.parse(await deadLetter())).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
      requestPayload: { detail: { key: 'throw' } },
      responsePayload: { errorType: 'Error', errorMessage: 'cannot' },
    });
  });

  it("sets an event aside when the function's resource policy does not let the rule in", async () => {
    bus.put(event('unpermitted', 'never'));

    expect(JSON.parse(await deadLetter())).toMatchObject({ detail: { key: 'never' } });
  });

  it("a function may do what its role's policy says, and nothing else", async () => {
    const result = await functions.invoke(named('Weak'), event('aws.connect', 'x'));

    expect(result).toMatchObject({
      ok: false,
      error: {
        errorType: 'AccessDeniedException',
        errorMessage: expect.stringMatching(
          /is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb/,
        ),
      },
    });
  });

  it("an event source mapping whose function's role may not read the queue does not start", async () => {
    const mapping = deployment.eventSources.find(({ functionArn }) => functionArn === named('Weak'));
    if (mapping === undefined) throw new Error('no mapping');

    await expect(startEventSource(mapping, deployment, functions, aws.cloud, aws.trace)).rejects.toThrow(
      "the function's role cannot read it",
    );
  });

  it('lets Connect invoke only the functions that permit it', async () => {
    const surroundings = openSurroundings();
    surroundings.connect(bus, functions);

    await expect(surroundings.invokeFunction(named('Worker'), {}, 1_000)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(surroundings.invokeFunction(named('Weak'), {}, 1_000)).rejects.toMatchObject({ name: 'Unhandled' });
    await expect(surroundings.invokeFunction(`${named('Weak')}x`, {}, 1_000)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
