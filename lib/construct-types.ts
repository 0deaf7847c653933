import type { EventBus, IEventBus } from 'aws-cdk-lib/aws-events';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';

/*
 * aws-cdk-lib is compiled without `exactOptionalPropertyTypes`: its classes declare what is optional as `T | undefined`
 * where its interfaces say `?: T`, so a class no longer fits the interface that it implements.
 */
export const asEventBus = (bus: EventBus): IEventBus => bus as IEventBus;
export const asBucket = (bucket: Bucket): IBucket => bucket as IBucket;
export const asSecret = (secret: Secret): ISecret => secret as ISecret;
