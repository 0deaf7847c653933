/** The functions that speak with a CRM, in this process, against accounts of real kinds of CRM: everything but those is the product's. */
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { expect } from 'vitest';
import type { CallView } from '#core/contracts/call.ts';
import type { OpportunityContext } from '#core/contracts/opportunity-context.ts';
import type { WriteBackMessage } from '#core/contracts/queue-messages.ts';
import type { CallStore } from '#core/ports/call-store.ts';
import type { CrmDouble } from '../../../local/crm/crm-double.ts';
import type { AccountOptions, CallAsked, Vendor, VendorAccount, VendorEvent } from '../../../local/crm/vendor.ts';
import { type ServedDouble, serveDouble } from '../crm/support/crm-under-test.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { sourcesFile } from './sources-file.ts';

const API = 'api.example';
/** As it is made at deployment: 32 letters and digits. */
const secretOf = (sourceId: string): string => sourceId.replace(/[^a-z0-9]/g, 'x').padEnd(32, 'S3cret');

export interface Configured extends Pick<AccountOptions, 'deals' | 'pageSize'> {
  readonly sourceId: string;
  readonly vendor: Omit<Vendor, 'kind'>;
}

export interface CrmCloud {
  readonly cloud: Cloud;
  readonly calls: CallStore;
  account(sourceId: string): VendorAccount;
  /** As the vendor posts it. */
  post(sourceId: string, event: VendorEvent): Promise<{ readonly status: number; readonly callId: string }>;
  /** The vendor's event that asks for a call. `by`: signed with the secret of that source. `at`: signed then. */
  asked(sourceId: string, asked: CallAsked, signed?: { readonly by?: string; readonly at?: Date }): VendorEvent;
  /** What waits to be read, once: handed over to the function as often as it wants. */
  takeReading(): Promise<(receiveCount?: number) => Promise<'done' | 'again'>>;
  writeBack(message: WriteBackMessage): Promise<'done' | 'again'>;
  /** The call as its agent's conversation leaves it, and the news of it. */
  end(sourceId: string, opportunityId: string, callId: string, notes: string): Promise<WriteBackMessage>;
  find(callId: string): Promise<CallView | undefined>;
  context(sourceId: string, opportunityId: string): Promise<OpportunityContext>;
  stop(): Promise<void>;
}

/** An account with its API on a port of its own. */
export async function serveAccount(
  vendor: Omit<Vendor, 'kind'>,
  secret: string,
  more: Pick<AccountOptions, 'deals' | 'pageSize' | 'now'> = {},
): Promise<{ readonly server: ServedDouble; readonly account: VendorAccount }> {
  // It is opened once its address is known.
  let handle: CrmDouble['handle'] = async (_request, response) => void response.writeHead(503).end();
  const server = await serveDouble({ handle: (request, response) => handle(request, response) });
  const fileOf = async () => new Uint8Array(500);
  const account = vendor.open({ apiUrl: server.origin, secret: () => secret, fileOf, ...more });
  handle = (request, response) => account.double.handle(request, response);
  return { server, account };
}

export async function startCrmCloud(configured: readonly Configured[]): Promise<CrmCloud> {
  const cloud = await startCloud();
  const { secrets } = cloud.edge.clients();
  const served: ServedDouble[] = [];
  const accounts = new Map<string, VendorAccount>();
  const sources: ({ secretId: string } & Record<string, unknown>)[] = [];
  const addressOf = (sourceId: string): string => `https://${API}/webhooks/${sourceId}`;
  for (const { sourceId, vendor, ...more } of configured) {
    const { server, account } = await serveAccount(vendor, secretOf(sourceId), more);
    served.push(server);
    accounts.set(sourceId, account);
    const SecretString = JSON.stringify({ ...vendor.credentials, current: secretOf(sourceId) });
    await secrets.send(new CreateSecretCommand({ Name: sourceId, SecretString }));
    sources.push({ ...vendor.source(sourceId, server.origin, addressOf(sourceId)), secretId: sourceId });
  }
  process.env.SOURCES_FILE = sourcesFile(sources);
  const [receiving, reading, telling, { dynamodbOpportunityStore }, { dynamodbCallStore }, { openTable }] =
    await Promise.all([
      import('../../../functions/receive-call-request/handler.ts'),
      import('../../../functions/read-opportunity/handler.ts'),
      import('../../../functions/write-back/handler.ts'),
      import('../../../functions/adapters/dynamodb-opportunity-store.ts'),
      import('../../../functions/adapters/dynamodb-call-store.ts'),
      import('../../../functions/adapters/dynamodb-client.ts'),
    ]);
  const calls = dynamodbCallStore(openTable());
  const queue = new SQSClient({});
  const handled = ({ batchItemFailures: failures }: SQSBatchResponse) => (failures.length === 0 ? 'done' : 'again');
  const account = (sourceId: string): VendorAccount =>
    accounts.get(sourceId) ?? expect.fail(`there is no account ${sourceId}`);

  return {
    ...{ cloud, calls, account },
    async post(sourceId, { url, headers, body }) {
      const { search } = new URL(url);
      const event = {
        ...{
          version: '2.0',
          rawPath: `/webhooks/${sourceId}`,
          rawQueryString: search.slice(1),
          isBase64Encoded: false,
        },
        ...{ routeKey: 'POST /webhooks/{sourceId}', pathParameters: { sourceId }, headers, body },
        requestContext: { domainName: API, http: { method: 'POST', path: `/webhooks/${sourceId}` } },
      } as unknown as APIGatewayProxyEventV2;
      const { statusCode: status = 0, body: answer = '{}' } = await receiving.handler(event, {});
      return { status, callId: String(Object(JSON.parse(answer)).callId) };
    },
    asked: (sourceId, asked, { by = sourceId, at = new Date() } = {}) =>
      account(sourceId).callAsked(asked, { url: addressOf(sourceId), sourceId, secret: secretOf(by), at }),
    async takeReading() {
      const QueueUrl = process.env.READ_QUEUE_URL ?? '';
      const taken = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
      const { Messages: messages = [] } = await queue.send(taken);
      expect(messages.length).toBeGreaterThan(0);
      return async (receiveCount = 1) => {
        const Records = messages.map(({ MessageId: messageId, ReceiptHandle: receiptHandle, Body: body }) => ({
          ...{ messageId, receiptHandle, body, attributes: { ApproximateReceiveCount: String(receiveCount) } },
        }));
        const result = handled(await reading.handler({ Records } as unknown as SQSEvent));
        if (result === 'done') {
          const Entries = Records.map(({ receiptHandle: ReceiptHandle }, index) => ({
            Id: `m-${index}`,
            ReceiptHandle,
          }));
          await queue.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
        }
        return result;
      };
    },
    async writeBack(message) {
      const record = { messageId: 'm-1', body: JSON.stringify(message), attributes: { ApproximateReceiveCount: '1' } };
      const receiptHandle = await receiptOf(queue, message);
      return handled(await telling.handler({ Records: [{ ...record, receiptHandle }] } as unknown as SQSEvent));
    },
    async end(sourceId, opportunityId, callId, notes) {
      const at = '2026-11-24T10:00:00.000Z';
      const over = { endedAt: '2026-11-24T10:03:00.000Z', completedAt: '2026-11-24T10:04:00.000Z' };
      const key = { sourceId, opportunityId, callId };
      const changed = await calls.change(key, undefined, (call) => ({
        ...{ ...call, state: 'completed', dialingAt: call.dialingAt ?? at, answeredAt: at, ...over },
        outcome: { disposition: 'connected', notes, savedAt: at, savedBy: 'ana' },
      }));
      const version = changed?.call.version ?? expect.fail(`there is no call ${callId}`);
      return { type: 'call.completed', ...key, version };
    },
    find: (callId) => calls.find(callId),
    async context(sourceId, opportunityId) {
      const found = await dynamodbOpportunityStore(openTable()).loadContext({ sourceId, opportunityId });
      return found ?? expect.fail(`${sourceId} has brought no opportunity ${opportunityId}`);
    },
    async stop() {
      queue.destroy();
      await Promise.all([cloud.stop(), ...served.map((server) => server.stop())]);
    },
  };
}

/** A message of that text in the write-back queue, taken out of it: what is postponed must be somewhere. */
async function receiptOf(queue: SQSClient, message: WriteBackMessage): Promise<string> {
  const [QueueUrl, MessageBody] = [process.env.WRITE_BACK_QUEUE_URL ?? '', JSON.stringify(message)];
  const { MessageId: sent } = await queue.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  for (;;) {
    const { Messages: messages = [] } = await queue.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (messages.length === 0) return expect.fail('the message is not in its queue');
    const receipt = messages.find(({ MessageId }) => MessageId === sent)?.ReceiptHandle;
    if (receipt !== undefined) return receipt;
  }
}
