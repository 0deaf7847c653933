import {
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketCorsCommand,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import * as v from 'valibot';
import type { ResourceKind } from '../deploy.ts';
import { physicalName } from '../template/physical-names.ts';
import { boolean, ifFound, number, read } from './properties.ts';

const schema = v.object({
  BucketName: v.optional(v.string()),
  CorsConfiguration: v.optional(
    v.object({
      CorsRules: v.array(
        v.object({
          AllowedOrigins: v.array(v.string()),
          AllowedMethods: v.array(v.string()),
          AllowedHeaders: v.optional(v.array(v.string()), []),
          ExposedHeaders: v.optional(v.array(v.string()), []),
          MaxAge: v.optional(number),
        }),
      ),
    }),
  ),
  NotificationConfiguration: v.optional(
    v.object({ EventBridgeConfiguration: v.optional(v.object({ EventBridgeEnabled: v.optional(boolean, true) })) }),
    {},
  ),
});

export const bucket: ResourceKind = async ({ stack, logicalId, properties }, cloud, deployment) => {
  const wanted = read(schema, properties);
  const name = wanted.BucketName ?? physicalName(stack, logicalId, 63).toLowerCase();
  const found = await ifFound(cloud.s3.send(new HeadBucketCommand({ Bucket: name })), 'NotFound', 'NoSuchBucket');
  if (found === undefined) await cloud.s3.send(new CreateBucketCommand({ Bucket: name }));
  if (wanted.CorsConfiguration !== undefined) {
    const rules = wanted.CorsConfiguration.CorsRules.map(({ ExposedHeaders, MaxAge, ...rule }) => ({
      ...rule,
      ExposeHeaders: ExposedHeaders,
      ...(MaxAge !== undefined && { MaxAgeSeconds: MaxAge }),
    }));
    await cloud.s3.send(new PutBucketCorsCommand({ Bucket: name, CORSConfiguration: { CORSRules: rules } }));
  }
  if (wanted.NotificationConfiguration.EventBridgeConfiguration?.EventBridgeEnabled === true) {
    await cloud.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: name,
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    );
  }
  const domain = `${name}.s3.amazonaws.com`;
  const regionalDomain = `${name}.s3.${cloud.region}.amazonaws.com`;
  deployment.bucketsByDomain.set(domain, name).set(regionalDomain, name);
  return {
    ref: name,
    attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: domain, RegionalDomainName: regionalDomain },
  };
};
