import {
  CreateContactFlowCommand,
  StartOutboundVoiceContactCommand,
  StartTaskContactCommand,
} from '@aws-sdk/client-connect';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { action, CUSTOMER, PLACE, SALES } from '../local/connect/instance.ts';
import { type LocalConnectPage, openLocalConnect } from './ccp/open-local-connect.ts';
import { seen } from './ccp/tab.ts';

/** Tasks and callbacks of the local Connect against the genuine Streams and its task library. */
const TASK_LIBRARY = new URL('../../node_modules/amazon-connect-taskjs/dist/amazon-connect-task.js', import.meta.url);
const InstanceId = PLACE.instanceId;
const END = action('end', 'DisconnectParticipant');
const target = (next: string) =>
  action('target', 'UpdateContactTargetQueue', { QueueId: SALES }, next, { errors: { NoMatchingError: 'end' } });

let local: LocalConnectPage['local'];
let client: LocalConnectPage['client'];
let page: LocalConnectPage['page'];
let close: LocalConnectPage['close'] | undefined;

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
  ({ local, client, page, close } = await openLocalConnect(TASK_LIBRARY.pathname));
  const [available] = local.agents.configuration('ana').agentStates;
  await local.agents.perform('ana', 'putAgentState', { state: { ...available } });
});
afterAll(() => close?.());
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
  await seen(page, 'contact:task/connecting/in');
  expect(await page.evaluate(() => [contact.getName(), contact.getReferences()])).toEqual([
    'Call Dana back',
    { deal: { type: 'URL', value: 'https://crm.example/1' } },
  ]);
  await act('accept');
  await seen(page, 'connected');
  await act('complete');
  await seen(page, 'ended');
  await act('clear');
  await seen(page, 'destroyed');
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
  await seen(page, 'contact:queue_callback/incoming/in');
  await seen(page, 'incoming');
  await act('accept');
  await seen(page, 'connecting');
  await seen(page, 'connected');
  await control('POST', `phones/${CUSTOMER}/hangup`);
  await seen(page, 'acw');
  await act('clear');
  await seen(page, 'destroyed');
});
