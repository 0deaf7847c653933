/** The account that a template is deployed to: real SDK clients with the administrator's keys, and where things answer. */
import { ConnectClient } from '@aws-sdk/client-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Credentials } from '../parts.ts';

export interface CloudPlace {
  readonly region: string;
  readonly accountId: string;
  /** Origin of the AWS edge. */
  readonly endpoint: string;
  readonly credentials: Credentials;
  /** What `ApiEndpoint` of an HTTP API is here. */
  readonly apiOrigin: string;
}

export interface Cloud extends CloudPlace {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly secrets: SecretsManagerClient;
  readonly scheduler: SchedulerClient;
  readonly connect: ConnectClient;
  readonly kinesis: KinesisClient;
  close(): void;
}

export function openCloud(place: CloudPlace): Cloud {
  // A copy: the SDK writes its own notes into the credentials that it is given.
  const settings = { region: place.region, endpoint: place.endpoint, credentials: { ...place.credentials } };
  const clients = {
    dynamodb: new DynamoDBClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sqs: new SQSClient(settings),
    secrets: new SecretsManagerClient(settings),
    scheduler: new SchedulerClient(settings),
    connect: new ConnectClient(settings),
    kinesis: new KinesisClient(settings),
  };
  return {
    ...place,
    ...clients,
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

export const arnOf = (place: CloudPlace, service: string, resource: string): string =>
  `arn:aws:${service}:${place.region}:${place.accountId}:${resource}`;
