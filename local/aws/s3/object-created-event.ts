import type { BusEvent } from '../../parts.ts';
import type { StoredObject } from './object-store.ts';
import { bucketArn } from './s3-operations.ts';

/** The event as S3 sends it to EventBridge ("Object Created"): the key as it is, not URL-encoded. */
export const objectCreatedEvent = (created: {
  bucket: string;
  object: StoredObject;
  reason: string;
  address: string;
  requestId: string;
  accountId: string;
}): BusEvent => {
  const { bucket, object, reason, address, requestId, accountId } = created;
  return {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    resources: [bucketArn(bucket)],
    time: object.lastModified.replace(/\.\d{3}Z$/, 'Z'),
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key: object.key, size: object.size, etag: object.etag, sequencer: object.sequencer },
      'request-id': requestId,
      requester: accountId,
      'source-ip-address': address,
      reason,
    },
  };
};
