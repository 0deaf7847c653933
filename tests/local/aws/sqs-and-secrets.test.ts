import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allow, type Clients, type StartedEdge, startEdge } from './started-edge.ts';

let system: StartedEdge;
let admin: Clients;
beforeAll(async () => {
  system = await startEdge();
  admin = system.clients();
});
afterAll(() => system.stop());

const receive = (QueueUrl: string, more: object = {}) =>
  admin.sqs
    .send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'], ...more }),
    )
    .then(({ Messages = [] }) => Messages);

describe('SQS behind the edge', () => {
  it('gives queue URLs and ARNs of the account, usable as they are', async () => {
    const { QueueUrl = '' } = await admin.sqs.send(new CreateQueueCommand({ QueueName: 'dial' }));
    expect(QueueUrl).toBe(`${system.edge.origin}/123456789012/dial`);
    expect((await admin.sqs.send(new GetQueueUrlCommand({ QueueName: 'dial' }))).QueueUrl).toBe(QueueUrl);
    const { Attributes } = await admin.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(Attributes?.QueueArn).toBe('arn:aws:sqs:eu-central-1:123456789012:dial');

    const body = '{"arn":"arn:aws:sqs:eu-central-1:000000000000:x"}';
    await admin.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    const [message] = await receive(QueueUrl);
    expect(message?.Body).toBe(body);
    const gone = { QueueUrl, Entries: [{ Id: '1', ReceiptHandle: message?.ReceiptHandle ?? '' }] };
    expect((await admin.sqs.send(new DeleteMessageBatchCommand(gone))).Successful).toHaveLength(1);
  });

  it('moves a message that fails too often to the dead-letter queue, and back on demand', async () => {
    const dead = await admin.sqs.send(new CreateQueueCommand({ QueueName: 'dial-dead' }));
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: 'arn:aws:sqs:eu-central-1:123456789012:dial-dead',
      maxReceiveCount: 2,
    });
    const { QueueUrl = '' } = await admin.sqs.send(
      new CreateQueueCommand({ QueueName: 'dial-live', Attributes: { RedrivePolicy } }),
    );
    const { Attributes } = await admin.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
    );
    expect(JSON.parse(Attributes?.RedrivePolicy ?? '{}')).toEqual(JSON.parse(RedrivePolicy));
    await admin.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
    for (const count of ['1', '2']) {
      const [message] = await receive(QueueUrl);
      expect(message?.Attributes?.ApproximateReceiveCount).toBe(count);
      await admin.sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 }),
      );
    }
    expect(await receive(QueueUrl)).toEqual([]);
    expect((await receive(dead.QueueUrl ?? '', { VisibilityTimeout: 0 })).map(({ Body }) => Body)).toEqual(['poison']);

    const SourceArn = 'arn:aws:sqs:eu-central-1:123456789012:dial-dead';
    await admin.sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
    const { Results } = await admin.sqs.send(new ListMessageMoveTasksCommand({ SourceArn }));
    expect(Results).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }]);
    expect((await receive(QueueUrl)).map(({ Body }) => Body)).toEqual(['poison']);
    const AttributeNames: QueueAttributeName[] = [
      'ApproximateNumberOfMessages',
      'ApproximateNumberOfMessagesNotVisible',
    ];
    const left = await admin.sqs.send(new GetQueueAttributesCommand({ QueueUrl: dead.QueueUrl, AttributeNames }));
    expect(Object.values(left.Attributes ?? {})).toEqual(['0', '0']);
    const { queueUrls } = await admin.sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead.QueueUrl }));
    expect(queueUrls).toEqual([QueueUrl]);
  });

  it('wakes a long poll, and holds a delayed message back', async () => {
    const { QueueUrl = '' } = await admin.sqs.send(new CreateQueueCommand({ QueueName: 'wake' }));
    await admin.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 60 }));
    const polled = receive(QueueUrl, { WaitTimeSeconds: 10 });
    await admin.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'now' }] }));
    expect((await polled).map(({ Body }) => Body)).toEqual(['now']);
  });

  it('gives a message back when the poller has gone before its answer', async () => {
    const { QueueUrl = '' } = await admin.sqs.send(
      new CreateQueueCommand({ QueueName: 'abandoned', Attributes: { VisibilityTimeout: '600' } }),
    );
    const gone = new AbortController();
    const polled = admin.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }), {
      abortSignal: gone.signal,
    });
    const aborted = expect(polled).rejects.toMatchObject({ name: 'AbortError' });
    // The poll must have arrived before it is abandoned.
    await receive(QueueUrl);
    gone.abort();
    await aborted;
    await admin.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
    const messages = await receive(QueueUrl, { WaitTimeSeconds: 5 });
    expect(messages.map(({ Body }) => Body)).toEqual(['kept']);
  });

  it('refuses a role in the words of SQS', async () => {
    const { QueueUrl = '' } = await admin.sqs.send(new CreateQueueCommand({ QueueName: 'private' }));
    const sender = system.role([allow('sqs:SendMessage', 'arn:aws:sqs:eu-central-1:123456789012:private')]);
    await sender.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'x' }] }));
    await expect(sender.sqs.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message: expect.stringContaining('is not authorized to perform: sqs:receivemessage on resource: arn:aws:sqs:'),
    });
  });

  it('knows no queue that was not created', async () => {
    const QueueUrl = `${system.edge.origin}/123456789012/nowhere`;
    await expect(admin.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))).rejects.toMatchObject({
      name: expect.stringMatching(/QueueDoesNotExist|NonExistentQueue/),
    });
  });
});

describe('Secrets Manager behind the edge', () => {
  it('keeps the current and the previous value, by name and by ARN', async () => {
    const created = await admin.secrets.send(new CreateSecretCommand({ Name: 'cti/demo', SecretString: 'first' }));
    expect(created.ARN).toMatch(/^arn:aws:secretsmanager:eu-central-1:123456789012:secret:cti\/demo-[A-Za-z0-9]{6}$/);
    await admin.secrets.send(new PutSecretValueCommand({ SecretId: created.ARN, SecretString: 'second' }));
    const value = async (VersionStage?: string) =>
      (await admin.secrets.send(new GetSecretValueCommand({ SecretId: 'cti/demo', VersionStage }))).SecretString;
    expect(await value()).toBe('second');
    expect(await value('AWSPREVIOUS')).toBe('first');
    await admin.secrets.send(new PutSecretValueCommand({ SecretId: 'cti/demo', SecretString: 'third' }));
    expect(await value('AWSPREVIOUS')).toBe('second');
    const { VersionIdsToStages } = await admin.secrets.send(new DescribeSecretCommand({ SecretId: created.ARN }));
    expect(
      Object.values(VersionIdsToStages ?? {})
        .flat()
        .sort(),
    ).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
  });

  it('gives a deleted secret to nobody', async () => {
    await admin.secrets.send(new CreateSecretCommand({ Name: 'old', SecretString: 'x' }));
    await admin.secrets.send(new DeleteSecretCommand({ SecretId: 'old' }));
    await expect(admin.secrets.send(new GetSecretValueCommand({ SecretId: 'old' }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
    await expect(admin.secrets.send(new GetSecretValueCommand({ SecretId: 'never' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('makes passwords as asked', async () => {
    const ask = { PasswordLength: 44, ExcludePunctuation: true, ExcludeCharacters: 'abc' };
    const { RandomPassword } = await admin.secrets.send(new GetRandomPasswordCommand(ask));
    expect(RandomPassword).toMatch(/^[d-zA-Z0-9]{44}$/);
  });

  it('lets a role read only the secret that its policy names', async () => {
    const mine = await admin.secrets.send(new CreateSecretCommand({ Name: 'mine', SecretString: 'x' }));
    await admin.secrets.send(new CreateSecretCommand({ Name: 'yours', SecretString: 'y' }));
    const role = system.role(
      [allow('secretsmanager:GetSecretValue', `${mine.ARN?.slice(0, -6)}??????`)],
      'secret-role',
    );
    const { SecretString } = await role.secrets.send(new GetSecretValueCommand({ SecretId: 'mine' }));
    expect(SecretString).toBe('x');
    await expect(role.secrets.send(new GetSecretValueCommand({ SecretId: 'yours' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /^User: arn:aws:sts::123456789012:assumed-role\/secret-role\/dial-call is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-central-1:123456789012:secret:yours-\w{6} because no identity-based policy allows the secretsmanager:GetSecretValue action$/,
      ),
    });
  });
});
