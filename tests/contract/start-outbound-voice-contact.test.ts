import { randomUUID } from 'node:crypto';
import {
  DescribeContactCommand,
  GetContactAttributesCommand,
  StartOutboundVoiceContactCommand,
  type StartOutboundVoiceContactCommandInput,
  StopContactCommand,
} from '@aws-sdk/client-connect';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { documented, documentedCall, documentedLocally, type Source } from './documented.ts';
import {
  client,
  control,
  dialTo,
  INSTANCE_ID,
  liftQuotas,
  orderOf,
  refusalOf,
  SOURCE_PHONE_NUMBER,
  send,
} from './target.ts';
import { contentOf, createFlow, deleteFlow, waitingFlow } from './test-flow.ts';

let flowId: string;
const started: string[] = [];
beforeAll(async () => {
  await liftQuotas();
  flowId = await createFlow(contentOf(waitingFlow()));
});
afterAll(async () => {
  for (const contactId of started) {
    // It may have ended by itself.
    await client.send(new StopContactCommand({ InstanceId: INSTANCE_ID, ContactId: contactId })).catch(() => undefined);
  }
  await deleteFlow(flowId);
});

type Order = Partial<StartOutboundVoiceContactCommandInput>;
const attempt = (more: Order) => client.send(new StartOutboundVoiceContactCommand(orderOf(flowId, more)));
const dial = async (more: Order): Promise<string> => {
  const { ContactId: contactId = '' } = await attempt({ DestinationPhoneNumber: dialTo(), ...more });
  if (!started.includes(contactId)) started.push(contactId);
  return contactId;
};
const refuses = (source: Source, what: string, more: Order, name: string, status: number) =>
  documented(source, `refuses ${what}`, async () => {
    expect(await refusalOf(attempt(more))).toMatchObject({ name, status });
  });
/** 32,768 bytes in one pair. */
const FULL = { k: 'x'.repeat(32_767) };

describe('StartOutboundVoiceContact refuses what is not well formed', () => {
  const wrong = (source: Source, what: string, more: Order) =>
    refuses(source, what, more, 'InvalidParameterException', 400);
  wrong('API DestinationPhoneNumber', 'a number without a plus', { DestinationPhoneNumber: '14155550100' });
  wrong('API DestinationPhoneNumber', 'a number that begins with 0', { DestinationPhoneNumber: '+04155550100' });
  wrong('API DestinationPhoneNumber', 'a number of 16 digits', { DestinationPhoneNumber: '+1234567890123456' });
  wrong('API DestinationPhoneNumber', 'words', { DestinationPhoneNumber: 'ring me' });
  wrong('API RingTimeoutInSeconds', 'a ring of 14 seconds', { RingTimeoutInSeconds: 14 });
  wrong('API RingTimeoutInSeconds', 'a ring of 61 seconds', { RingTimeoutInSeconds: 61 });
  wrong('API Name', 'a name of 1,025 characters', { Name: 'x'.repeat(1_025) });
  wrong('API Description', 'a description of 4,097 characters', { Description: 'x'.repeat(4_097) });
  wrong('API ClientToken', 'a client token of 501 characters', { ClientToken: 'x'.repeat(501) });
  wrong('API ContactFlowId', 'a flow id of 501 characters', { ContactFlowId: 'x'.repeat(501) });
  wrong('SDK TrafficType', 'a traffic type that does not exist', { TrafficType: 'EVENING' as 'GENERAL' });
  wrong('API References', 'a reference of a type that voice does not have', {
    References: { file: { Type: 'ATTACHMENT', Value: 'x' } },
  });
});

describe('StartOutboundVoiceContact refuses what does not exist', () => {
  const missing = (source: Source, what: string, more: Order) =>
    refuses(source, what, more, 'ResourceNotFoundException', 404);
  missing('API Errors', 'another instance', { InstanceId: randomUUID() });
  missing('API Errors', 'a flow that does not exist', { ContactFlowId: randomUUID() });
  missing('API Errors', 'a queue that does not exist', { QueueId: randomUUID() });
  missing('inference', 'a related contact that does not exist', { RelatedContactId: randomUUID() });
});

describe('StartOutboundVoiceContact refuses what cannot be done', () => {
  const not = (source: Source, what: string, more: Order) =>
    refuses(source, what, more, 'InvalidRequestException', 400);
  not('API SourcePhoneNumber', 'neither queue nor caller id', { QueueId: undefined });
  not('inference', 'a caller id that is not claimed', { SourcePhoneNumber: '+14155550199' });
  not('API Attributes', 'an attribute key with a space', { Attributes: { 'a key': 'x' } });
  not('API Attributes', 'an attribute key with a dollar', { Attributes: { $key: 'x' } });
  not('API Attributes', 'an attribute key with an umlaut', { Attributes: { schlüssel: 'x' } });
  not('API Attributes', 'attributes of 32,769 bytes', { Attributes: { ...FULL, k: `${FULL.k}x` } });
  not('API Attributes', 'attributes of 16,385 characters that are 32,769 bytes', {
    Attributes: { k: 'é'.repeat(16_384) },
  });
  not('API AnswerMachineDetectionConfig', 'answering machine detection without campaign traffic', {
    AnswerMachineDetectionConfig: { EnableAnswerMachineDetection: true },
  });
  refuses(
    'API DestinationPhoneNumber, AG:country-code-allow-list',
    'a British mobile number before a quota request',
    { DestinationPhoneNumber: '+447911123456' },
    'DestinationNotAllowedException',
    403,
  );
  refuses(
    'QUOTA concurrent campaign active calls',
    'campaign traffic while its quota is 0',
    { TrafficType: 'CAMPAIGN' },
    'LimitExceededException',
    429,
  );
});

describe('StartOutboundVoiceContact checks in this order', () => {
  const first = (source: Source, what: string, more: Order, name: string) =>
    documented(source, what, async () => {
      expect((await refusalOf(attempt(more))).name).toBe(name);
    });
  first(
    'inference',
    'the form of members before the instance',
    { InstanceId: randomUUID(), DestinationPhoneNumber: 'x' },
    'InvalidParameterException',
  );
  first(
    'inference',
    'the instance before the flow',
    { InstanceId: randomUUID(), ContactFlowId: randomUUID() },
    'ResourceNotFoundException',
  );
  first(
    'inference',
    'the flow before the attributes',
    { ContactFlowId: randomUUID(), Attributes: { 'a key': 'x' } },
    'ResourceNotFoundException',
  );
  first(
    'inference',
    'the attributes before the destination',
    { Attributes: { 'a key': 'x' }, DestinationPhoneNumber: '+447911123456' },
    'InvalidRequestException',
  );
});

describe('StartOutboundVoiceContact on the wire', () => {
  documented('SDK http trait', 'is PUT /contact/outbound-voice and names its error in x-amzn-errortype', async () => {
    const answer = await send({
      method: 'PUT',
      path: '/contact/outbound-voice',
      body: JSON.stringify({ ...orderOf(randomUUID()), ClientToken: randomUUID() }),
    });
    expect(answer).toMatchObject({ status: 404, errorType: 'ResourceNotFoundException' });
    expect(JSON.parse(answer.body)).toMatchObject({ Message: expect.any(String) });
  });

  documented('SDK InvalidRequestException', 'ignores members that the model does not know', async () => {
    const answer = await send({
      method: 'PUT',
      path: '/contact/outbound-voice',
      body: JSON.stringify({ ...orderOf(flowId), QueueId: null, UserId: 'somebody', ClientToken: randomUUID() }),
    });
    expect(answer).toMatchObject({ status: 400, errorType: 'InvalidRequestException' });
  });
});

describe('StartOutboundVoiceContact dials', () => {
  documentedCall('API Attributes', 'with attributes of exactly 32,768 bytes, which the contact carries', async () => {
    const contactId = await dial({ Attributes: FULL });
    const { Attributes } = await client.send(
      new GetContactAttributesCommand({ InstanceId: INSTANCE_ID, InitialContactId: contactId }),
    );
    expect(Attributes).toEqual(FULL);
  });

  documentedCall(
    'API ClientToken',
    'one contact for one token, however often and however changed it comes',
    async () => {
      const ClientToken = randomUUID();
      const DestinationPhoneNumber = dialTo();
      const contactId = await dial({ ClientToken, DestinationPhoneNumber });
      expect(await dial({ ClientToken, DestinationPhoneNumber })).toBe(contactId);
      expect(await dial({ ClientToken, DestinationPhoneNumber, Name: 'another' })).toBe(contactId);
      const parallel = await Promise.all([1, 2, 3, 4].map(() => dial({ ClientToken, DestinationPhoneNumber })));
      expect(new Set(parallel)).toEqual(new Set([contactId]));
    },
  );

  documentedLocally('API ClientToken', 'another contact for a token in another case', async () => {
    const token = `token-${randomUUID()}`;
    expect(await dial({ ClientToken: token })).not.toBe(await dial({ ClientToken: token.toUpperCase() }));
  });

  documentedCall('API SourcePhoneNumber', 'from a claimed number, without a queue', async () => {
    const contactId = await dial({ QueueId: undefined, SourcePhoneNumber: SOURCE_PHONE_NUMBER });
    const { Contact } = await client.send(
      new DescribeContactCommand({ InstanceId: INSTANCE_ID, ContactId: contactId }),
    );
    expect(Contact?.SystemEndpoint).toMatchObject({ Type: 'TELEPHONE_NUMBER', Address: SOURCE_PHONE_NUMBER });
  });

  documentedCall(
    'API RelatedContactId',
    'a contact that starts with a copy of the related one’s attributes',
    async () => {
      const first = await dial({ Attributes: { kept: 'yes', changed: 'old' } });
      const second = await dial({ RelatedContactId: first, Attributes: { changed: 'new' } });
      const { Attributes } = await client.send(
        new GetContactAttributesCommand({ InstanceId: INSTANCE_ID, InitialContactId: second }),
      );
      expect(Attributes).toEqual({ kept: 'yes', changed: 'new' });
    },
  );
});

describe('quotas', () => {
  documentedLocally('QUOTA 2 a second, burst 5', 'let five through at once and refuse the next with 429', async () => {
    try {
      await control('PUT', 'quotas', { concurrentCalls: 1_000 });
      const attempts = await Promise.all(
        Array.from({ length: 9 }, () => refusalOf(dial({ ClientToken: randomUUID() }))),
      );
      const refused = attempts.filter(({ name }) => name !== undefined);
      // One token comes back every half second, so that a slow machine lets one or two more through.
      expect(refused.length).toBeGreaterThanOrEqual(2);
      expect(refused.length).toBeLessThanOrEqual(4);
      for (const refusal of refused) expect(refusal).toMatchObject({ name: 'TooManyRequestsException', status: 429 });
    } finally {
      await liftQuotas();
    }
  });

  documentedLocally('QUOTA concurrent active calls per instance', 'refuse a call over the limit', async () => {
    try {
      await control('PUT', 'quotas', { default: { perSecond: 1_000, burst: 1_000 }, concurrentCalls: 0 });
      expect(await refusalOf(dial({}))).toMatchObject({ name: 'LimitExceededException', status: 429 });
    } finally {
      await liftQuotas();
    }
  });
});
