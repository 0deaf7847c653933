import { randomUUID } from 'node:crypto';
import {
  type Contact,
  DescribeContactCommand,
  GetContactAttributesCommand,
  StartOutboundVoiceContactCommand,
  StopContactCommand,
  UpdateContactAttributesCommand,
  UpdateContactCommand,
} from '@aws-sdk/client-connect';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { waitFor } from '../system/wait-for.ts';
import { documented, documentedCall, documentedLocally } from './documented.ts';
import { client, control, dialTo, INSTANCE_ID, liftQuotas, orderOf, refusalOf } from './target.ts';
import { contentOf, createFlow, deleteFlow, waitingFlow } from './test-flow.ts';

let flowId: string;
beforeAll(async () => {
  await liftQuotas();
  flowId = await createFlow(contentOf(waitingFlow()));
});
afterAll(() => deleteFlow(flowId));

const start = async (phone: string, attributes: Record<string, string> = {}): Promise<string> => {
  const order = orderOf(flowId, { DestinationPhoneNumber: phone, Attributes: attributes, Name: 'Contract' });
  const { ContactId: contactId = '' } = await client.send(new StartOutboundVoiceContactCommand(order));
  return contactId;
};
const describeIt = async (contactId: string): Promise<Contact> => {
  const { Contact: contact } = await client.send(
    new DescribeContactCommand({ InstanceId: INSTANCE_ID, ContactId: contactId }),
  );
  if (contact === undefined) throw new Error('no contact in the answer');
  return contact;
};
const stop = (contactId: string) =>
  client.send(new StopContactCommand({ InstanceId: INSTANCE_ID, ContactId: contactId }));
const update = (contactId: string, attributes: Record<string, string>) =>
  client.send(
    new UpdateContactAttributesCommand({
      InstanceId: INSTANCE_ID,
      InitialContactId: contactId,
      Attributes: attributes,
    }),
  );
const attributesOf = async (contactId: string) =>
  (await client.send(new GetContactAttributesCommand({ InstanceId: INSTANCE_ID, InitialContactId: contactId })))
    .Attributes;
const reached = (contactId: string, what: string, is: (contact: Contact) => boolean) =>
  waitFor(what, async () => {
    const contact = await describeIt(contactId);
    return is(contact) && contact;
  });

describe('a contact that does not exist', () => {
  const unknown = randomUUID();
  documented('API DescribeContact', 'is not described', async () => {
    expect(await refusalOf(describeIt(unknown))).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
  });
  documented('API GetContactAttributes', 'has no attributes', async () => {
    expect(await refusalOf(attributesOf(unknown))).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
  });
  documented('API UpdateContactAttributes', 'takes none', async () => {
    expect(await refusalOf(update(unknown, { a: 'b' }))).toMatchObject({
      name: 'ResourceNotFoundException',
      status: 404,
    });
  });
  documented('API UpdateContact', 'is not changed', async () => {
    const change = new UpdateContactCommand({ InstanceId: INSTANCE_ID, ContactId: unknown, Name: 'x' });
    expect(await refusalOf(client.send(change))).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
  });
  documented('API StopContact', 'is not stopped', async () => {
    expect((await refusalOf(stop(unknown))).status).toBe(404);
  });
});

describe('DescribeContact', () => {
  documentedCall('API Contact', 'tells a call from the order on: who, by which way, since when', async () => {
    const phone = dialTo();
    const contactId = await start(phone);
    const contact = await describeIt(contactId);
    expect(contact).toMatchObject({
      Id: contactId,
      Arn: expect.stringContaining(`/contact/${contactId}`),
      InitiationMethod: 'API',
      Channel: 'VOICE',
      Name: 'Contract',
      CustomerEndpoint: { Type: 'TELEPHONE_NUMBER', Address: phone },
      InitiationTimestamp: expect.any(Date),
      LastUpdateTimestamp: expect.any(Date),
    });
    expect(contact.ConnectedToSystemTimestamp).toBeUndefined();
    expect(contact.DisconnectTimestamp).toBeUndefined();
    expect(contact.InitialContactId).toBeUndefined();
    await stop(contactId);
    const ended = await reached(contactId, 'the call to end', (seen) => seen.DisconnectTimestamp !== undefined);
    expect(ended.DisconnectReason).toBe('API');
    expect(ended.InitiationTimestamp).toEqual(contact.InitiationTimestamp);
  });

  documentedLocally('AG:contact-events', 'counts ConnectedToSystemTimestamp from the customer’s answer', async () => {
    const phone = dialTo();
    const contactId = await start(phone);
    await reached(contactId, 'the phone to ring', (seen) => seen.RingStartTimestamp !== undefined);
    expect((await describeIt(contactId)).ConnectedToSystemTimestamp).toBeUndefined();
    await control('POST', `phones/${encodeURIComponent(phone)}/answer`, {});
    const answered = await reached(contactId, 'the answer', (seen) => seen.ConnectedToSystemTimestamp !== undefined);
    expect(answered.QueueInfo).toBeUndefined();
    expect(answered.AgentInfo).toBeUndefined();
    await control('POST', `phones/${encodeURIComponent(phone)}/hangup`, {});
    const ended = await reached(contactId, 'the end', (seen) => seen.DisconnectTimestamp !== undefined);
    expect(ended.DisconnectReason).toBe('CUSTOMER_DISCONNECT');
    const times = [
      ended.InitiationTimestamp,
      ended.RingStartTimestamp,
      ended.ConnectedToSystemTimestamp,
      ended.DisconnectTimestamp,
    ].map((time) => time?.getTime() ?? Number.NaN);
    expect(times.toSorted((one, other) => one - other)).toEqual(times);
  });

  documentedLocally('DG:OnContactEvaluationSubmit', 'names why a call never came about', async () => {
    const phone = dialTo();
    await control('PUT', `phones/${encodeURIComponent(phone)}`, { behavior: 'busy' });
    const contactId = await start(phone);
    const ended = await reached(contactId, 'the call to fail', (seen) => seen.DisconnectReason !== undefined);
    expect(ended.DisconnectReason).toBe('TELECOM_BUSY');
    expect(ended.ConnectedToSystemTimestamp).toBeUndefined();
  });
});

describe('UpdateContactAttributes', () => {
  documentedCall(
    'API UpdateContactAttributes',
    'adds and replaces, and leaves alone what it does not name',
    async () => {
      const contactId = await start(dialTo(), { kept: 'yes', changed: 'old' });
      await update(contactId, { changed: 'new', added: '' });
      expect(await attributesOf(contactId)).toEqual({ kept: 'yes', changed: 'new', added: '' });

      expect(await refusalOf(update(contactId, { 'a key': 'x' }))).toMatchObject({ status: 400 });
      const tooMuch = await refusalOf(update(contactId, { filler: 'x'.repeat(32_760) }));
      expect(tooMuch).toMatchObject({ name: 'InvalidRequestException', status: 400 });
      expect(await attributesOf(contactId)).toEqual({ kept: 'yes', changed: 'new', added: '' });
      await stop(contactId);
    },
  );

  documentedCall('API UpdateContactAttributes', 'works for a contact that has ended', async () => {
    const contactId = await start(dialTo(), { kept: 'yes' });
    await stop(contactId);
    await reached(contactId, 'the end', (seen) => seen.DisconnectTimestamp !== undefined);
    await update(contactId, { outcome: 'stopped' });
    expect(await attributesOf(contactId)).toEqual({ kept: 'yes', outcome: 'stopped' });
  });
});

describe('StopContact', () => {
  documentedCall('API StopContact', 'ends a call that is still being dialled, and only once', async () => {
    const contactId = await start(dialTo());
    await stop(contactId);
    await reached(contactId, 'the end', (seen) => seen.DisconnectTimestamp !== undefined);
    expect(await refusalOf(stop(contactId))).toMatchObject({ name: 'ContactNotFoundException', status: 410 });
  });
});
