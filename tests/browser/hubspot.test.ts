/** The desktop as HubSpot's calling widget: the genuine SDK at both ends, HubSpot's rules between them. */
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { HubspotFacts } from '../../local/hosts/hubspot/facts.ts';
import { startHost } from '../../local/hosts/start.ts';
import { launchBrowser, noteComplaints } from '../system/browser.ts';
import type { CallPicture, FakeCcp } from '../widget/harness/desktop-page.ts';
import { sampleCall, sampleDeal } from '../widget/harness/sample-deal.ts';
import { type Harness, startHarness } from '../widget/harness/start-harness.ts';

const SCREENS = new URL('../../.artefacts/screens/', import.meta.url).pathname;
const DEAL = { id: 5001, name: 'Fleet renewal 2027' };
const DANA = { id: 101, name: 'Dana Reyes', number: '+14155550101' };
const KEY = { sourceId: 'demo-crm', opportunityId: String(DEAL.id) };
const ATTRIBUTES = { ...KEY, callId: 'call-9', contactId: String(DANA.id), contactName: DANA.name };
const CONNECT_ID = 'c0ffee00-0000-4000-8000-000000000009';

const deal = () => {
  const { opportunity, contacts, ...rest } = sampleDeal();
  const [dana, ...others] = contacts;
  return {
    ...rest,
    opportunity: { ...opportunity, id: KEY.opportunityId },
    contacts: dana ? [{ ...dana, id: String(DANA.id) }, ...others] : others,
  };
};
const recorded = (part: Parameters<typeof sampleCall>[0] = {}) =>
  sampleCall({ callId: 'call-9', opportunityId: KEY.opportunityId, contactId: String(DANA.id), ...part });

describe('the desktop in HubSpot', () => {
  let browser: Browser;
  let hosts: Awaited<ReturnType<typeof startHost>>;
  let harness: Harness;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    hosts = await startHost({ host: 'hubspot', port: 0, facts: () => facts() });
    harness = await startHarness(inject('desktopFolder'), [hosts.origin]);
    harness.api.context = deal();
    harness.api.callAnswer = { callId: 'call-9', status: 'dialing' };
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })).newPage();
    complaints = [];
    noteComplaints(page, complaints);
  });
  afterEach(async () => {
    await page.context().close();
    await harness.stop();
    await hosts.stop();
  });

  const facts = (): HubspotFacts => ({
    portalId: 4242,
    widgetUrl: `${harness.desktop}/?host=hubspot&source=demo-crm`,
    deals: [{ ...DEAL, people: [{ id: DANA.id, name: DANA.name, phones: [{ number: DANA.number }] }] }],
  });
  const desktop = () => page.frameLocator('#widget iframe');
  const said = () => page.evaluate(() => globalThis.host.received.map(({ type, data }) => ({ type, data })));
  const types = async () => (await said()).map(({ type }) => type);
  const faults = () => page.evaluate(() => globalThis.host.rules.faults);
  const frame = async (isWanted: (frame: Frame) => boolean): Promise<Frame> => {
    await expect.poll(() => page.frames().some(isWanted), { timeout: 15_000 }).toBe(true);
    const found = page.frames().find(isWanted);
    if (!found) throw new Error('the frame has gone');
    return found;
  };
  const ccp = async (): Promise<Frame> => {
    const found = await frame((one) => one.url().includes('/ccp-v2/'));
    await found.waitForFunction(() => 'ccp' in globalThis);
    return found;
  };
  const rings = async (...pictures: readonly CallPicture[]): Promise<void> =>
    (await ccp()).evaluate((given) => (globalThis as unknown as { ccp: FakeCcp }).ccp.calls(given), [...pictures]);
  const open = async (query = ''): Promise<void> => {
    await page.goto(`${hosts.origin}/hubspot/${query}`);
    await ccp();
  };
  /** With INITIALIZED or after it, whichever comes first. */
  const mayDial = () => page.evaluate(() => globalThis.host.rules.mayDial);
  const loggedIn = () => expect.poll(mayDial, { timeout: 15_000 }).toBe(true);
  const call = (state: CallPicture['state'], attributes: CallPicture['attributes'] = ATTRIBUTES): CallPicture => ({
    ...{ contactId: CONNECT_ID, state, attributes, phone: DANA.number },
  });
  const asked = () => harness.api.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/calls'));

  it('dials for the deal in which a number was clicked, shows it, and completes HubSpot’s own record of the call', async () => {
    await open();
    await loggedIn();
    await page.getByRole('button', { name: `Call ${DANA.name} for ${DEAL.name}` }).click();
    await expect.poll(asked).toHaveLength(1);
    const [engagement] = await page.evaluate(() => globalThis.host.rules.engagements);
    expect(engagement).toMatchObject({ dealId: DEAL.id });
    expect(asked()[0]).toMatchObject({
      path: `/opportunities/demo-crm/${DEAL.id}/calls`,
      body: { contactId: String(DANA.id), phone: DANA.number, recordId: String(engagement?.engagementId) },
    });
    await desktop().getByRole('heading', { name: DEAL.name }).waitFor();

    harness.api.context = { ...deal(), calls: [recorded()] };
    await rings(call('connecting'));
    await rings(call('connected'));
    await desktop().getByRole('article', { name: DANA.name }).waitFor();
    await expect.poll(types).toContain('CALL_ANSWERED');
    await rings(call('ended'));
    await expect.poll(types).toContain('CALL_ENDED');
    await desktop().getByRole('button', { name: 'Notes', exact: true }).click();
    await desktop().getByRole('radio', { name: 'Connected' }).check();
    await page.screenshot({ path: join(SCREENS, 'hubspot-outcome.png') });
    await desktop().getByRole('textbox', { name: 'Notes' }).fill('Sends the offer on Monday');
    await desktop().getByRole('button', { name: 'Save and close' }).click();
    await expect.poll(types).toContain('CALL_COMPLETED');

    const [completed] = await page.evaluate(() => globalThis.host.rules.engagements);
    expect(completed?.properties).toMatchObject({
      ...{ hs_call_body: 'Sends the offer on Monday', hs_call_status: 'COMPLETED', hs_call_direction: 'OUTBOUND' },
      ...{ hs_call_to_number: DANA.number, hs_call_from_number: '+4930555010200' },
    });
    expect((await types()).filter((type) => /CALL/.test(type))).toEqual([
      ...['OUTGOING_CALL_STARTED', 'CALL_ANSWERED', 'CALL_ENDED', 'CALL_COMPLETED'],
    ]);
    expect(await faults()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('asks for which deal when a contact of several is called, and leaves that call to the connector’s own log', async () => {
    const match = { sourceId: 'demo-crm', contactId: String(DANA.id), contactName: DANA.name };
    harness.api.matches = [
      { ...match, opportunityId: KEY.opportunityId, opportunityName: DEAL.name },
      { ...match, opportunityId: '5002', opportunityName: 'Another deal' },
      { ...match, sourceId: 'other-crm', opportunityId: '7', opportunityName: 'Of another CRM' },
    ];
    await open();
    await loggedIn();
    await page.getByRole('button', { name: `Call ${DANA.name} from the contact` }).click();
    const choice = desktop().getByRole('dialog', { name: 'For which deal?' });
    await expect.poll(() => choice.getByRole('listitem').count()).toBe(2);
    await choice.getByRole('button', { name: DEAL.name }).click();
    await expect.poll(asked).toHaveLength(1);
    expect(asked()[0]?.body).toEqual({ contactId: String(DANA.id), phone: DANA.number });
    expect(await page.evaluate(() => globalThis.host.rules.engagements)).toEqual([]);
    expect(await faults()).toEqual([]);
  });

  it('frees HubSpot’s widget when the call may not be made now, and keeps the record for when it is', async () => {
    harness.api.callAnswer = { callId: 'call-9', status: 'held', reason: 'calling-hours' };
    await open();
    await loggedIn();
    await page.getByRole('button', { name: `Call ${DANA.name} for ${DEAL.name}` }).click();
    await expect.poll(types).toContain('CALL_COMPLETED');
    const ended = (await said()).find(({ type }) => type === 'CALL_ENDED');
    expect(ended?.data).toMatchObject({ callEndStatus: 'CANCELED' });
    expect(asked()[0]?.body).toHaveProperty('recordId');
    expect(await faults()).toEqual([]);
  });

  it('tells of a call that comes in, shows whom HubSpot knows by its number, and opens the record on a click', async () => {
    await open();
    await loggedIn();
    await rings({ ...call('connecting', {}), inbound: true });
    await expect.poll(types).toContain('INCOMING_CALL');
    const incoming = (await said()).find(({ type }) => type === 'INCOMING_CALL');
    expect(incoming?.data).toMatchObject({
      fromNumber: DANA.number,
      toNumber: '+4930555010200',
      createEngagement: false,
    });
    const known = desktop()
      .getByRole('status')
      .filter({ hasText: `The CRM knows this number: ${DANA.name}` });
    await known.getByRole('button', { name: 'Show' }).click();
    await expect.poll(() => page.evaluate(() => globalThis.host.rules.visited)).toEqual([DANA.id]);
    await rings();
    await expect.poll(types).toContain('CALL_ENDED');
    expect((await said()).find(({ type }) => type === 'CALL_ENDED')?.data).toMatchObject({ callEndStatus: 'MISSED' });
    expect(await faults()).toEqual([]);
  });

  it('asks to sign in with a click in a window, never by leaving the frame', async () => {
    harness.refuseSilent = true;
    await page.goto(`${hosts.origin}/hubspot/`);
    const signIn = desktop().getByRole('button', { name: 'Sign in' });
    await signIn.waitFor();
    expect(await mayDial()).toBe(false);
    await page.getByRole('button', { name: `Call ${DANA.name} for ${DEAL.name}` }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Log in');
    await signIn.click();
    await loggedIn();
    expect(await faults()).toEqual([]);
  });

  it('says nothing in the bar while a calling window holds the call', async () => {
    await open('?location=remote&window');
    await desktop().getByRole('combobox').first().waitFor();
    expect(await types()).toEqual([]);
  });

  it('hears nobody but the page around it: not its own softphone, and not as another origin', async () => {
    await open();
    await loggedIn();
    const data = { phoneNumber: DANA.number, objectId: DEAL.id, objectType: 'DEAL' };
    const attack = [
      { type: 'SYNC', hostUrl: 'https://attacker.example', messageId: '1' },
      { type: 'DIAL_NUMBER', messageId: '2', data },
    ];
    await (await ccp()).evaluate((messages) => {
      for (const message of messages) window.parent.postMessage(message, '*');
    }, attack);
    // From the right window, but naming another address for the answers.
    await page.evaluate((messages) => {
      const frame = document.querySelector<HTMLIFrameElement>('#widget iframe');
      frame?.contentWindow?.postMessage(messages[0], '*');
    }, attack);
    await page.getByRole('button', { name: `Call ${DANA.name} for ${DEAL.name}` }).click();
    await expect.poll(asked).toHaveLength(1);
    await expect.poll(types).toContain('OUTGOING_CALL_STARTED');
    expect(asked()).toHaveLength(1);
  });

  it('is not shown in a page that is not configured as a host', async () => {
    await harness.stop();
    harness = await startHarness(inject('desktopFolder'));
    await page.goto(`${hosts.origin}/hubspot/`);
    await expect.poll(() => complaints.some((one) => one.includes('frame-ancestors'))).toBe(true);
    expect(await types()).toEqual([]);
  });
});
