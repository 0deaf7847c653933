/** What a bucket is told about itself: CORS and notifications work, some settings are only kept and given back. */
import { XMLParser } from 'fast-xml-parser';
import { AwsError, notServed } from '../errors.ts';
import type { CorsRule } from './cors.ts';

export interface BucketConfiguration {
  createdAt: string;
  cors?: readonly CorsRule[];
  eventBridge?: boolean;
  /** By subresource, the document as it came: `versioning`, `encryption` … */
  accepted: Record<string, string>;
}

/** Kept and given back, without an effect on the desk: no version, no lifecycle, no key is simulated. */
export const ACCEPTED_SUBRESOURCES: Readonly<Record<string, { action: string; missing?: string }>> = {
  versioning: { action: 'BucketVersioning' },
  encryption: { action: 'EncryptionConfiguration', missing: 'ServerSideEncryptionConfigurationNotFoundError' },
  publicAccessBlock: { action: 'BucketPublicAccessBlock', missing: 'NoSuchPublicAccessBlockConfiguration' },
  lifecycle: { action: 'LifecycleConfiguration', missing: 'NoSuchLifecycleConfiguration' },
  tagging: { action: 'BucketTagging', missing: 'NoSuchTagSet' },
  ownershipControls: { action: 'BucketOwnershipControls', missing: 'OwnershipControlsNotFoundError' },
  logging: { action: 'BucketLogging' },
};

const LISTS = new Set([
  'CORSRule',
  'AllowedOrigin',
  'AllowedMethod',
  'AllowedHeader',
  'ExposeHeader',
  'Object',
  'Part',
]);
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, isArray: (name) => LISTS.has(name) });

export type XmlValue = string | XmlValue[] | { [name: string]: XmlValue };

/** @throws AwsError MalformedXML when the document has not that root */
export const parseXml = (body: Buffer, root: string): XmlValue => {
  try {
    const document: Record<string, XmlValue> = parser.parse(body.toString());
    const value = document[root];
    if (value !== undefined) return value;
  } catch {
    // Falls through to the one answer for every broken document.
  }
  throw new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
};

export const child = (value: XmlValue | undefined, name: string): XmlValue | undefined =>
  typeof value === 'object' && !Array.isArray(value) ? value[name] : undefined;
export const children = (value: XmlValue | undefined, name: string): readonly XmlValue[] => {
  const found = child(value, name);
  return found === undefined ? [] : Array.isArray(found) ? found : [found];
};
export const text = (value: XmlValue | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

export const readCorsRules = (body: Buffer): CorsRule[] =>
  children(parseXml(body, 'CORSConfiguration'), 'CORSRule').map((rule) => {
    const list = (name: string) => children(rule, name).flatMap((value) => text(value) ?? []);
    const maxAge = text(child(rule, 'MaxAgeSeconds'));
    return {
      allowedOrigins: list('AllowedOrigin'),
      allowedMethods: list('AllowedMethod'),
      allowedHeaders: list('AllowedHeader'),
      exposeHeaders: list('ExposeHeader'),
      ...(maxAge === undefined ? {} : { maxAgeSeconds: Number(maxAge) }),
    };
  });

/** @returns whether EventBridge is on */
export const readNotifications = (body: Buffer): boolean => {
  const configuration = parseXml(body, 'NotificationConfiguration');
  for (const target of ['TopicConfiguration', 'QueueConfiguration', 'CloudFunctionConfiguration']) {
    if (child(configuration, target) !== undefined)
      throw notServed(`A bucket notification other than EventBridge (${target})`);
  }
  return child(configuration, 'EventBridgeConfiguration') !== undefined;
};
