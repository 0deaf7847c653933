/** Buckets and their configuration. */
import type { ServiceResponse } from '../../parts.ts';
import { AwsError } from '../errors.ts';
import { ACCEPTED_SUBRESOURCES, parseXml, readCorsRules, readNotifications } from './bucket-configuration.ts';
import type { Bucket, ObjectStore } from './object-store.ts';
import { empty, requireBucket, xmlAnswer } from './s3-answers.ts';
import { type S3Operation, settingOf } from './s3-operations.ts';
import type { S3Request } from './s3-request.ts';

type BucketHandler = (request: S3Request) => Promise<ServiceResponse> | ServiceResponse;

export const createBucketOperations = (
  store: ObjectStore,
  region: string,
): Partial<Record<S3Operation, BucketHandler>> => {
  const of = ({ bucket }: S3Request): Bucket => requireBucket(store, bucket);

  return {
    ListBuckets: () =>
      xmlAnswer('ListAllMyBucketsResult', {
        Buckets: {
          Bucket: store
            .buckets()
            .map(({ name, configuration }) => ({ Name: name, CreationDate: configuration.createdAt })),
        },
      }),
    async CreateBucket(request) {
      const name = request.bucket ?? '';
      if (store.bucket(name) !== undefined) {
        throw new AwsError(
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
          409,
          { BucketName: name },
        );
      }
      await store.create(name);
      return empty(200, { location: `/${name}` });
    },
    HeadBucket(request) {
      of(request);
      return empty(200, { 'x-amz-bucket-region': region });
    },
    GetBucketLocation(request) {
      of(request);
      return xmlAnswer('LocationConstraint', { '#text': region });
    },
    async DeleteBucket(request) {
      const bucket = of(request);
      if (bucket.objects().length > 0) {
        throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
      }
      await store.remove(bucket.name);
      return empty(204);
    },
    async PutBucketCors(request) {
      const bucket = of(request);
      bucket.configuration.cors = readCorsRules(request.body);
      await bucket.saveConfiguration();
      return empty(200);
    },
    GetBucketCors(request) {
      const { cors } = of(request).configuration;
      if (cors === undefined) {
        throw new AwsError('NoSuchCORSConfiguration', 'The CORS configuration does not exist', 404);
      }
      return xmlAnswer('CORSConfiguration', {
        CORSRule: cors.map((rule) => ({
          AllowedOrigin: rule.allowedOrigins,
          AllowedMethod: rule.allowedMethods,
          AllowedHeader: rule.allowedHeaders,
          ExposeHeader: rule.exposeHeaders,
          ...(rule.maxAgeSeconds === undefined ? {} : { MaxAgeSeconds: rule.maxAgeSeconds }),
        })),
      });
    },
    async DeleteBucketCors(request) {
      const bucket = of(request);
      delete bucket.configuration.cors;
      await bucket.saveConfiguration();
      return empty(204);
    },
    async PutBucketNotificationConfiguration(request) {
      const bucket = of(request);
      bucket.configuration.eventBridge = readNotifications(request.body);
      await bucket.saveConfiguration();
      return empty(200);
    },
    GetBucketNotificationConfiguration(request) {
      const { eventBridge } = of(request).configuration;
      return xmlAnswer('NotificationConfiguration', eventBridge === true ? { EventBridgeConfiguration: '' } : {});
    },
    async PutBucketSetting(request) {
      const bucket = of(request);
      const document = request.body.toString();
      const [, root = ''] = /<(\w+)[\s>]/.exec(document.replace(/^<\?.*?\?>/, '')) ?? [];
      parseXml(request.body, root);
      bucket.configuration.accepted[settingOf(request.query) ?? ''] = document;
      await bucket.saveConfiguration();
      return empty(200);
    },
    GetBucketSetting(request) {
      const name = settingOf(request.query) ?? '';
      const document = of(request).configuration.accepted[name];
      if (document !== undefined)
        return { status: 200, headers: { 'content-type': 'application/xml' }, body: document };
      const missing = ACCEPTED_SUBRESOURCES[name]?.missing;
      if (missing !== undefined) throw new AwsError(missing, `The bucket has no ${name} configuration`, 404);
      return xmlAnswer(name === 'logging' ? 'BucketLoggingStatus' : 'VersioningConfiguration', {});
    },
    async DeleteBucketSetting(request) {
      const bucket = of(request);
      delete bucket.configuration.accepted[settingOf(request.query) ?? ''];
      await bucket.saveConfiguration();
      return empty(204);
    },
  };
};
