/** What a Connect instance has, for whoever sets this system up. No function asks for it. */
import {
  ConnectClient,
  DescribeInstanceCommand,
  DescribePromptCommand,
  DescribeQueueCommand,
  ListInstanceStorageConfigsCommand,
  paginateListApprovedOrigins,
  paginateListContactFlows,
  paginateListLambdaFunctions,
  paginateListPhoneNumbersV2,
} from '@aws-sdk/client-connect';
import { SERVICE_TIMEOUTS } from '../core/policy.ts';
import { clientConfiguration } from './service-client.ts';

export interface ConnectInventory {
  instance(): Promise<{ readonly status: string; readonly outboundCalls: boolean }>;
  approvedOrigins(): Promise<readonly string[]>;
  /** E.164, of this instance. */
  phoneNumbers(): Promise<readonly string[]>;
  flowNames(): Promise<readonly string[]>;
  /** ARNs of functions that flows may invoke. */
  functions(): Promise<readonly string[]>;
  /** `bucket/prefix` of its call recordings, and the key that they are encrypted with; undefined when it keeps none. */
  recordings(): Promise<{ readonly place: string; readonly kmsKeyArn?: string | undefined } | undefined>;
  /** Whether it can take calls. @throws ResourceNotFoundException */
  isQueueEnabled(queueId: string): Promise<boolean>;
  /** @throws ResourceNotFoundException */
  requirePrompt(promptId: string): Promise<void>;
}

export function connectInventory(instanceArn: string, region: string): ConnectInventory {
  const client = new ConnectClient({ ...clientConfiguration(SERVICE_TIMEOUTS), region });
  const InstanceId = instanceArn.split('/')[1] ?? '';
  return {
    async instance() {
      const { Instance: instance } = await client.send(new DescribeInstanceCommand({ InstanceId }));
      return { status: instance?.InstanceStatus ?? 'UNKNOWN', outboundCalls: instance?.OutboundCallsEnabled === true };
    },
    approvedOrigins: () => all(paginateListApprovedOrigins({ client }, { InstanceId }), ({ Origins = [] }) => Origins),
    phoneNumbers: () =>
      all(paginateListPhoneNumbersV2({ client }, { TargetArn: instanceArn }), ({ ListPhoneNumbersSummaryList = [] }) =>
        ListPhoneNumbersSummaryList.map(({ PhoneNumber = '' }) => PhoneNumber),
      ),
    flowNames: () =>
      all(paginateListContactFlows({ client }, { InstanceId }), ({ ContactFlowSummaryList = [] }) =>
        ContactFlowSummaryList.map(({ Name = '' }) => Name),
      ),
    functions: () =>
      all(paginateListLambdaFunctions({ client }, { InstanceId }), ({ LambdaFunctions = [] }) => LambdaFunctions),
    async recordings() {
      const kind = { InstanceId, ResourceType: 'CALL_RECORDINGS' as const };
      const { StorageConfigs: [config] = [] } = await client.send(new ListInstanceStorageConfigsCommand(kind));
      const { S3Config: s3 } = config ?? {};
      return s3 && { place: `${s3.BucketName}/${s3.BucketPrefix}`, kmsKeyArn: s3.EncryptionConfig?.KeyId };
    },
    async isQueueEnabled(QueueId) {
      const { Queue: queue } = await client.send(new DescribeQueueCommand({ InstanceId, QueueId }));
      return queue?.Status === 'ENABLED';
    },
    async requirePrompt(PromptId) {
      await client.send(new DescribePromptCommand({ InstanceId, PromptId }));
    },
  };
}

async function all<Page, Item>(pages: AsyncIterable<Page>, itemsOf: (page: Page) => readonly Item[]): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...itemsOf(page));
  return items;
}
