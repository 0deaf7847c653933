import { ConnectClient, CreateContactFlowCommand, StartOutboundVoiceContactCommand } from '@aws-sdk/client-connect';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningConnect, startConnect } from '../../local/connect/start.ts';
import { CUSTOMER, PLACE, SALES, TO_AGENT_QUEUE } from '../local/connect/instance.ts';
import { launchBrowser } from '../system/browser.ts';
import { serveHost } from './ccp/serve-host.ts';

/** The whole local Connect against the genuine Streams: what the service starts, the page must see, and the other way round. */
let browser: Browser;
let host: Awaited<ReturnType<typeof serveHost>>;
let local: RunningConnect;
let client: ConnectClient;
let page: Page;
let flowId: string;

const seen = (event: string) =>
  page
    .waitForFunction((wanted) => globalThis.recorded.includes(wanted), event)
    .catch(async (cause) => {
      const recorded = await page.evaluate(() => [...globalThis.recorded]);
      throw new Error(`The page did not see ${event}, but: ${recorded.join(', ')}`, { cause });
    });
const control = async (method: string, path: string, body: object = {}) => {
  const response = await fetch(`${local.origin}/simulator/${path}`, {
    method,
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  });
  return Object(await response.json());
};
const softphone = () => page.frameLocator('iframe[title="Amazon Connect CCP"]');
const chooseStatus = (name: string) =>
  page.evaluate(
    (wanted) =>
      outcome((callbacks) => {
        const state = agent.getAgentStates().find((candidate) => candidate.name === wanted);
        if (!state) throw new Error(`There is no state ${wanted}.`);
        agent.setState(state, callbacks);
      }),
    name,
  );

beforeAll(async () => {
  [browser, host] = await Promise.all([launchBrowser(), serveHost()]);
  local = await startConnect({
    ...PLACE,
    port: 0,
    trace: { record: () => undefined, recent: () => [], subscribe: () => () => undefined },
    surroundings: { putEvent: () => undefined, invokeFunction: async () => ({}) },
    authorize: async () => ({ allowed: true, principal: 'test' }),
  });
  client = new ConnectClient({
    endpoint: local.origin,
    region: PLACE.region,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
  });
  await fetch(`${local.origin}/instance/${PLACE.instanceId}/approved-origin`, {
    method: 'PUT',
    body: JSON.stringify({ Origin: host.origin }),
  });
  const { ContactFlowId = '' } = await client.send(
    new CreateContactFlowCommand({
      InstanceId: PLACE.instanceId,
      Name: 'outbound',
      Type: 'CONTACT_FLOW',
      Content: JSON.stringify({ Version: '2019-10-30', StartAction: 'target', Actions: TO_AGENT_QUEUE }),
    }),
  );
  flowId = ContactFlowId;
  page = await browser.newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(`${host.origin}/?ccp=${local.origin}/ccp-v2/&popup=no&load=60000`);
  await softphone().getByLabel('User name').fill('ana');
  await softphone().getByLabel('Password').fill('ana-local-password');
  await softphone().getByRole('button', { name: 'Sign in' }).click();
  await seen('agent:Ana Flores');
});
afterAll(async () => {
  await browser?.close();
  await local?.stop();
  await host?.close();
});

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
  await chooseStatus('Available');
  await control('PUT', `phones/${CUSTOMER}`, { behavior: 'answer', afterMs: 0 });
  const contactId = await startCall();
  await seen('connecting');
  expect(
    await page.evaluate(() => ({
      id: contact.contactId,
      inbound: contact.isInbound(),
      opportunity: contact.getAttributes().opportunityName?.value,
      queue: contact.getQueue().name,
    })),
  ).toEqual({ id: contactId, inbound: true, opportunity: 'Fleet renewal', queue: null });

  expect(await page.evaluate(() => outcome((callbacks) => contact.accept(callbacks)))).toHaveProperty('ok');
  await seen('connected');
  expect(
    await page.evaluate(() => outcome((callbacks) => contact.getInitialConnection().hold(callbacks))),
  ).toHaveProperty('ok');
  await page.waitForFunction(() => contact.getInitialConnection().isOnHold());
  await page.evaluate(() => outcome((callbacks) => contact.getInitialConnection().resume(callbacks)));
  expect(
    await page.evaluate(() => outcome((callbacks) => contact.getAgentConnection().destroy(callbacks))),
  ).toHaveProperty('ok');
  await seen('acw');
  expect(await page.evaluate(() => outcome((callbacks) => contact.clear(callbacks)))).toHaveProperty('ok');
  await seen('destroyed');
  const { contacts } = await control('GET', `contacts/${contactId}`);
  expect(contacts).toMatchObject([{ state: 'completed', disconnectReason: 'AGENT_DISCONNECT', holds: 1 }]);
});

it('dials from the page, and the customer answers', async () => {
  await page.evaluate(() => void globalThis.recorded.splice(0));
  await page.evaluate(
    (number) => outcome((callbacks) => agent.connect(connect.Endpoint.byPhoneNumber(number), callbacks)),
    CUSTOMER,
  );
  await seen('contact:voice/connecting/out');
  await seen('connected');
  await control('POST', `phones/${CUSTOMER}/hangup`);
  await seen('acw');
  await page.evaluate(() => outcome((callbacks) => contact.clear(callbacks)));
  await seen('destroyed');
});
