import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  IdempotentParameterMismatchException,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, type StartedEdge, startEdge } from './started-edge.ts';

let system: StartedEdge;
let admin: Clients;
const TableName = 'calls';

beforeAll(async () => {
  system = await startEdge();
  admin = system.clients();
  await admin.dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'phone', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-phone',
          KeySchema: [{ AttributeName: 'phone', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      SSESpecification: { Enabled: true, SSEType: 'KMS' },
      DeletionProtectionEnabled: true,
      Tags: [{ Key: 'project', Value: 'cti' }],
    }),
  );
});
afterAll(() => system.stop());

const key = (sk: string) => ({ pk: { S: 'opp' }, sk: { S: sk } });
const read = async (sk: string) =>
  (await admin.dynamodb.send(new GetItemCommand({ TableName, Key: key(sk), ConsistentRead: true }))).Item;

describe('DynamoDB behind the edge', () => {
  it('describes a table with the account of the system and the settings it was created with', async () => {
    const { Table } = await admin.dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(Table?.TableStatus).toBe('ACTIVE');
    expect(Table?.TableArn).toBe('arn:aws:dynamodb:eu-central-1:123456789012:table/calls');
    expect(Table?.GlobalSecondaryIndexes?.[0]?.IndexArn).toBe(`${Table?.TableArn}/index/by-phone`);
    expect(Table?.DeletionProtectionEnabled).toBe(true);
  });

  it('stores, updates, queries by index and keeps empty strings', async () => {
    const Item = { ...key('c-1'), phone: { S: '+14155550101' }, notes: { S: '' } };
    await admin.dynamodb.send(new PutItemCommand({ TableName, Item }));
    await admin.dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: key('c-1'),
        UpdateExpression: 'SET attempts = if_not_exists(attempts, :zero) + :one',
        ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' } },
      }),
    );
    const found = await admin.dynamodb.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-phone',
        KeyConditionExpression: 'phone = :phone',
        ExpressionAttributeValues: { ':phone': { S: '+14155550101' } },
      }),
    );
    expect(found.Items).toEqual([{ ...Item, attempts: { N: '1' } }]);
  });

  it('gives back the item that made a condition fail, for put, update and delete', async () => {
    const Item = { ...key('once'), status: { S: 'dialing' } };
    await admin.dynamodb.send(new PutItemCommand({ TableName, Item }));
    const conditional = { TableName, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
    const ConditionExpression = 'attribute_not_exists(pk)';
    const attempts = [
      admin.dynamodb.send(new PutItemCommand({ ...conditional, Item: key('once'), ConditionExpression })),
      admin.dynamodb.send(new DeleteItemCommand({ ...conditional, Key: key('once'), ConditionExpression })),
    ];
    for (const attempt of attempts) {
      const error: unknown = await attempt.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConditionalCheckFailedException);
      expect(error).toMatchObject({ Item });
    }
    const update = new UpdateItemCommand({
      ...conditional,
      Key: key('nobody'),
      UpdateExpression: 'SET a = :a',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':a': { S: 'x' } },
    });
    const missing: unknown = await admin.dynamodb.send(update).catch((thrown: unknown) => thrown);
    expect(missing).toBeInstanceOf(ConditionalCheckFailedException);
    expect(missing).not.toHaveProperty('Item.pk');
  });

  it('lets exactly one of many concurrent conditional puts win, and shows the winner to the others', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        admin.dynamodb
          .send(
            new PutItemCommand({
              TableName,
              Item: { ...key('race'), winner: { N: String(i) } },
              ConditionExpression: 'attribute_not_exists(pk)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          )
          .then(() => ({ winner: { N: String(i) } }))
          .catch((error: unknown) => (error instanceof ConditionalCheckFailedException ? error.Item : error)),
      ),
    );
    const stored = await read('race');
    expect(
      new Set(results.map((result) => JSON.stringify(result && 'winner' in Object(result) && Object(result).winner))),
    ).toEqual(new Set([JSON.stringify(stored?.winner)]));
  });

  it('writes a transaction as a whole, or nothing of it with a reason for each action', async () => {
    await admin.dynamodb.send(new PutItemCommand({ TableName, Item: { ...key('t-1'), version: { N: '1' } } }));
    const transaction = (expected: string) =>
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: { ...key('t-2'), from: { S: expected } } } },
          {
            Update: {
              TableName,
              Key: key('t-1'),
              UpdateExpression: 'SET version = version + :one',
              ConditionExpression: 'version = :expected',
              ExpressionAttributeValues: { ':one': { N: '1' }, ':expected': { N: expected } },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          { ConditionCheck: { TableName, Key: key('t-3'), ConditionExpression: 'attribute_not_exists(pk)' } },
        ],
      });

    const refused: unknown = await admin.dynamodb.send(transaction('7')).catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(TransactionCanceledException);
    expect(refused).toMatchObject({
      message: expect.stringContaining('[None, ConditionalCheckFailed, None]'),
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Item: { ...key('t-1'), version: { N: '1' } } },
        { Code: 'None' },
      ],
    });
    expect(await read('t-2')).toBeUndefined();

    await admin.dynamodb.send(transaction('1'));
    const { Responses } = await admin.dynamodb.send(
      new TransactGetItemsCommand({
        TransactItems: ['t-1', 't-2', 't-3'].map((sk) => ({ Get: { TableName, Key: key(sk) } })),
      }),
    );
    expect(Responses?.map(({ Item }) => Item)).toEqual([
      { ...key('t-1'), version: { N: '2' } },
      { ...key('t-2'), from: { S: '1' } },
      undefined,
    ]);
  });

  it('serialises transactions on the same item and repeats none with the same token', async () => {
    await admin.dynamodb.send(new PutItemCommand({ TableName, Item: { ...key('counter'), n: { N: '0' } } }));
    const add = (amount: string, ClientRequestToken?: string) =>
      admin.dynamodb.send(
        new TransactWriteItemsCommand({
          ...(ClientRequestToken === undefined ? {} : { ClientRequestToken }),
          TransactItems: [
            {
              Update: {
                TableName,
                Key: key('counter'),
                UpdateExpression: 'SET n = n + :amount',
                ExpressionAttributeValues: { ':amount': { N: amount } },
              },
            },
          ],
        }),
      );
    await Promise.all(Array.from({ length: 10 }, () => add('1')));
    await add('100', 'token-1');
    await add('100', 'token-1');
    expect((await read('counter'))?.n).toEqual({ N: '110' });
    await expect(add('5', 'token-1')).rejects.toBeInstanceOf(IdempotentParameterMismatchException);
  });

  it('keeps time to live and refuses to delete a protected table', async () => {
    await admin.dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      }),
    );
    const { TimeToLiveDescription } = await admin.dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });

    await expect(admin.dynamodb.send(new DeleteTableCommand({ TableName }))).rejects.toThrow(
      /protected against deletion/,
    );
    await admin.dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await admin.dynamodb.send(new DeleteTableCommand({ TableName }));
    await expect(read('c-1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
