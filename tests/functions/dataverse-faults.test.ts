import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cloud, startCloud } from './support/cloud.ts';
import { SECRET, webhook } from './support/signed-webhook.ts';

let cloud: Cloud;
let handle: (event: APIGatewayProxyEventV2) => Promise<{ status: number; code: string; retryAfter: unknown }>;

beforeAll(async () => {
  cloud = await startCloud({
    ...{ kind: 'dynamics365', apiUrl: 'https://contoso.crm4.dynamics.com', tenantId: 'contoso.example' },
  });
  const { handler } = await import('../../functions/receive-call-request/handler.ts');
  handle = async (event) => {
    const { statusCode = 0, body = '{}', headers = {} } = await handler(event, {});
    return { status: statusCode, code: JSON.parse(body).code, retryAfter: headers['retry-after'] };
  };
});
afterAll(() => cloud.stop());

const OPPORTUNITY = '00000001-0000-4000-8000-000000000001';
const asked = (body: object): APIGatewayProxyEventV2 => ({
  ...webhook(JSON.stringify(body)),
  headers: { 'content-type': 'application/json', 'x-webhook-key': SECRET },
});
const updated = asked({ MessageName: 'Update', PrimaryEntityName: 'opportunity', PrimaryEntityId: OPPORTUNITY });

it('tells Dataverse a lasting fault of ours as 503 too: it makes one more attempt only after 502, 503 and 504', async () => {
  await cloud.faults([{ service: 'sqs', operation: 'SendMessageBatch', error: 'AccessDenied' }]);
  expect(await handle(updated)).toEqual({ status: 503, code: 'try-again', retryAfter: '5' });
  await cloud.faults([]);
  expect((await handle(updated)).status).toBe(202);
});

it('still tells Dataverse what is wrong with its own message as such', async () => {
  expect(await handle(asked({ MessageName: 'Update' }))).toMatchObject({ status: 422, code: 'invalid-fields' });
  expect(await handle({ ...updated, headers: {} })).toMatchObject({ status: 401, code: 'signature-missing' });
});
