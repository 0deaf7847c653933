/** A whole local Connect with the agent ana, and a page with one of our adapters in it. */
import { readFile } from 'node:fs/promises';
import {
  ConnectClient,
  CreateContactFlowCommand,
  StartOutboundVoiceContactCommand,
  StartTaskContactCommand,
  StopContactCommand,
} from '@aws-sdk/client-connect';
import { build } from 'esbuild';
import type { Frame, Page } from 'playwright-core';
import { startConnect } from '../../../local/connect/start.ts';
import { listen } from '../../local/ccp/serve-ccp.ts';
import { CUSTOMER, PLACE, SALES, TO_AGENT_QUEUE } from '../../local/connect/instance.ts';
import { launchBrowser } from '../../system/browser.ts';

const STREAMS = new URL('../../../node_modules/amazon-connect-streams/release/connect-streams-min.js', import.meta.url);
const InstanceId = PLACE.instanceId;

export interface SoftphoneWorld {
  readonly page: Page;
  /** Of the adapter's page, which `http://localhost` is another site for than the instance's 127.0.0.1. */
  readonly pageOrigin: string;
  readonly connectOrigin: string;
  /** `PUT`, or what `method` says, of the simulator's controls. */
  control(path: string, body?: unknown, method?: string): Promise<void>;
  /** A call of the API that the customer has answered. */
  startCall(attributes: Readonly<Record<string, string>>): Promise<string>;
  startTask(attributes: Readonly<Record<string, string>>): Promise<string>;
  /** As the connector ends it, when its call is over. */
  stopTask(contactId: string): Promise<void>;
  /** Of a contact, as the simulator calls it. */
  stateOf(contactId: string): Promise<string | undefined>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<SoftphoneWorld> {
  const [browser, files] = await Promise.all([launchBrowser(), pageFiles()]);
  const server = await listen((request, response) => {
    const [type, body] = files.get(new URL(request.url ?? '/', 'http://localhost').pathname) ?? ['text/plain', ''];
    response.writeHead(body === '' ? 404 : 200, { 'content-type': type }).end(body);
  }, 'localhost');
  const pageOrigin = `http://localhost:${server.port}`;
  const local = await startConnect({
    ...PLACE,
    port: 0,
    trace: { record: () => undefined, recent: () => [], subscribe: () => () => undefined },
    surroundings: { putEvent: () => undefined, invokeFunction: async () => ({}) },
    authorize: async () => ({ allowed: true, principal: 'test' }),
  });
  const client = new ConnectClient({
    endpoint: local.origin,
    region: PLACE.region,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
  });
  const control: SoftphoneWorld['control'] = async (path, body = {}, method = 'PUT') => {
    const response = await fetch(`${local.origin}/simulator/${path}`, { method, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  };
  await fetch(`${local.origin}/instance/${InstanceId}/approved-origin`, {
    method: 'PUT',
    body: JSON.stringify({ Origin: pageOrigin }),
  });
  const Content = JSON.stringify({ Version: '2019-10-30', StartAction: 'target', Actions: TO_AGENT_QUEUE });
  const { ContactFlowId } = await client.send(
    new CreateContactFlowCommand({ InstanceId, Name: 'to the agent', Type: 'CONTACT_FLOW', Content }),
  );
  await control(`phones/${CUSTOMER}`, { behavior: 'answer', afterMs: 0 });
  const page = await (await browser.newContext({ viewport: { width: 1000, height: 700 } })).newPage();
  page.setDefaultTimeout(8_000);
  return {
    ...{ page, pageOrigin, connectOrigin: local.origin, control },
    async startCall(given) {
      const Attributes = { agentUsername: 'ana', ...given };
      const { ContactId = '' } = await client.send(
        new StartOutboundVoiceContactCommand({
          ...{ InstanceId, ContactFlowId, DestinationPhoneNumber: CUSTOMER, QueueId: SALES, Attributes },
        }),
      );
      return ContactId;
    },
    async startTask(given) {
      const Attributes = { agentUsername: 'ana', ...given };
      const { ContactId = '' } = await client.send(
        new StartTaskContactCommand({ InstanceId, ContactFlowId, Name: 'Call Dana', Attributes }),
      );
      return ContactId;
    },
    async stopTask(ContactId) {
      await client.send(new StopContactCommand({ InstanceId, ContactId }));
    },
    async stateOf(contactId) {
      const response = await fetch(`${local.origin}/simulator/contacts/${contactId}`);
      const { contacts } = (await response.json()) as { readonly contacts: readonly { readonly state: string }[] };
      return contacts[0]?.state;
    },
    async close() {
      await browser.close();
      await local.stop();
      await server.close();
    },
  };
}

/** The form of the instance, wherever it is shown. */
export async function signIn(form: Pick<Page, 'getByLabel' | 'getByRole'>): Promise<void> {
  await form.getByLabel('User name').fill('ana');
  await form.getByLabel('Password').fill('ana-local-password');
  await form.getByRole('button', { name: 'Sign in' }).click();
}

/** Once the adapter's program runs in it. */
export async function softphoneFrame(page: Page, selector?: string): Promise<Frame> {
  const element = selector === undefined ? undefined : await page.waitForSelector(selector, { state: 'attached' });
  const frame = element === undefined ? page.mainFrame() : await element.contentFrame();
  if (!frame) throw new Error('the softphone has no frame');
  // Not by pictures: a frame out of view draws none.
  await frame.waitForFunction(() => globalThis.softphone !== undefined, undefined, { polling: 50 });
  return frame;
}

async function pageFiles(): Promise<ReadonlyMap<string, readonly [type: string, body: string | Buffer]>> {
  const { outputFiles } = await build({
    entryPoints: [new URL('softphone-page.ts', import.meta.url).pathname],
    ...{ bundle: true, write: false, format: 'iife' },
  });
  const html = (scripts: string): string =>
    `<!doctype html><meta charset="utf-8"><title>Softphone</title><body>${scripts}`;
  return new Map([
    ['/streams', ['text/html', html('<script src="/streams.js"></script><script src="/page.js"></script>')]],
    ['/workspace', ['text/html', html('<script src="/page.js"></script>')]],
    ['/streams.js', ['text/javascript', await readFile(STREAMS)]],
    ['/page.js', ['text/javascript', outputFiles[0]?.text ?? '']],
  ]);
}
