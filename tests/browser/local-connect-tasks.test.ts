import {
  ConnectClient,
  CreateContactFlowCommand,
  StartOutboundVoiceContactCommand,
  StartTaskContactCommand,
} from '@aws-sdk/client-connect';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startConnect } from '../../local/connect/start.ts';
import type { RunningConnect } from '../../local/connect/start-instance.ts';
import { action, CUSTOMER, PLACE, SALES } from '../local/connect/instance.ts';
import { launchBrowser } from '../system/browser.ts';
import { serveHost } from './ccp/serve-host.ts';

/** Tasks and callbacks of the local Connect against the genuine Streams and its task library. */
const TASK_LIBRARY = new URL('../../node_modules/amazon-connect-taskjs/dist/amazon-connect-task.js', import.meta.url);
const InstanceId = PLACE.instanceId;
const END = action('end', 'DisconnectParticipant');
const target = (next: string) =>
  action('target', 'UpdateContactTargetQueue', { QueueId: SALES }, next, { errors: { NoMatchingError: 'end' } });

let browser: Browser;
let host: Awaited<ReturnType<typeof serveHost>>;
let local: RunningConnect;
let client: ConnectClient;
let page: Page;

const seen = (event: string) =>
  page
    .waitForFunction((wanted) => globalThis.recorded.includes(wanted), event)
    .catch(async (cause) => {
      const recorded = await page.evaluate(() => [...globalThis.recorded]);
      throw new Error(`The page did not see ${event}, but: ${recorded.join(', ')}`, { cause });
    });
const act = async (name: 'accept' | 'complete' | 'clear') => {
  const done = await page.evaluate((wanted) => outcome((callbacks) => contact[wanted](callbacks)), name);
  expect(done).toHaveProperty('ok');
};
const control = (method: string, path: string, body: object = {}) =>
  fetch(`${local.origin}/simulator/${path}`, { method, body: JSON.stringify(body) });
const flow = async (Name: string, actions: readonly object[]) => {
  const Content = JSON.stringify({ Version: '2019-10-30', StartAction: 'target', Actions: [...actions, END] });
  const { ContactFlowId } = await client.send(
    new CreateContactFlowCommand({ InstanceId, Name, Type: 'CONTACT_FLOW', Content }),
  );
  return ContactFlowId;
};

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
  await fetch(`${local.origin}/instance/${InstanceId}/approved-origin`, {
    method: 'PUT',
    body: JSON.stringify({ Origin: host.origin }),
  });
  page = await browser.newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(`${host.origin}/?ccp=${local.origin}/ccp-v2/&popup=no&load=60000`);
  await page.addScriptTag({ path: TASK_LIBRARY.pathname });
  const softphone = page.frameLocator('iframe[title="Amazon Connect CCP"]');
  await softphone.getByLabel('User name').fill('ana');
  await softphone.getByLabel('Password').fill('ana-local-password');
  await softphone.getByRole('button', { name: 'Sign in' }).click();
  await seen('agent:Ana Flores');
  const [available] = local.agents.configuration('ana').agentStates;
  await local.agents.perform('ana', 'putAgentState', { state: { ...available } });
});
afterAll(async () => {
  await browser?.close();
  await local?.stop();
  await host?.close();
});
beforeEach(() => page.evaluate(() => void globalThis.recorded.splice(0)));

it('a task comes with its name and references, is accepted, completed and cleared', async () => {
  const ContactFlowId = await flow('task', [
    target('queue'),
    action('queue', 'TransferContactToQueue', {}, 'end', {
      errors: { QueueAtCapacity: 'end', NoMatchingError: 'end' },
    }),
  ]);
  const deal = { Type: 'URL' as const, Value: 'https://crm.example/1' };
  await client.send(
    new StartTaskContactCommand({ InstanceId, ContactFlowId, Name: 'Call Dana back', References: { deal } }),
  );
  await seen('contact:task/connecting/in');
  expect(await page.evaluate(() => [contact.getName(), contact.getReferences()])).toEqual([
    'Call Dana back',
    { deal: { type: 'URL', value: 'https://crm.example/1' } },
  ]);
  await act('accept');
  await seen('connected');
  await act('complete');
  await seen('ended');
  await act('clear');
  await seen('destroyed');
});

it('a callback is incoming first, and connected when the customer has answered', async () => {
  const ContactFlowId = await flow('callback', [
    target('number'),
    action('number', 'UpdateContactCallbackNumber', { CallbackNumber: '$.CustomerEndpoint.Address' }, 'order', {
      errors: { InvalidCallbackNumber: 'end', CallbackNumberNotDialable: 'end' },
    }),
    action(
      'order',
      'CreateCallbackContact',
      { InitialCallDelaySeconds: '1', MaximumConnectionAttempts: '1', RetryDelaySeconds: '1' },
      'end',
      { errors: { NoMatchingError: 'end' } },
    ),
  ]);
  await control('PUT', `phones/${CUSTOMER}`, { behavior: 'answer', afterMs: 0 });
  const call = { InstanceId, ContactFlowId, DestinationPhoneNumber: CUSTOMER, QueueId: SALES };
  await client.send(new StartOutboundVoiceContactCommand(call));
  await seen('contact:queue_callback/incoming/in');
  await seen('incoming');
  await act('accept');
  await seen('connecting');
  await seen('connected');
  await control('POST', `phones/${CUSTOMER}/hangup`);
  await seen('acw');
  await act('clear');
  await seen('destroyed');
});
