/** Where the instance's data goes: recordings into a bucket, contact records and agent events into streams. */
import { randomUUID } from 'node:crypto';
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import type { StorageAssociation, StorageConfig } from '../../instance.ts';
import { invalidParameter, invalidRequest, notFound, ServiceError } from '../errors.ts';
import { checkInstance, type Input, pageOf, requiredText } from '../input.ts';
import { instanceResource, type ServiceOperation } from '../operation.ts';

/** What each kind may be stored in (API reference, AssociateInstanceStorageConfig); other kinds do not exist here. */
const STORAGE_TYPES: Readonly<Record<string, readonly string[]>> = {
  CALL_RECORDINGS: ['S3'],
  CONTACT_TRACE_RECORDS: ['KINESIS_STREAM', 'KINESIS_FIREHOSE'],
  AGENT_EVENTS: ['KINESIS_STREAM'],
};
const KINDS = new Set([
  ...Object.keys(STORAGE_TYPES),
  'CHAT_TRANSCRIPTS',
  'SCHEDULED_REPORTS',
  'MEDIA_STREAMS',
  'REAL_TIME_CONTACT_ANALYSIS_SEGMENTS',
  'ATTACHMENTS',
  'CONTACT_EVALUATIONS',
  'SCREEN_RECORDINGS',
  'REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS',
  'REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS',
  'EMAIL_MESSAGES',
]);
const STREAM_ARN = /^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream\/[a-zA-Z0-9_.-]{1,128}$/;
const PARTIAL =
  'CALL_RECORDINGS in S3, CONTACT_TRACE_RECORDS and AGENT_EVENTS in a Kinesis stream; encryption is ignored';

const kindIn = (input: Input): string => {
  const kind = requiredText(input, 'ResourceType', 1, 100);
  if (!KINDS.has(kind)) throw invalidParameter(`ResourceType must be one of ${[...KINDS].join(', ')}`);
  return kind;
};

const memberOf = (config: Input, name: string): Input => {
  const member = config[name];
  if (!isRecord(member)) throw invalidParameter(`${name} must be given for this StorageType`);
  return member;
};

const configIn = (kind: string, input: Input): StorageConfig => {
  const config = memberOf(input, 'StorageConfig');
  const type = requiredText(config, 'StorageType', 1, 50);
  const allowed = STORAGE_TYPES[kind];
  if (allowed === undefined) throw invalidRequest(`The local Connect has no ${kind} to store`);
  if (!allowed.includes(type))
    throw invalidParameter(`${kind} can be stored in ${allowed.join(' or ')}, not in ${type}`);
  if (type === 'KINESIS_FIREHOSE') throw invalidRequest('The local Connect does not deliver to KINESIS_FIREHOSE');
  if (type === 'S3') {
    const s3 = memberOf(config, 'S3Config');
    const BucketName = requiredText(s3, 'BucketName', 1, 128);
    return { StorageType: 'S3', S3Config: { BucketName, BucketPrefix: requiredText(s3, 'BucketPrefix', 1, 128) } };
  }
  const StreamArn = requiredText(memberOf(config, 'KinesisStreamConfig'), 'StreamArn', 1, 500);
  if (!STREAM_ARN.test(StreamArn)) throw invalidParameter('StreamArn is not the ARN of a Kinesis data stream');
  return { StorageType: 'KINESIS_STREAM', KinesisStreamConfig: { StreamArn } };
};

const associationIn = (engine: Engine, input: Input): StorageAssociation => {
  const known = engine.instance.storage.get(kindIn(input));
  if (known === undefined || known.id !== requiredText(input, 'AssociationId', 1, 100)) {
    throw notFound('Storage configuration not found');
  }
  return known;
};

const view = ({ id, config }: StorageAssociation) => ({ AssociationId: id, ...config });

export const associateInstanceStorageConfig: ServiceOperation = {
  partial: PARTIAL,
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const resourceType = kindIn(input);
    const config = configIn(resourceType, input);
    const { storage } = engine.instance;
    if (storage.has(resourceType)) {
      throw new ServiceError(
        'ResourceConflictException',
        `The instance has a storage configuration for ${resourceType}`,
      );
    }
    const association = { id: randomUUID().replaceAll('-', ''), resourceType, config };
    storage.set(resourceType, association);
    engine.changes.instance();
    return { AssociationId: association.id };
  },
};

export const describeInstanceStorageConfig: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    return { StorageConfig: view(associationIn(engine, input)) };
  },
};

export const listInstanceStorageConfigs: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const known = engine.instance.storage.get(kindIn(input));
    const { items, NextToken } = pageOf(input, known === undefined ? [] : [known]);
    return { StorageConfigs: items.map(view), NextToken };
  },
};

export const updateInstanceStorageConfig: ServiceOperation = {
  partial: PARTIAL,
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const known = associationIn(engine, input);
    engine.instance.storage.set(known.resourceType, { ...known, config: configIn(known.resourceType, input) });
    engine.changes.instance();
    return {};
  },
};

export const disassociateInstanceStorageConfig: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    engine.instance.storage.delete(associationIn(engine, input).resourceType);
    engine.changes.instance();
    return {};
  },
};
