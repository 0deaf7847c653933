/**
 * The desktop inside HubSpot and Dynamics 365, on the running system: the real API and roles, the product's page on a site of its own,
 * its own call log behind it. What only one of them has is in the file of its name.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { LoggedCall } from '../../local/crm/crm-double.ts';
import { dynamics365Facts } from '../../local/hosts/dynamics365/dynamics365-environment.ts';
import { DYNAMICS365_SOURCE, HUBSPOT_SOURCE } from '../../local/hosts/host-sources.ts';
import { hubspotFacts } from '../../local/hosts/hubspot/hubspot-account.ts';
import { startHost } from '../../local/hosts/start.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { launchBrowser } from '../system/browser.ts';
import { FramedDesktop } from '../system/framed-desktop.ts';
import { screenshot } from '../system/pages.ts';
import { simulatorOf } from '../system/simulator.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
const NOTES = 'Wants the offer by Monday';

interface Person {
  readonly name: string;
  readonly number: string;
}

interface HostUnderTest {
  readonly host: 'hubspot' | 'dynamics365';
  readonly origin: string;
  readonly sourceId: string;
  readonly deal: { readonly id: string; readonly name: string };
  readonly otherDeal: { readonly id: string; readonly name: string };
  readonly person: Person;
  /** Of both deals. */
  readonly shared: Person;
  openDeal(page: Page): Promise<void>;
  /** In the deal that is open. */
  clickNumber(page: Page, person: Person): Promise<void>;
  /** Where no deal is. */
  clickAsContact(page: Page, person: Person): Promise<void>;
  /** The agent looks at another record meanwhile, where the product knows what that is. */
  lookElsewhere?(page: Page): Promise<void>;
  mayClick(page: Page): Promise<boolean>;
  faults(page: Page): Promise<readonly string[]>;
  /** What it has been told by the end of a call, or done. */
  expectTold(page: Page): Promise<void>;
}

const [robots, service] = hubspotFacts('').deals;
const [ferry, cranes] = dynamics365Facts('').opportunities;
if (!robots || !service || !ferry || !cranes) throw new Error('a host without its deals');

const HOSTS: readonly HostUnderTest[] = [
  {
    ...{ host: 'hubspot', origin: endpoints.hubspot, sourceId: HUBSPOT_SOURCE },
    deal: { id: String(robots.id), name: robots.name },
    otherDeal: { id: String(service.id), name: service.name },
    person: { name: 'Mia Tan', number: '+13125550141' },
    shared: { name: 'Leo Park', number: '+13125550142' },
    // All deals are on one page.
    openDeal: async () => undefined,
    clickNumber: (page, { name }) => page.getByRole('button', { name: `Call ${name} for ${robots.name}` }).click(),
    clickAsContact: (page, { name }) =>
      page
        .getByRole('button', { name: `Call ${name} from the contact` })
        .first()
        .click(),
    mayClick: (page) => page.evaluate(() => globalThis.host.rules.mayDial),
    faults: (page) => page.evaluate(() => globalThis.host.rules.faults),
    async expectTold(page) {
      const types = () =>
        page.evaluate(() => globalThis.host.received.map(({ type }) => type).filter((type) => type.includes('CALL')));
      await expect.poll(types).toEqual(['OUTGOING_CALL_STARTED', 'CALL_ANSWERED', 'CALL_ENDED', 'CALL_COMPLETED']);
      const [engagement] = await page.evaluate(() => globalThis.host.rules.engagements);
      expect(engagement).toMatchObject({ dealId: robots.id, properties: { hs_call_body: NOTES } });
    },
  },
  {
    ...{ host: 'dynamics365', origin: endpoints.dynamics365, sourceId: DYNAMICS365_SOURCE },
    ...{ deal: ferry, otherDeal: cranes },
    person: { name: 'Nora Lind', number: '+12065550151' },
    shared: { name: 'Paul Okoye', number: '+12065550152' },
    openDeal: (page) => page.getByRole('navigation').getByRole('button', { name: ferry.name }).click(),
    clickNumber: (page, { name }) => page.getByRole('button', { name: `Call ${name}` }).click(),
    async clickAsContact(page, { name }) {
      await page.getByRole('navigation').getByRole('button', { name }).click();
      await page.getByRole('button', { name: `Call ${name}` }).click();
    },
    lookElsewhere: (page) => page.getByRole('navigation').getByRole('button', { name: cranes.name }).click(),
    mayClick: (page) => page.evaluate(() => globalThis.unifiedInterface.rules.clickToAct),
    faults: (page) => page.evaluate(() => globalThis.unifiedInterface.rules.faults),
    async expectTold(page) {
      const { id } = ferry;
      await expect
        .poll(() => page.evaluate(() => globalThis.unifiedInterface.rules.opened))
        .toEqual([{ table: 'opportunity', id, name: ferry.name }]);
      await page.getByRole('heading', { name: ferry.name, level: 1 }).waitFor();
      const created = await page.evaluate(() =>
        globalThis.unifiedInterface.received.filter(({ type }) => type === 'createRecord'),
      );
      expect(created).toEqual([]);
    },
  },
];

let browser: Browser;
let api: AgentApi;
beforeAll(async () => {
  [browser, api] = await Promise.all([launchBrowser(), agentApi(endpoints, 'ana')]);
});
afterAll(() => browser.close());

describe.each(HOSTS)('the desktop in $host', (host) => {
  const { deal, otherDeal, person, shared } = host;
  let page: Page;
  let desktop: FramedDesktop;
  let complaints: string[];
  /** Calls that the desktop has asked for. */
  let asked: string[];
  let earlier: ReadonlySet<string>;

  const open = async (origin = host.origin): Promise<void> => {
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })).newPage();
    [complaints, asked] = [[], []];
    earlier = new Set((await simulator.contacts()).map(({ contactId }) => contactId));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (request.method() === 'POST' && pathname.endsWith('/calls')) asked.push(pathname);
    });
    await page.goto(`${origin}/${host.host}/`);
    desktop = new FramedDesktop(page);
  };
  afterEach(() => page.context().close());

  /** The connector has read the deal that the CRM has told it of. */
  const isKnown = ({ id }: { readonly id: string }) =>
    waitFor(
      `the deal ${id} to be read`,
      async () => (await api.get(`/opportunities/${host.sourceId}/${id}`)).status === 200,
    );
  const signIn = async (): Promise<void> => {
    await host.openDeal(page);
    const panel = page.getByRole('button', { name: 'Open the panel' });
    if (host.host === 'dynamics365') await panel.click();
    await desktop.signIn(endpoints, 'ana');
    await desktop.beAvailable();
    await Promise.all([deal, otherDeal].map(isKnown));
    await expect.poll(() => host.mayClick(page)).toBe(true);
    // What the provider's hidden frame says to whoever has no cookie there.
    complaints = complaints.filter((one) => !one.includes('401'));
  };
  const called = ({ name }: Person) =>
    waitFor(`${name} to be called`, async () => {
      const contacts = await simulator.contacts();
      return contacts.find(({ contactId, attributes }) => !earlier.has(contactId) && attributes.contactName === name);
    });
  const logged = async (): Promise<readonly LoggedCall[]> =>
    (await (await fetch(`${host.origin}/${host.host}/log.json`)).json()) as readonly LoggedCall[];

  it('calls for the deal in which a number is clicked, shows it, and the outcome stands once in the product’s own log', async () => {
    await open();
    await signIn();
    const before = (await logged()).length;
    await simulator.setPhone(person.number, 'answer');
    await host.clickNumber(page, person);
    const { attributes } = await called(person);
    expect(attributes).toMatchObject({ opportunityId: deal.id, contactName: person.name });
    expect(asked).toEqual([`/opportunities/${host.sourceId}/${deal.id}/calls`]);
    await desktop.frame.getByRole('heading', { name: deal.name }).waitFor();

    await desktop.accept();
    for (const name of [person.name, shared.name]) await desktop.frame.getByRole('article', { name }).waitFor();
    await desktop.expectNoSidewaysScroll();
    await screenshot(page, `${host.host}-connected`);
    await host.lookElsewhere?.(page);
    await simulator.phone(person.number, 'hangup');
    await desktop.saveOutcome(NOTES);

    await host.expectTold(page);
    const completed = await waitFor('the outcome in the log', async () => {
      const calls = await logged();
      return calls.some(({ notes }) => notes?.includes(NOTES)) && calls;
    });
    await screenshot(page, `${host.host}-completed`);
    expect(completed.slice(before)).toMatchObject([
      { opportunityId: deal.id, direction: 'outbound', phone: person.number },
    ]);
    expect(await host.faults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('asks for which deal when the number of a person of several is clicked outside of them', async () => {
    await open();
    await signIn();
    await host.clickAsContact(page, shared);
    const choice = desktop.frame.getByRole('dialog', { name: 'For which deal?' });
    await choice.getByRole('button', { name: deal.name }).waitFor();
    await screenshot(page, `${host.host}-choose`);
    await simulator.setPhone(shared.number, 'busy');
    await choice.getByRole('button', { name: otherDeal.name }).click();
    const { attributes } = await called(shared);
    expect(attributes).toMatchObject({ opportunityId: otherDeal.id, contactName: shared.name });
    expect(asked).toHaveLength(1);
    expect(await host.faults(page)).toEqual([]);
  });

  it('is not shown in a page of an origin that is not configured', async () => {
    const facts = { hubspot: hubspotFacts, dynamics365: dynamics365Facts }[host.host](endpoints.desktop);
    const stranger = await startHost({ host: host.host, port: 0, facts: () => facts } as Parameters<
      typeof startHost
    >[0]);
    try {
      await open(stranger.origin);
      await expect.poll(() => complaints.some((one) => one.includes('frame-ancestors'))).toBe(true);
      expect(await host.mayClick(page)).toBe(false);
    } finally {
      await stranger.stop();
    }
  });
});
