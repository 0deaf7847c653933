/**
 * The desktop inside HubSpot and Dynamics 365, on the running system: the real API and roles, the product's page on a site of its own,
 * its own call log behind it. What only one of them has is in the file of its name.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { LoggedCall } from '../../local/crm/crm-double.ts';
import { dynamics365Facts } from '../../local/hosts/dynamics365/dynamics365-facts.ts';
import { hubspotFacts } from '../../local/hosts/hubspot/hubspot-facts.ts';
import { startHost } from '../../local/hosts/start.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { launchBrowser, noteComplaints } from '../system/browser.ts';
import { FramedDesktop } from '../system/framed-desktop.ts';
import { screenshot } from '../system/pages.ts';
import { simulatorOf } from '../system/simulator.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
const NOTES = 'Wants the offer by Monday';
/** Of the other deal alone. */
const INGRID = { name: 'Ingrid Halvorsen', number: '+4722550121' };

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
  openDeal(page: Page): Promise<void>;
  /** In the deal that is open. */
  clickNumber(page: Page, person: Person): Promise<void>;
  /** Where no deal is. */
  clickAsContact(page: Page, person: Person): Promise<void>;
  /** What would dial this person for this deal, if it came from the page around. */
  readonly forged: readonly object[];
  /** The agent looks at another record meanwhile, where the product knows what that is. */
  lookElsewhere?(page: Page): Promise<void>;
  mayClick(page: Page): Promise<boolean>;
  faults(page: Page): Promise<readonly string[]>;
  /** What it has been told by the end of a call, or done. */
  expectTold(page: Page): Promise<void>;
}

const [fleet, chain] = hubspotFacts('').deals;
const [opportunity, other] = dynamics365Facts('').opportunities;
if (!fleet || !chain || !opportunity || !other) throw new Error('a host without its deals');

const HOSTS: readonly HostUnderTest[] = [
  {
    ...{ host: 'hubspot', origin: endpoints.hubspot, sourceId: 'hubspot-demo' },
    deal: { id: String(fleet.id), name: fleet.name },
    otherDeal: { id: String(chain.id), name: chain.name },
    person: { name: 'Priya Natarajan', number: '+14155550103' },
    forged: [
      { type: 'SYNC', hostUrl: 'https://attacker.example', messageId: '1' },
      {
        type: 'DIAL_NUMBER',
        messageId: '2',
        data: { phoneNumber: '+14155550101', objectId: fleet.id, objectType: 'DEAL' },
      },
    ],
    // All deals are on one page.
    openDeal: async () => undefined,
    clickNumber: (page, { name }) => page.getByRole('button', { name: `Call ${name} for ${fleet.name}` }).click(),
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
      await expect
        .poll(types, { timeout: 15_000 })
        .toEqual(['OUTGOING_CALL_STARTED', 'CALL_ANSWERED', 'CALL_ENDED', 'CALL_COMPLETED']);
      const [engagement] = await page.evaluate(() => globalThis.host.rules.engagements);
      expect(engagement).toMatchObject({ dealId: fleet.id, properties: { hs_call_body: NOTES } });
    },
  },
  {
    ...{ host: 'dynamics365', origin: endpoints.dynamics365, sourceId: 'dynamics365-demo' },
    ...{ deal: opportunity, otherDeal: other },
    person: { name: 'Marcus Hale', number: '+14155550102' },
    forged: [
      {
        ...{ messageType: 'onclicktoact', messageCorrelationId: 'forged' },
        messageData: JSON.stringify({
          value: '+14155550101',
          entityLogicalName: 'opportunity',
          entityId: opportunity.id,
        }),
      },
    ],
    async openDeal(page) {
      await page.getByRole('navigation').getByRole('button', { name: opportunity.name }).click();
      await page.getByRole('button', { name: 'Open the panel' }).click();
    },
    clickNumber: (page, { name }) => page.getByRole('button', { name: `Call ${name}` }).click(),
    async clickAsContact(page, { name }) {
      await page.getByRole('navigation').getByRole('button', { name }).click();
      await page.getByRole('button', { name: `Call ${name}` }).click();
    },
    lookElsewhere: (page) => page.getByRole('navigation').getByRole('button', { name: other.name }).click(),
    mayClick: (page) => page.evaluate(() => globalThis.unifiedInterface.rules.clickToAct),
    faults: (page) => page.evaluate(() => globalThis.unifiedInterface.rules.faults),
    async expectTold(page) {
      const { id } = opportunity;
      await expect
        .poll(() => page.evaluate(() => globalThis.unifiedInterface.rules.opened))
        .toEqual([{ table: 'opportunity', id, name: opportunity.name }]);
      await page.getByRole('heading', { name: opportunity.name, level: 1 }).waitFor();
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
  const { deal, otherDeal, person } = host;
  let page: Page;
  let desktop: FramedDesktop;
  let complaints: string[];
  /** Calls that the desktop has asked for. */
  let asked: string[];
  let earlier: ReadonlySet<string>;

  const open = async (origin: string): Promise<Page> => {
    const opened = await (
      await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
    ).newPage();
    complaints = [];
    noteComplaints(opened, complaints);
    await opened.goto(`${origin}/${host.host}/`);
    return opened;
  };
  /** The connector has read the deal that the CRM has told it of. */
  const isKnown = ({ id }: { readonly id: string }) =>
    waitFor(
      `the deal ${id} to be read`,
      async () => (await api.get(`/opportunities/${host.sourceId}/${id}`)).status === 200,
    );
  const called = ({ name }: Person) =>
    waitFor(`${name} to be called`, async () => {
      const contacts = await simulator.contacts();
      return contacts.find(({ contactId, attributes }) => !earlier.has(contactId) && attributes.contactName === name);
    });
  const logged = async (): Promise<readonly LoggedCall[]> =>
    (await (await fetch(`${host.origin}/${host.host}/log.json`)).json()) as readonly LoggedCall[];

  beforeAll(async () => {
    page = await open(host.origin);
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (request.method() === 'POST' && pathname.endsWith('/calls')) asked.push(pathname);
    });
    desktop = new FramedDesktop(page);
    await host.openDeal(page);
    await desktop.signIn(endpoints, 'ana');
    await desktop.beAvailable();
    await Promise.all([deal, otherDeal].map(isKnown));
    await waitFor('numbers to be clickable', () => host.mayClick(page));
    // What the provider's hidden frame says to whoever has no cookie there.
    complaints = complaints.filter((one) => !one.includes('401'));
  }, 90_000);
  beforeEach(async () => {
    asked = [];
    earlier = new Set((await simulator.contacts()).map(({ contactId }) => contactId));
  });
  // As each phone was found: other files ring the same people.
  afterAll(async () => {
    await Promise.all([person, INGRID].map(({ number }) => simulator.setPhone(number, 'manual')));
    await page.context().close();
  });

  it('calls for the deal in which a number is clicked, shows it, and the outcome stands once in the product’s own log', async () => {
    const before = (await logged()).length;
    await simulator.setPhone(person.number, 'answer');
    await host.clickNumber(page, person);
    const { attributes } = await called(person);
    expect(attributes).toMatchObject({ opportunityId: deal.id, contactName: person.name });
    expect(asked).toEqual([`/opportunities/${host.sourceId}/${deal.id}/calls`]);
    await desktop.frame.getByRole('heading', { name: deal.name }).waitFor();

    await desktop.accept();
    for (const name of ['Dana Reyes', 'Marcus Hale']) await desktop.frame.getByRole('article', { name }).waitFor();
    await screenshot(page, `${host.host}-connected`);
    await desktop.expectPresentable(`${host.host}-connected`);
    await host.lookElsewhere?.(page);
    await simulator.phone(person.number, 'hangup');
    await desktop.saveOutcome(NOTES);

    await host.expectTold(page);
    const calls = await waitFor('the outcome in the log', async () => {
      const all = await logged();
      return all.some(({ notes }) => notes?.includes(NOTES)) && all;
    });
    await screenshot(page, `${host.host}-completed`);
    expect(calls.slice(before)).toMatchObject([
      { opportunityId: deal.id, direction: 'outbound', phone: person.number },
    ]);
    expect(await host.faults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('calls a person whose number is clicked where no deal is, for their deal, and hears no click of another page', async () => {
    const softphone = page.frames().find((frame) => frame.url().includes('/ccp-v2/'));
    await softphone?.evaluate((messages) => {
      for (const message of messages) window.parent.postMessage(message, '*');
    }, host.forged);
    expect(softphone).toBeDefined();
    await simulator.setPhone(INGRID.number, 'busy');
    await host.clickAsContact(page, INGRID);
    const { attributes } = await called(INGRID);
    expect(attributes).toMatchObject({ opportunityId: otherDeal.id });
    expect(asked).toEqual([`/opportunities/${host.sourceId}/${otherDeal.id}/calls`]);
    await waitFor('the attempt in the log', async () => (await logged()).some(({ phone }) => phone === INGRID.number));
    expect(await host.faults(page)).toEqual([]);
  });

  it('finds in the CRM for which deal somebody is called whose number the connector does not know', async () => {
    // The demo's people are all known here: the API says that this one is not, and the CRM is asked for real.
    const lookup = /[^m]\/opportunities\?phone=/;
    await page.route(lookup, (route) => route.fulfill({ json: { matches: [] } }));
    await simulator.setPhone(INGRID.number, 'busy');
    await host.clickAsContact(page, INGRID);
    const { attributes } = await called(INGRID);
    expect(attributes).toMatchObject({ opportunityId: otherDeal.id });
    expect(asked).toEqual([`/opportunities/${host.sourceId}/${otherDeal.id}/calls`]);
    await page.unroute(lookup);
    expect(await host.faults(page)).toEqual([]);
  });

  it('asks for which deal when the person whose number is clicked where no deal is has several', async () => {
    // The demo's people have one each: the API finds this one in the other deal too.
    const lookup = /\/opportunities\?phone=/;
    await page.route(lookup, async (route) => {
      const response = await route.fetch();
      const { matches } = (await response.json()) as { matches: readonly object[] };
      const more = { ...matches[0], opportunityId: deal.id, opportunityName: deal.name };
      await route.fulfill({ response, json: { matches: [...matches, more] } });
    });
    await simulator.setPhone(INGRID.number, 'busy');
    await host.clickAsContact(page, INGRID);
    const choice = desktop.frame.getByRole('dialog', { name: 'For which deal?' });
    for (const { name } of [deal, otherDeal]) await choice.getByRole('button', { name }).waitFor();
    expect(asked).toEqual([]);
    await choice.getByRole('button', { name: otherDeal.name }).click();
    const { attributes } = await called(INGRID);
    expect(attributes).toMatchObject({ opportunityId: otherDeal.id });
    expect(asked).toEqual([`/opportunities/${host.sourceId}/${otherDeal.id}/calls`]);
    await page.unroute(lookup);
    expect(await host.faults(page)).toEqual([]);
  });

  it('is not shown in a page of an origin that is not configured', async () => {
    const facts = { hubspot: hubspotFacts, dynamics365: dynamics365Facts }[host.host](endpoints.desktop);
    const stranger = await startHost({ host: host.host, port: 0, facts: () => facts } as Parameters<
      typeof startHost
    >[0]);
    const refused = await open(stranger.origin);
    try {
      await expect.poll(() => complaints.some((one) => one.includes('frame-ancestors'))).toBe(true);
      expect(await host.mayClick(refused)).toBe(false);
    } finally {
      await refused.context().close();
      await stranger.stop();
    }
  });
});
