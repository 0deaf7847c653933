/**
 * The services that the request functions talk to, in this process: the AWS edge of the local system with real SDK clients,
 * and a Connect that counts. Handlers are imported after `environment` has been set, as Lambda does it.
 */
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { ServiceRequest, ServiceResponse } from '../../../local/parts.ts';
import { ACCOUNT, allow, REGION, type StartedEdge, startEdge } from '../../local/aws/started-edge.ts';
import { SECRET, SOURCE_ID } from './signed-webhook.ts';
import { sourcesFile } from './sources-file.ts';

const INDEXES = ['gsi1', 'gsi2', 'gsi3', 'gsi4'];

export type ConnectAnswer = (body: Record<string, unknown>) => ServiceResponse | Promise<ServiceResponse>;
export const started = (contactId: string): ServiceResponse => answer(200, { ContactId: contactId });
export const answer = (status: number, body: unknown, errorType?: string): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...(errorType !== undefined && { 'x-amzn-errortype': errorType }) },
  body: JSON.stringify(body),
});

export interface Cloud {
  readonly edge: StartedEdge;
  /** StartOutboundVoiceContact as it was asked. */
  readonly dialled: Record<string, unknown>[];
  /** What Connect answers from now on. */
  connectAnswers(answer: ConnectAnswer): void;
  waiting(queue: 'dial' | 'write-back' | 'document' | 'read' | 'erasure'): Promise<number>;
  /** Makes operations of services fail or hang, until told otherwise. */
  faults(faults: readonly Record<string, unknown>[]): Promise<void>;
  /** Operations of AWS services since the last call. */
  operations(): string[];
  stop(): Promise<void>;
}

export async function startCloud(source: Record<string, unknown> = {}): Promise<Cloud> {
  const edge = await startEdge();
  const { dynamodb, s3, sqs, secrets } = edge.clients();
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'opportunities',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', ...INDEXES.flatMap((index) => [`${index}pk`, `${index}sk`])].map((name) => ({
        AttributeName: name,
        AttributeType: 'S' as const,
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: INDEXES.map((index) => ({
        IndexName: index,
        KeySchema: [
          { AttributeName: `${index}pk`, KeyType: 'HASH' as const },
          { AttributeName: `${index}sk`, KeyType: 'RANGE' as const },
        ],
        Projection: { ProjectionType: index === 'gsi4' ? ('KEYS_ONLY' as const) : ('ALL' as const) },
      })),
    }),
  );
  await s3.send(new CreateBucketCommand({ Bucket: 'documents' }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: 'documents',
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    }),
  );
  const urls: Record<string, string> = {};
  for (const name of ['dial', 'write-back', 'document', 'read', 'erasure']) {
    urls[name] = (await sqs.send(new CreateQueueCommand({ QueueName: name }))).QueueUrl ?? '';
  }
  await secrets.send(new CreateSecretCommand({ Name: 'demo-crm', SecretString: JSON.stringify({ current: SECRET }) }));

  const dialled: Record<string, unknown>[] = [];
  let connect: ConnectAnswer = ({ ClientToken: token }) => started(`contact-of-${token}`);
  edge.edge.addService('connect', async (request: ServiceRequest) => {
    const body = JSON.parse(request.body.toString('utf8')) as Record<string, unknown>;
    dialled.push(body);
    return connect(body);
  });

  /** A role, not the administrator: the edge records what roles do. Its real grants are tested with the template. */
  const role = edge.edge.addRole({
    arn: `arn:aws:iam::${ACCOUNT}:role/function`,
    sessionName: 'function',
    statements: [allow('*', '*')],
  });
  Object.assign(process.env, {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: role.accessKeyId,
    AWS_SECRET_ACCESS_KEY: role.secretAccessKey,
    AWS_SESSION_TOKEN: role.sessionToken,
    AWS_ENDPOINT_URL: edge.edge.origin,
    DEPLOYMENT: 'opportunity-cti',
    TABLE_NAME: 'opportunities',
    DOCUMENTS_BUCKET: 'documents',
    DIAL_QUEUE_URL: urls.dial,
    WRITE_BACK_QUEUE_URL: urls['write-back'],
    DOCUMENT_QUEUE_URL: urls.document,
    READ_QUEUE_URL: urls.read,
    ERASURE_QUEUE_URL: urls.erasure,
    RETENTION: JSON.stringify({ opportunities: 730, calls: 730, documents: 730 }),
    CONNECT_INSTANCE_ID: '5f0b3a52-9c1d-4e8f-a1b2-c3d4e5f60718',
    OUTBOUND_FLOW_ID: '0c0ffee0-0000-4000-8000-000000000001',
    PREVIEW_FLOW_ID: '0c0ffee0-0000-4000-8000-000000000002',
    DESKTOP_ORIGIN: 'https://desktop.example',
    SOURCE_PHONE_NUMBER: '+4930555010100',
    DIAL_RATE_PER_SECOND: '2',
    DIAL_BURST: '100',
    SOURCES_FILE: sourcesFile([
      { id: SOURCE_ID, kind: 'generic', callbackUrl: 'http://localhost:1/', secretId: 'demo-crm', ...source },
    ]),
    IDENTITY_ISSUER: 'http://localhost:1',
    IDENTITY_AUDIENCE: 'opportunity-cti-api',
    IDENTITY_SCOPE: 'opportunity-cti/agent',
    AGENT_ACCESS: JSON.stringify({ usernameClaim: 'username', groupsClaim: 'cognito:groups', rule: 'all' }),
  });

  let seen = 0;
  return {
    edge,
    dialled,
    connectAnswers(answer) {
      connect = answer;
    },
    async waiting(queue) {
      const { Attributes: counts = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: urls[queue] ?? '', AttributeNames: ['All'] }),
      );
      return Number(counts.ApproximateNumberOfMessages ?? 0) + Number(counts.ApproximateNumberOfMessagesDelayed ?? 0);
    },
    async faults(faults) {
      const put = await fetch(`${edge.edge.origin}/_local/faults`, { method: 'PUT', body: JSON.stringify(faults) });
      if (!put.ok) throw new Error(`the edge took no faults: ${put.status} ${await put.text()}`);
    },
    operations() {
      const titles = edge.steps.slice(seen).map(({ title }) => title.split(' ')[0] ?? '');
      seen = edge.steps.length;
      return titles;
    },
    stop: () => edge.stop(),
  };
}
