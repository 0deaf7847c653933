/** An opportunity that is not here, or not this agent's: what the desktop says and does about it. */
import { describe, expect, it } from 'vitest';
import type { ReadingFailure } from '../../functions/core/contracts/opportunity-reading.ts';
import type { DesktopPage } from '../widget/harness/desktop-page.ts';
import { DEAL, desktopSuite, expectPresentable } from '../widget/harness/desktop-suite.ts';
import { CONNECT_CONTACT_ID } from '../widget/harness/sample-deal.ts';

const AT = '2026-11-24T10:00:00.000Z';
const reading = { state: 'reading', askedAt: AT } as const;

describe('an opportunity that is not here', () => {
  const suite = desktopSuite();
  const failed = (reason: ReadingFailure) => ({ state: 'failed', reason, askedAt: AT }) as const;
  const asked = (method: string) =>
    suite.harness.api.requests.filter((one) => one.method === method && one.path.endsWith('/reading')).length;

  it('is read from its CRM, which is said, and appears by itself', async () => {
    const { api } = suite.harness;
    api.reading = reading;
    const desk = await suite.open({ hash: DEAL });
    await desk.page.getByText('It is being read from the CRM…').waitFor();
    api.reading = { ...reading, reason: 'crm-unavailable' };
    await desk.page.getByText('The CRM has not answered yet and is asked again').waitFor();
    api.reading = { state: 'read', askedAt: AT };
    await desk.page.getByRole('heading', { name: 'Fleet renewal 2027' }).waitFor();
    expect(await desk.page.getByText('being read from the CRM').count()).toBe(0);
    expect(asked('POST')).toBe(1);
    await desk.page.getByRole('article', { name: 'Dana Reyes' }).waitFor();
  });

  it('says why it cannot be had, and is asked for again by a click', async () => {
    const { api } = suite.harness;
    api.reading = failed('crm-unavailable');
    const desk = await suite.open({ hash: DEAL });
    const trouble = desk.page.getByRole('alert');
    await trouble.getByText('This opportunity is not here').waitFor();
    await trouble.getByText('The CRM does not answer. Try again later.').waitFor();
    await expectPresentable(desk, 'missing-opportunity');
    expect(asked('POST')).toBe(1);
    api.reading = { state: 'read', askedAt: AT };
    await trouble.getByRole('button', { name: 'Try again' }).click();
    await desk.page.getByRole('heading', { name: 'Fleet renewal 2027' }).waitFor();
    expect(asked('POST')).toBe(2);
  });

  it('may be somebody else’s, where agents see their own', async () => {
    suite.harness.access = 'own';
    suite.harness.api.reading = failed('opportunity-not-found');
    const desk = await suite.open({ hash: DEAL, width: 360, scheme: 'dark' });
    const trouble = desk.page.getByRole('alert');
    await trouble.getByText('This opportunity is not here, or it is not yours').waitFor();
    await trouble.getByText('Ask its owner or a supervisor').waitFor();
    await expectPresentable(desk, 'not-yours');
  });

  it('that rings is opened by its call, without asking the CRM', async () => {
    const { api } = suite.harness;
    suite.harness.access = 'own';
    const desk = await suite.open();
    api.faults.push({ path: /^\/opportunities\/demo-crm\/opp%2F1001$/, code: 'not-found', times: 1 });
    api.callContext = { found: 'one', context: api.context };
    await desk.call('connecting');
    await desk.page.getByRole('article', { name: 'Dana Reyes' }).waitFor();
    expect(api.requests.filter(({ path }) => path.startsWith('/calls/by-connect-contact/'))).toHaveLength(1);
    expect(asked('POST')).toBe(0);
  });
});

describe('what only a CRM knows', () => {
  const suite = desktopSuite();
  const deal = { sourceId: 'demo-crm', opportunityId: 'opp/1001', opportunityName: 'Fleet renewal 2027', stage: 'Won' };
  const dana = { ...deal, contactId: 'c-1', contactName: 'Dana Reyes', owner: 'ana' };
  const roof = { ...dana, sourceId: 'hubspot-eu', opportunityId: '77', opportunityName: 'Depot roof' };
  const stranger = { found: 'none', phone: '+14155550101', matches: [] } as const;
  const rings = (desk: DesktopPage) =>
    desk.calls({ contactId: CONNECT_CONTACT_ID, state: 'connecting', attributes: {}, inbound: true });
  const attached = () =>
    suite.harness.api.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/opportunity'));

  it('of a caller is read while it rings, shown, and recorded with the call', async () => {
    const { api } = suite.harness;
    Object.assign(api, { callContext: stranger, crm: { matches: [dana], silent: [] } });
    api.reading = { state: 'read', askedAt: AT };
    api.faults.push({ path: /\/opportunity$/, code: 'try-again', times: 1 });
    const desk = await suite.open();
    await rings(desk);
    await desk.page.getByRole('article', { name: 'Dana Reyes' }).getByText('Ringing').waitFor();
    await desk.page.getByText('The call is not recorded yet').waitFor();
    await desk.page.getByRole('button', { name: 'Try again' }).click();
    const body = { sourceId: 'demo-crm', opportunityId: 'opp/1001', contactId: 'c-1' };
    await expect.poll(attached).toEqual([expect.objectContaining({ body }), expect.objectContaining({ body })]);
  });

  it('of a caller in several deals is a short choice, with whoever has not answered; what is chosen is read', async () => {
    const { api } = suite.harness;
    const silent = [{ sourceId: 'salesforce-us', reason: 'crm-unavailable' }] as const;
    Object.assign(api, { callContext: stranger, crm: { matches: [dana, roof], silent } });
    api.reading = { state: 'read', askedAt: AT };
    const desk = await suite.open({ width: 360 });
    await rings(desk);
    await desk.page.getByRole('button', { name: 'Depot roof' }).waitFor();
    await desk.page.getByText('No answer from salesforce-us').waitFor();
    await expectPresentable(desk, 'caller-in-crm');
    expect(attached()).toEqual([]);
    await desk.page.getByRole('button', { name: 'Fleet renewal 2027' }).click();
    await desk.page.getByRole('article', { name: 'Dana Reyes' }).waitFor();
    await expect.poll(() => attached().length).toBe(1);
  });

  it('is found beside what is here, later and below, each deal once and with its CRM', async () => {
    const { api } = suite.harness;
    Object.assign(api, { matches: [deal], crm: { matches: [dana, roof], silent: [], afterMs: 1_000 } });
    const desk = await suite.open();
    await desk.page.getByRole('searchbox').fill('Dana');
    const here = desk.page.getByRole('button', { name: 'Fleet renewal 2027' });
    await here.waitFor();
    const place = await here.boundingBox();
    expect(await desk.page.getByRole('button', { name: 'Depot roof' }).count()).toBe(0);
    await desk.page.getByRole('button', { name: /Depot roof.*hubspot-eu/ }).waitFor();
    expect(await here.boundingBox()).toEqual(place);
    expect(await here.count()).toBe(1);
    await expectPresentable(desk, 'found-in-crm');
    await desk.page.getByRole('searchbox').fill('Nobody');
    Object.assign(api, { matches: [], crm: { matches: [], silent: [] } });
    await desk.page.getByText('Nothing found').waitFor();
    // It would say so too if the CRMs had not been asked at all.
    api.faults.push({ path: /^\/crm\/opportunities$/, code: 'too-many-requests', times: 1 });
    await desk.page.getByRole('searchbox').fill('Nobody else');
    await desk.page.getByText('Too many requests').waitFor();
    expect(await desk.page.getByText(/^(?:Nothing found|Loading)/).count()).toBe(0);
  });
});
