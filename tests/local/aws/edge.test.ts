import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  TagResourceCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  GetBucketNotificationConfigurationCommand,
  GetObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { CreateSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, GetQueueUrlCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { HttpRequest } from '@smithy/protocol-http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { allow, type Clients, type StartedEdge, startEdge } from './started-edge.ts';

const TableName = 'calls';
const Key = { pk: { S: 'x' } };
const createTable = ({ dynamodb }: Clients) =>
  dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    }),
  );
const get = async ({ dynamodb }: Clients) => (await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item;

describe('with a data folder', () => {
  let dataFolder: string;
  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'edge-test-'));
  });
  afterEach(() => rm(dataFolder, { recursive: true, force: true }));

  it('keeps tables, objects, messages and secrets over a restart, and links that were given out before it', async () => {
    const before = await startEdge({ dataFolder });
    const first = before.clients();
    await createTable(first);
    const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
    await first.dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    await first.dynamodb.send(new PutItemCommand({ TableName, Item: { ...Key, a: { S: 'kept' } } }));
    await first.s3.send(new CreateBucketCommand({ Bucket: 'documents' }));
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    await first.s3.send(
      new PutBucketNotificationConfigurationCommand({ Bucket: 'documents', NotificationConfiguration }),
    );
    await first.s3.send(
      new PutObjectCommand({ Bucket: 'documents', Key: 'a/b', Body: 'old', ContentType: 'text/plain' }),
    );
    await first.s3.send(
      new PutObjectCommand({ Bucket: 'documents', Key: 'a/b', Body: 'kept', ContentType: 'text/plain' }),
    );
    await first.s3.send(new PutObjectCommand({ Bucket: 'documents', Key: 'a', Body: 'another' }));
    const { QueueUrl } = await first.sqs.send(new CreateQueueCommand({ QueueName: 'dial' }));
    await first.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
    const { ARN } = await first.secrets.send(new CreateSecretCommand({ Name: 'demo', SecretString: 'kept' }));
    const read = [allow('s3:GetObject', 'arn:aws:s3:::documents/*')];
    const link = new URL(
      await getSignedUrl(before.role(read).s3, new GetObjectCommand({ Bucket: 'documents', Key: 'a' })),
    );
    const { port } = link;
    await before.stop();

    // A body for each object: what was replaced is gone from the disk.
    const files = await readdir(join(dataFolder, 's3', 'buckets', 'documents'));
    expect(files.filter((file) => file.endsWith('.body'))).toHaveLength(2);
    expect((await stat(join(dataFolder, 'secrets.json'))).mode & 0o077).toBe(0);

    const after = await startEdge({ dataFolder, port: Number(port) });
    try {
      const second = after.clients();
      after.role(read);
      expect(await (await fetch(link)).text()).toBe('another');
      expect(await get(second)).toEqual({ ...Key, a: { S: 'kept' } });
      const ttl = await second.dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
      expect(ttl.TimeToLiveDescription?.TimeToLiveStatus).toBe('ENABLED');
      const object = await second.s3.send(new GetObjectCommand({ Bucket: 'documents', Key: 'a/b' }));
      expect([await object.Body?.transformToString(), object.ContentType]).toEqual(['kept', 'text/plain']);
      expect(
        await second.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: 'documents' })),
      ).toHaveProperty('EventBridgeConfiguration');
      const queue = await second.sqs.send(new GetQueueUrlCommand({ QueueName: 'dial' }));
      expect(queue.QueueUrl).toBe(`${after.edge.origin}/123456789012/dial`);
      const { Messages } = await second.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.QueueUrl }));
      expect(Messages?.map(({ Body }) => Body)).toEqual(['kept']);
      const secret = await second.secrets.send(new GetSecretValueCommand({ SecretId: 'demo' }));
      expect([secret.SecretString, secret.ARN]).toEqual(['kept', ARN]);
    } finally {
      await after.stop();
    }
  });

  it('survives a request that its DynamoDB breaks down over, and so does the data', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const system = await startEdge({ dataFolder });
    try {
      const admin = system.clients();
      await createTable(admin);
      await admin.dynamodb.send(new PutItemCommand({ TableName, Item: Key }));
      const ResourceArn = 'arn:aws:dynamodb:eu-central-1:123456789012:table/calls';
      // dynalite 4.0.0 throws outside of any answer when a tag has no value.
      const poison = new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'a', Value: undefined }] });
      await expect(admin.dynamodb.send(poison)).rejects.toMatchObject({ name: 'InternalServerError' });
      await expect.poll(() => get(admin).catch(() => undefined)).toEqual(Key);
      expect(logged).toHaveBeenCalledWith('dynalite broke down and starts again:', expect.anything());
    } finally {
      await system.stop();
      logged.mockRestore();
    }
  });
});

it('does not start on tables that another one has open', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'edge-test-'));
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const first = await startEdge({ dataFolder });
  await expect(startEdge({ dataFolder })).rejects.toThrow(/Is another local system using them/);
  await first.stop();
  logged.mockRestore();
  await rm(dataFolder, { recursive: true });
});

it('says that its port is taken, and leaves nothing running', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'edge-test-'));
  const first = await startEdge();
  const port = Number(new URL(first.edge.origin).port);
  await expect(startEdge({ port, dataFolder })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.stop();
  const second = await startEdge({ port, dataFolder });
  await second.stop();
  await rm(dataFolder, { recursive: true });
});

describe('the edge itself', () => {
  let system: StartedEdge;
  beforeEach(async () => {
    system = await startEdge();
  });
  afterEach(() => system.stop());
  const setFaults = (faults: object[]) =>
    fetch(`${system.edge.origin}/_local/faults`, { method: 'PUT', body: JSON.stringify(faults) });

  it.each(['constructor', 'toString', 'DescribeLimits'])('does not take %s for an operation', async (operation) => {
    const { dynamodb } = system.clients();
    dynamodb.middlewareStack.add(
      (next) => async (args) => {
        if (HttpRequest.isInstance(args.request))
          args.request.headers['x-amz-target'] = `DynamoDB_20120810.${operation}`;
        return next(args);
      },
      { step: 'build' },
    );
    await expect(dynamodb.send(new ListTablesCommand({}))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: `dynamodb:${operation} is not served by the local AWS edge`,
    });
  });

  it('explains itself to a person, and names what it does not serve', async () => {
    expect(await (await fetch(system.edge.origin)).text()).toContain('AWS_ENDPOINT_URL=');
    await expect(
      system.clients().s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k', VersionId: '1' })),
    ).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('?versionId') });
  });

  it('hands the calls of an added service on, signature and all', async () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-central-1/connect/aws4_request, SignedHeaders=host, Signature=' +
      'a'.repeat(64);
    const headers = { authorization, 'x-amz-date': '20260101T000000Z' };
    expect((await fetch(`${system.edge.origin}/contact`, { headers })).status).toBe(501);
    system.edge.addService('connect', async ({ path }) => ({ status: 201, headers: {}, body: `served ${path}` }));
    const answer = await fetch(`${system.edge.origin}/contact`, { headers });
    expect([answer.status, await answer.text()]).toEqual([201, 'served /contact']);
  });

  it('is closed to web pages that give its address a name of their own', async () => {
    const { port } = new URL(system.edge.origin);
    const status = await new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, headers: { host: 'evil.example' } }, (answer) =>
        resolve(answer.resume().statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });

  it('fails on purpose as often as it is told, before the work or after it', async () => {
    const admin = system.clients();
    await createTable(admin);
    const put = () => admin.dynamodb.send(new PutItemCommand({ TableName, Item: Key }));

    await setFaults([
      { service: 'dynamodb', operation: 'PutItem', error: 'ProvisionedThroughputExceededException', count: 1 },
    ]);
    await expect(put()).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    expect(await get(admin)).toBeUndefined();

    await setFaults([
      { service: 'dynamodb', operation: 'PutItem', error: 'InternalServerError', when: 'after', count: 1 },
    ]);
    await expect(put()).rejects.toMatchObject({ name: 'InternalServerError', $metadata: { httpStatusCode: 500 } });
    expect(await get(admin)).toEqual(Key);

    await setFaults([{ operation: 'PutItem', error: 'connection-lost', count: 1 }]);
    await expect(put()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await put();
    expect(await (await fetch(`${system.edge.origin}/_local/faults`)).json()).toEqual([]);
    expect((await setFaults([{ operatoin: 'PutItem' }])).status).toBe(422);
  });

  it('answers a waiting long poll when it stops, and stops at once', async () => {
    const admin = system.clients();
    const { QueueUrl } = await admin.sqs.send(new CreateQueueCommand({ QueueName: 'dial' }));
    const polled = admin.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 })).catch(() => 'cut off');
    await admin.sqs.send(new GetQueueUrlCommand({ QueueName: 'dial' }));
    const began = performance.now();
    await system.edge.stop();
    await system.edge.stop();
    await polled;
    expect(performance.now() - began).toBeLessThan(3000);
    system = await startEdge();
  });
});
