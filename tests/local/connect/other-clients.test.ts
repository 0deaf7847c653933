/**
 * The wire as clients in other languages make it, written here as botocore 1.43 (the AWS CLI, boto3) writes it: `json.dumps`
 * puts spaces and escapes what is above ASCII, lists in queries repeat their name, tokens are encoded.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readOptions } from '../../../local/connect/standalone/options.ts';
import { runStandalone } from '../../../local/connect/standalone/run.ts';
import { INSTANCE_ID } from '../../../local/connect/standalone/seed.ts';
import type { RunningConnect } from '../../../local/connect/start-instance.ts';

const QUEUE = '3e7d0000-0000-4000-8000-000000000001';
const FLOW_CONTENT = String.raw`{\"Version\":\"2019-10-30\",\"StartAction\":\"a\",\"Actions\":[{\"Identifier\":\"a\",\"Type\":\"DisconnectParticipant\",\"Parameters\":{},\"Transitions\":{}}]}`;

let connect: RunningConnect;
beforeAll(async () => {
  const options = readOptions(['--port', '0', '--quiet']);
  if (options === undefined) throw new Error('only the usage was asked for');
  connect = await runStandalone(options, () => undefined);
});
afterAll(() => connect.stop());

const send = async (method: string, path: string, body?: string) => {
  const response = await fetch(`${connect.origin}${path}`, {
    method,
    headers: {
      'user-agent': 'Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux lang/python#3.11.7',
      'x-amz-date': '20261127T064700Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=any/20261127/us-east-1/connect/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=00',
      'amz-sdk-invocation-id': '7e7b6f4e-6f0c-4f5b-9b2f-1c1f9a3c6a55',
      'amz-sdk-request': 'attempt=1',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('x-amzn-errortype'),
    requestId: response.headers.get('x-amzn-requestid'),
    body: text === '' ? {} : Object(JSON.parse(text)),
  };
};

it('takes a call from its start to its end', async () => {
  const created = await send(
    'PUT',
    `/contact-flows/${INSTANCE_ID}`,
    `{"Name": "Gr\\u00fc\\u00dfe", "Type": "CONTACT_FLOW", "Content": "${FLOW_CONTENT}"}`,
  );
  expect(created.status).toBe(200);
  const flowId: string = created.body.ContactFlowId;
  expect(created.body.ContactFlowArn).toBe(
    `arn:aws:connect:us-east-1:123456789012:instance/${INSTANCE_ID}/contact-flow/${flowId}`,
  );
  const started = await send(
    'PUT',
    '/contact/outbound-voice',
    `{"DestinationPhoneNumber": "+14155550101", "ContactFlowId": "${flowId}", "InstanceId": "${INSTANCE_ID}", "QueueId": "${QUEUE}", "Attributes": {"orderId": "42", "name": "J\\u00fcrgen \\ud83d\\ude00"}, "ClientToken": "f0c6bb5d-6b55-4e7e-9f0c-0a4ff0f0c111"}`,
  );
  expect(started.status).toBe(200);
  const contactId: string = started.body.ContactId;
  expect((await send('GET', `/contact/attributes/${INSTANCE_ID}/${contactId}`)).body).toEqual({
    Attributes: { orderId: '42', name: 'Jürgen 😀' },
  });
  const described = await send('GET', `/contacts/${INSTANCE_ID}/${contactId}`);
  // Times are seconds since the epoch, as REST-JSON has them in a body.
  expect(described.body.Contact.InitiationTimestamp).toBeCloseTo(Date.now() / 1_000, -2);
  const stop = `{"ContactId": "${contactId}", "InstanceId": "${INSTANCE_ID}"}`;
  expect(await send('POST', '/contact/stop', stop)).toMatchObject({ status: 200, body: {} });
  await vi.waitFor(async () => {
    const { body } = await send('GET', `/contacts/${INSTANCE_ID}/${contactId}`);
    expect(body.Contact).toMatchObject({ Channel: 'VOICE', InitiationMethod: 'API', DisconnectReason: 'API' });
  });
});

it('reads queries with repeated names and pages through tokens that were encoded', async () => {
  for (const name of ['one', 'two', 'three']) {
    const flow = `{"Name": "${name}", "Type": "CUSTOMER_QUEUE", "Content": "${FLOW_CONTENT}"}`;
    expect((await send('PUT', `/contact-flows/${INSTANCE_ID}`, flow)).status).toBe(200);
  }
  const query = 'contactFlowTypes=CUSTOMER_QUEUE&contactFlowTypes=AGENT_WHISPER&maxResults=2';
  const first = await send('GET', `/contact-flows-summary/${INSTANCE_ID}?${query}`);
  expect(first.body.ContactFlowSummaryList).toHaveLength(2);
  const token = encodeURIComponent(first.body.NextToken);
  const second = await send('GET', `/contact-flows-summary/${INSTANCE_ID}?${query}&nextToken=${token}`);
  const names = [...first.body.ContactFlowSummaryList, ...second.body.ContactFlowSummaryList].map(({ Name }) => Name);
  expect(names.toSorted()).toEqual(['one', 'three', 'two']);
  expect(second.body.NextToken ?? null).toBeNull();
});

it('tells every problem of a flow, in the body and by the header that botocore reads', async () => {
  const broken = String.raw`{\"Version\":\"2019-10-30\",\"StartAction\":\"a\",\"Actions\":[{\"Identifier\":\"a\",\"Type\":\"HangUp\",\"Parameters\":{},\"Transitions\":{}}]}`;
  const refused = await send(
    'PUT',
    `/contact-flows/${INSTANCE_ID}`,
    `{"Name": "no", "Type": "CONTACT_FLOW", "Content": "${broken}"}`,
  );
  expect(refused).toMatchObject({
    status: 400,
    type: 'InvalidContactFlowException',
    body: { problems: [{ message: 'Invalid Action type. Type: HangUp, Path: Actions[0]' }] },
  });
  expect(refused.requestId).toMatch(/^[0-9a-f-]{36}$/);
});

it('names what is not there as the service does', async () => {
  const missing = await send('GET', `/contacts/${INSTANCE_ID}/00000000-0000-4000-8000-000000000000`);
  expect(missing).toMatchObject({ status: 404, type: 'ResourceNotFoundException' });
  expect(missing.body.Message).toBeTypeOf('string');
});
