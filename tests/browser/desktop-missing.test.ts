/** An opportunity that is not here, or not this agent's: what the desktop says and does about it. */
import { describe, expect, it } from 'vitest';
import type { ReadingFailure } from '../../functions/core/contracts/opportunity-reading.ts';
import { DEAL, desktopSuite, expectPresentable } from '../widget/harness/desktop-suite.ts';

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
