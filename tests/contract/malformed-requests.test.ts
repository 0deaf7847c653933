/** Whatever comes over the wire is answered with an error of the service, and a call in progress goes on. */
import { randomUUID } from 'node:crypto';
import { DescribeContactCommand, StartOutboundVoiceContactCommand } from '@aws-sdk/client-connect';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { waitFor } from '../system/wait-for.ts';
import { documented, documentedLocally, type Source } from './documented.ts';
import { client, control, dialTo, INSTANCE_ID, liftQuotas, orderOf, type RawRequest, runs, send } from './target.ts';
import { contentOf, createFlow, deleteFlow, waitingFlow } from './test-flow.ts';

const START = { method: 'PUT', path: '/contact/outbound-voice' };
let flowId: string;
beforeAll(async () => {
  await liftQuotas();
  flowId = await createFlow(contentOf(waitingFlow()));
});
afterAll(() => deleteFlow(flowId));

const order = (more: object): string => JSON.stringify({ ...orderOf(flowId), ClientToken: randomUUID(), ...more });

describe('a malformed request', () => {
  const answered = (source: Source, what: string, request: () => RawRequest, status: number, errorType: string) =>
    documented(source, `${what} is answered with ${errorType}`, async () => {
      expect(await send(request())).toMatchObject({ status, errorType });
    });

  answered(
    'SDK restJson1',
    'a body that is no JSON',
    () => ({ ...START, body: '{"InstanceId":' }),
    400,
    'SerializationException',
  );
  answered('SDK restJson1', 'a body that is a list', () => ({ ...START, body: '[]' }), 400, 'SerializationException');
  answered(
    'SDK restJson1',
    'a number where text belongs',
    () => ({ ...START, body: order({ DestinationPhoneNumber: 5 }) }),
    400,
    'SerializationException',
  );
  answered(
    'SDK restJson1',
    'text where a map belongs',
    () => ({ ...START, body: order({ Attributes: 'x' }) }),
    400,
    'SerializationException',
  );
  answered(
    'SDK restJson1',
    'a list where a structure belongs',
    () => ({ ...START, body: order({ AnswerMachineDetectionConfig: [] }) }),
    400,
    'SerializationException',
  );
  answered(
    'SDK restJson1',
    'an object as an attribute',
    () => ({ ...START, body: order({ Attributes: { a: {} } }) }),
    400,
    'SerializationException',
  );
  answered('API Errors', 'no body at all', () => START, 400, 'InvalidParameterException');
  answered('API Errors', 'an empty object', () => ({ ...START, body: '{}' }), 400, 'InvalidParameterException');
  answered(
    'inference',
    'a method that the path does not have',
    () => ({ ...START, method: 'PATCH', body: '{}' }),
    404,
    'UnknownOperationException',
  );
  answered(
    'inference',
    'a path that does not exist',
    () => ({ method: 'GET', path: '/contact/inbound-voice' }),
    404,
    'UnknownOperationException',
  );
  answered(
    'inference',
    'a path with an empty segment',
    () => ({ method: 'GET', path: `/contacts//${randomUUID()}` }),
    400,
    'InvalidParameterException',
  );
  answered(
    'API Common Errors',
    'no signature',
    () => ({ ...START, body: '{}', signed: false }),
    403,
    'MissingAuthenticationTokenException',
  );

  documentedLocally('API Content', 'a body of 3 MB is refused, however it is sent', async () => {
    const body = JSON.stringify({ Name: 'x'.repeat(3_000_000) });
    expect((await send({ ...START, body })).status).toBe(413);
    expect((await send({ ...START, body, headers: { 'transfer-encoding': 'chunked' } })).status).toBe(413);
  });
});

const HOSTILE = [
  '{"__proto__":{"InstanceId":"x"},"constructor":{"prototype":{}}}',
  `{"Attributes":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
  '['.repeat(50_000),
  '{"InstanceId":"\\ud800","DestinationPhoneNumber":"\\u0000"}',
  '{"InstanceId":"../../etc/passwd","ContactFlowId":"$.Attributes.x"}',
  '{"InstanceId":"\' OR 1=1 --","ContactFlowId":"<script>alert(1)</script>"}',
  '{"RingTimeoutInSeconds":1e400}',
  '{"RingTimeoutInSeconds":-0}',
  'null',
  '\u0000',
  '\ufeff{}',
];
const PATHS = [
  '/',
  '//',
  '/%',
  '/%zz/%00',
  '/contacts/%2e%2e/%2e%2e',
  `/contacts/${'a'.repeat(4_000)}/b`,
  '/contact-flows/x/y?x=%',
  '/contacts/a/b?'.padEnd(2_000, '&a'),
  '/contact/outbound-voice/',
  '/__proto__/constructor',
];

describe('while hostile requests come', () => {
  documentedLocally('ours', 'none is a fault of the server, and a call in progress goes on to its end', async () => {
    const phone = dialTo();
    await control('PUT', `phones/${encodeURIComponent(phone)}`, { behavior: 'answer', afterMs: 0 });
    const { ContactId: contactId = '' } = await client.send(
      new StartOutboundVoiceContactCommand(orderOf(flowId, { DestinationPhoneNumber: phone })),
    );
    const seen = async () => {
      const { Contact } = await client.send(
        new DescribeContactCommand({ InstanceId: INSTANCE_ID, ContactId: contactId }),
      );
      return Contact;
    };
    await waitFor('the answer', async () => (await seen())?.ConnectedToSystemTimestamp !== undefined);

    for (const body of HOSTILE) {
      const { status } = await send({ ...START, body });
      expect(status, body.slice(0, 80)).toBeGreaterThanOrEqual(400);
      expect(status, body.slice(0, 80)).toBeLessThan(500);
    }
    for (const path of PATHS) {
      for (const method of ['GET', 'PUT', 'POST', 'DELETE']) {
        const { status } = await send({ method, path });
        expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
        // 501 is the honest answer to an operation that is not built.
        expect(status === 501 ? 0 : status, `${method} ${path}`).toBeLessThan(500);
      }
    }

    expect((await seen())?.DisconnectTimestamp).toBeUndefined();
    await control('POST', `phones/${encodeURIComponent(phone)}/digits`, { digits: '1' });
    const ended = await waitFor('the flow to go on', async () => {
      const contact = await seen();
      return contact?.DisconnectTimestamp !== undefined && contact;
    });
    expect(ended.DisconnectReason).toBe('CONTACT_FLOW_DISCONNECT');
  });

  documented('API Errors', 'any value of any member is taken or refused in the service’s words', async () => {
    const members = ['InstanceId', 'ContactFlowId', 'DestinationPhoneNumber', 'QueueId', 'Attributes', 'Name'];
    members.push('References', 'RingTimeoutInSeconds', 'TrafficType', 'ClientToken', 'OutboundStrategy');
    await fc.assert(
      // The destination stays unreachable, so that whatever is valid rings nobody.
      fc.asyncProperty(fc.constantFrom(...members), fc.jsonValue({ maxDepth: 3 }), async (member, value) => {
        const body = order({ ContactFlowId: randomUUID(), [member]: value });
        const { status, errorType } = await send({ ...START, body });
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        expect(errorType).toMatch(/^[A-Za-z]+$/);
      }),
      { numRuns: runs(300, 10) },
    );
  });
});
