/** An edge on a port of its own, with SDK clients for its administrator and for roles. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startAwsEdge } from '../../../local/aws/edge.ts';
import type { AwsEdge, BusEvent, Clock, Credentials, PolicyStatement, TraceStep } from '../../../local/parts.ts';

export const REGION = 'eu-central-1';
export const ACCOUNT = '123456789012';
export const ADMIN: Credentials = { accessKeyId: 'AKIATESTADMINISTRATOR', secretAccessKey: 'administrator-secret' };

export interface StartedEdge {
  readonly edge: AwsEdge;
  readonly steps: TraceStep[];
  readonly events: BusEvent[];
  /** Resolves with the next object-created event. */
  nextEvent(): Promise<BusEvent>;
  clients(credentials?: Credentials): Clients;
  role(statements: readonly PolicyStatement[], name?: string): Clients;
  stop(): Promise<void>;
}
export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly secrets: SecretsManagerClient;
  readonly scheduler: SchedulerClient;
}

export const startEdge = async (
  options: { port?: number; dataFolder?: string; clock?: Clock } = {},
): Promise<StartedEdge> => {
  const steps: TraceStep[] = [];
  const events: BusEvent[] = [];
  const waiting: ((event: BusEvent) => void)[] = [];
  const opened: Clients[] = [];
  const edge = await startAwsEdge({
    port: 0,
    region: REGION,
    accountId: ACCOUNT,
    admin: ADMIN,
    ...options,
    trace: {
      record: (step) => void steps.push({ at: new Date().toISOString(), ...step }),
      recent: () => steps,
      subscribe: () => () => undefined,
    },
    onObjectCreated(event) {
      events.push(event);
      waiting.shift()?.(event);
    },
  });
  const clients = (credentials: Credentials = ADMIN): Clients => {
    const config = { endpoint: edge.origin, region: REGION, credentials, maxAttempts: 1 };
    const made = {
      dynamodb: new DynamoDBClient(config),
      s3: new S3Client(config),
      sqs: new SQSClient(config),
      secrets: new SecretsManagerClient(config),
      scheduler: new SchedulerClient(config),
    };
    opened.push(made);
    return made;
  };
  return {
    edge,
    steps,
    events,
    nextEvent: () => new Promise((resolve) => waiting.push(resolve)),
    clients,
    role(statements, name = 'dial-call-role') {
      const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
      return clients(edge.addRole({ arn, sessionName: 'dial-call', statements }));
    },
    async stop() {
      for (const made of opened) for (const client of Object.values(made)) client.destroy();
      await edge.stop();
    },
  };
};

export const allow = (action: string | string[], resource: string | string[]): PolicyStatement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
});
