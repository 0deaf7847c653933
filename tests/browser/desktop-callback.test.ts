/** Callbacks and calls that wait, as an agent plans, moves and cancels them. */
import { describe, expect, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import { capabilitiesOf } from '../../functions/crm/capabilities.ts';
import { DEAL, desktopSuite, expectPresentable, SIZES } from '../widget/harness/desktop-suite.ts';
import { sampleCall } from '../widget/harness/sample-deal.ts';

const DAY = 86_400_000;
/** Nine o'clock of the day after tomorrow, as the form takes it. */
const nextDay = (days: number): string => `${new Date(Date.now() + days * DAY).toISOString().slice(0, 10)}T09:00`;

/** A call that waits for its time: nobody has been called. */
function waitingCall(changes: Partial<CallView> = {}): CallView {
  const { connectContactId: _none, withAgentAt: _never, endedAt: _end, ...call } = sampleCall();
  const dueAt = new Date(Date.now() + DAY).toISOString();
  return { ...call, callId: 'call-waiting', state: 'held', reason: 'calling-hours', dueAt, ...changes };
}

describe('a callback', () => {
  const suite = desktopSuite();

  it('is agreed on in the outcome, shown, changed and cancelled there; of a log that is written once that is said beside it', async () => {
    const capabilities = capabilitiesOf({ kind: 'generic', log: 'once' });
    suite.harness.api.context = { ...suite.harness.api.context, capabilities };
    const desk = await suite.open();
    const { page, call, complaints } = desk;
    await call('connected');
    await page.getByRole('textbox', { name: 'Notes, sent to the CRM once' }).waitFor();
    await page.getByRole('radio', { name: 'Follow up' }).check();
    const input = page.getByLabel('Follow up on');
    await input.fill(nextDay(2));
    await input.press('Tab');
    await page.getByText(/For them: .* \(America\/Los_Angeles\)/).waitFor();
    await page.getByText(/^Callback scheduled for /).waitFor();
    const asked = suite.harness.api.context.calls.find(({ followUpOf }) => followUpOf !== undefined);
    expect(asked).toMatchObject({ contactName: 'Dana Reyes', state: 'scheduled' });
    await expectPresentable(desk, 'desktop-callback');

    await page.getByRole('button', { name: 'Change', exact: true }).click();
    expect(await input.evaluate((element) => element === document.activeElement)).toBe(true);
    await input.fill(nextDay(3));
    await input.press('Tab');
    await expect
      .poll(() => suite.harness.api.context.calls.find(({ followUpOf }) => followUpOf)?.dueAt)
      .toBe(new Date(nextDay(3)).toISOString());
    await page.getByText(/^Callback scheduled for /).waitFor();
    // The queue has arranged it meanwhile: it stands in the timeline too.
    const timeline = page.getByRole('region', { name: 'Timeline' });
    await timeline.getByText('Call to Dana Reyes').waitFor();
    await timeline.getByText(/^Callback · scheduled/).waitFor();

    await page.getByRole('button', { name: 'Cancel callback' }).click();
    await expect.poll(() => suite.harness.api.context.calls.filter(({ followUpOf }) => followUpOf).length).toBe(0);
    await page.getByText(/^Callback scheduled for /).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});

describe('a call that waits', () => {
  const suite = desktopSuite();

  it.each(SIZES)('is moved from the timeline, by both clocks, at %i px, %s', async (width, scheme) => {
    suite.harness.api.context = { ...suite.harness.api.context, calls: [waitingCall()] };
    const desk = await suite.open({ width, scheme, hash: DEAL });
    const { page, complaints } = desk;
    if (width < 701) await page.locator('.parts').getByRole('button', { name: 'Timeline' }).click();
    await page.getByText(/held: outside the person/).waitFor();
    await page.getByRole('button', { name: 'Reschedule the call to Dana Reyes' }).click();
    const form = page.getByRole('form', { name: 'Reschedule the call to Dana Reyes' });
    await form.getByLabel('Call at').fill(nextDay(4));
    await form.getByText(/Your time \(.+\)\. For them: .* \(America\/Los_Angeles\)\./).waitFor();
    await expectPresentable(desk, 'desktop-reschedule');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^The call to Dana Reyes is at .* now$/).waitFor();
    expect(suite.harness.api.context.calls[0]).toMatchObject({ notBefore: new Date(nextDay(4)).toISOString() });
    await form.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('stands among the upcoming calls, and is cancelled there', async () => {
    const later = waitingCall({
      callId: 'call-later',
      contactName: 'Marcus Bell',
      dueAt: new Date(Date.now() + 3 * DAY).toISOString(),
    });
    suite.harness.api.recent = [later, sampleCall({ state: 'completed' }), waitingCall()];
    const desk = await suite.open();
    const { page } = desk;
    const upcoming = page.getByRole('region', { name: 'My upcoming calls' });
    await expect.poll(() => upcoming.getByRole('listitem').count()).toBe(2);
    expect(await upcoming.getByRole('listitem').first().textContent()).toContain('Dana Reyes');
    await expectPresentable(desk, 'desktop-upcoming');
    await upcoming.getByRole('button', { name: 'Cancel the call to Dana Reyes' }).click();
    await page.getByText('The call to Dana Reyes is cancelled').waitFor();
    await expect.poll(() => upcoming.getByRole('listitem').count()).toBe(1);
  });

  it('says in words when it is too late', async () => {
    suite.harness.api.context = { ...suite.harness.api.context, calls: [waitingCall()] };
    suite.harness.api.faults = [{ path: /^\/calls\/call-waiting$/, code: 'not-ready', times: 1 }];
    const { page } = await suite.open({ hash: DEAL });
    await page.getByRole('button', { name: 'Cancel the call to Dana Reyes' }).click();
    await page.getByRole('alert').waitFor();
    expect(suite.harness.api.context.calls[0]).toMatchObject({ state: 'held' });
  });
});
