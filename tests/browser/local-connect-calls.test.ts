import { CreateContactFlowCommand, StartOutboundVoiceContactCommand } from '@aws-sdk/client-connect';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CUSTOMER, PLACE, SALES, TO_AGENT_QUEUE } from '../local/connect/instance.ts';
import { type LocalConnectPage, openLocalConnect } from './ccp/open-local-connect.ts';
import { chooseStatus, seen } from './ccp/tab.ts';

/** The whole local Connect against the genuine Streams: what the service starts, the page must see, and the other way round. */
let local: LocalConnectPage['local'];
let client: LocalConnectPage['client'];
let page: LocalConnectPage['page'];
let close: LocalConnectPage['close'] | undefined;
let flowId: string;

const control = async (method: string, path: string, body: object = {}) => {
  const response = await fetch(`${local.origin}/simulator/${path}`, {
    method,
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  });
  return Object(await response.json());
};
beforeAll(async () => {
  ({ local, client, page, close } = await openLocalConnect());
  const { ContactFlowId = '' } = await client.send(
    new CreateContactFlowCommand({
      InstanceId: PLACE.instanceId,
      Name: 'outbound',
      Type: 'CONTACT_FLOW',
      Content: JSON.stringify({ Version: '2019-10-30', StartAction: 'target', Actions: TO_AGENT_QUEUE }),
    }),
  );
  flowId = ContactFlowId;
});
afterAll(() => close?.());

const startCall = async () => {
  const { ContactId } = await client.send(
    new StartOutboundVoiceContactCommand({
      InstanceId: PLACE.instanceId,
      ContactFlowId: flowId,
      DestinationPhoneNumber: CUSTOMER,
      QueueId: SALES,
      Attributes: { agentUsername: 'ana', opportunityName: 'Fleet renewal' },
    }),
  );
  return ContactId;
};

it('shows a call of the API with its attributes, takes it, holds it, and ends it', async () => {
  await chooseStatus(page, 'Available');
  await control('PUT', `phones/${CUSTOMER}`, { behavior: 'answer', afterMs: 0 });
  const contactId = await startCall();
  await seen(page, 'connecting');
  expect(
    await page.evaluate(() => ({
      id: contact.contactId,
      inbound: contact.isInbound(),
      opportunity: contact.getAttributes().opportunityName?.value,
      queue: contact.getQueue().name,
    })),
  ).toEqual({ id: contactId, inbound: true, opportunity: 'Fleet renewal', queue: null });

  expect(await page.evaluate(() => outcome((callbacks) => contact.accept(callbacks)))).toHaveProperty('ok');
  await seen(page, 'connected');
  expect(
    await page.evaluate(() => outcome((callbacks) => contact.getInitialConnection().hold(callbacks))),
  ).toHaveProperty('ok');
  await page.waitForFunction(() => contact.getInitialConnection().isOnHold());
  await page.evaluate(() => outcome((callbacks) => contact.getInitialConnection().resume(callbacks)));
  expect(
    await page.evaluate(() => outcome((callbacks) => contact.getAgentConnection().destroy(callbacks))),
  ).toHaveProperty('ok');
  await seen(page, 'acw');
  expect(await page.evaluate(() => outcome((callbacks) => contact.clear(callbacks)))).toHaveProperty('ok');
  await seen(page, 'destroyed');
  const { contacts } = await control('GET', `contacts/${contactId}`);
  expect(contacts).toMatchObject([{ state: 'completed', disconnectReason: 'AGENT_DISCONNECT', holds: 1 }]);
});

it('dials from the page, and the customer answers', async () => {
  await page.evaluate(() => void globalThis.recorded.splice(0));
  await page.evaluate(
    (number) => outcome((callbacks) => agent.connect(connect.Endpoint.byPhoneNumber(number), callbacks)),
    CUSTOMER,
  );
  await seen(page, 'contact:voice/connecting/out');
  await seen(page, 'connected');
  await control('POST', `phones/${CUSTOMER}/hangup`);
  await seen(page, 'acw');
  await page.evaluate(() => outcome((callbacks) => contact.clear(callbacks)));
  await seen(page, 'destroyed');
});
