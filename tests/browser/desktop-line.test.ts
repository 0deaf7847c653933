/** Conference, transfer, two calls, presence and several tabs, lived on the running system with the genuine Streams. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import { agentApi } from '../system/agent-api.ts';
import { launchBrowser } from '../system/browser.ts';
import { Desktop, expectAccessible, screenshot } from '../system/pages.ts';
import { simulatorOf } from '../system/simulator.ts';
import { signIn } from '../system/softphone.ts';
import { callRequested, freshPhone, post } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
const axeSource = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const lineOf = (page: Page) => page.getByRole('region', { name: 'On this call' });
const partyOf = (page: Page, name: string) => lineOf(page).getByRole('listitem').filter({ hasText: name });
const button = (page: Page, name: string) => lineOf(page).getByRole('button', { name, exact: true });

interface Talk {
  readonly callId: string;
  readonly connectContactId: string;
  /** Of Marcus Hale, who is another person of the same deal. */
  readonly marcus: string;
}

const phones = new Set<string>();
const newPhone = async (behavior: string): Promise<string> => {
  const phone = freshPhone();
  phones.add(phone);
  await simulator.setPhone(phone, behavior);
  return phone;
};

/** As soon as it rings: a moment after it was dialled. */
const answer = (phone: string): Promise<unknown> =>
  waitFor(`${phone} to ring`, () =>
    simulator.phone(phone, 'answer').then(
      () => true,
      () => false,
    ),
  );

/** The CRM asks for a call with Dana Reyes, about a deal of its own. */
async function ask(): Promise<{ readonly callId: string; readonly marcus: string; readonly dana: string }> {
  const [dana, marcus] = await Promise.all([newPhone('answer'), newPhone('manual')]);
  const request = callRequested({ phone: dana });
  const boss = { id: 'c-2', name: 'Marcus Hale', title: 'CEO', phones: [{ number: marcus }] };
  request.data.contacts.push(boss);
  const { body } = await post(endpoints, request);
  return { callId: body.callId, marcus, dana };
}

/** The agent talks to Dana Reyes. */
async function talk(ana: Desktop): Promise<Talk> {
  await ana.beAvailable();
  const { callId, marcus } = await ask();
  await ana.page.getByRole('button', { name: 'Accept' }).click();
  await button(ana.page, 'Hang up').waitFor();
  const [contact] = await simulator.contactsOf(callId);
  if (!contact) throw new Error('the call has no contact');
  return { callId, connectContactId: contact.contactId, marcus };
}

/** Whatever a test has left behind: the next one begins with free desks. */
async function tidyUp(): Promise<void> {
  for (const username of ['ana', 'ben']) {
    const desk = await signIn(endpoints, username);
    await waitFor(`the desk of ${username} to be free`, async () => {
      for (const phone of phones) await simulator.phone(phone, 'hangup').catch(() => undefined);
      const ids = Object.keys(await desk.onDesk());
      for (const id of ids) await desk.clear(id).catch(() => undefined);
      return ids.length === 0;
    });
    await desk.setStatus('Offline');
  }
  phones.clear();
}

/** The call is over, its outcome saved, and the desk free. */
async function finish({ page }: Desktop): Promise<void> {
  await page.getByRole('radio', { name: 'Follow up' }).check();
  await page.getByRole('button', { name: /save and close/i }).click();
  await page.getByRole('heading', { name: 'Ready for the next call' }).waitFor();
}

describe('the line', () => {
  let ana: Desktop;
  beforeEach(async () => {
    ana = await Desktop.open(browser, endpoints, 'ana');
    ana.page.setDefaultTimeout(20_000);
  });
  afterEach(async () => {
    await ana.context.close();
    await tidyUp();
  });

  it('takes a person of the deal in, swaps, joins everybody, drops one, and ends with the call', async () => {
    const { page } = ana;
    const { callId, marcus } = await talk(ana);
    await page.getByRole('button', { name: 'Add Marcus Hale to the call' }).click();
    await partyOf(page, 'Marcus Hale').getByText('ringing').waitFor();
    await lineOf(page).getByText('on hold').waitFor();
    await ana.person('Marcus Hale').getByText('Ringing').waitFor();
    await screenshot(page, 'line-live-ringing');
    await answer(marcus);
    await partyOf(page, 'Marcus Hale').getByText('on the line').waitFor();
    await expectAccessible(page, axeSource);
    await button(page, 'Swap').click();
    await partyOf(page, 'Marcus Hale').getByText('on hold').waitFor();
    await button(page, 'Merge all').click();
    await expect.poll(() => lineOf(page).getByText('on the line').count()).toBe(2);
    await screenshot(page, 'line-live-conference');
    await page.getByRole('button', { name: 'Drop Marcus Hale from the call' }).click();
    await partyOf(page, 'Marcus Hale').waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('#announcements').textContent()).toContain('Marcus Hale has left the call');
    await button(page, 'Hang up').click();
    await finish(ana);
    const { body } = await (await agentApi(endpoints, 'ana')).get<CallView>(`/calls/${callId}`);
    expect(body).toMatchObject({ takenBy: 'ana', outcome: { disposition: 'follow-up' } });
    expect(ana.complaints).toEqual([]);
  });

  it('says who could not be reached, and brings back whom that left on hold', async () => {
    const { page } = ana;
    const { marcus } = await talk(ana);
    await simulator.setPhone(marcus, 'busy');
    await page.getByRole('button', { name: 'Add Marcus Hale to the call' }).click();
    await page.getByText(/Marcus Hale could not be reached\. .+ is still on hold\./).waitFor();
    await page
      .locator('.notice')
      .getByRole('button', { name: /^Resume / })
      .click();
    await button(page, 'Hold').waitFor();
    await button(page, 'Hang up').click();
    await finish(ana);
  });

  it('is consulted about and handed to a colleague, whose desktop shows the same deal', async () => {
    const { page } = ana;
    const ben = await Desktop.open(browser, endpoints, 'ben');
    await ben.beAvailable();
    const { callId } = await talk(ana);
    await page.getByRole('textbox', { name: 'Notes' }).fill('Ben knows the figures');
    await button(page, 'Add or transfer').click();
    await lineOf(page).getByRole('searchbox').fill('Ben Okafor');
    await lineOf(page).getByRole('button', { name: 'Consult Ben Okafor' }).click();
    await ben.main.getByRole('heading', { name: 'Fleet renewal 2027' }).waitFor();
    await screenshot(ben.page, 'transfer-ringing-at-colleague');
    await ben.page.getByRole('button', { name: 'Accept' }).click();
    await partyOf(page, 'Ben Okafor').getByText('on the line').waitFor();
    // Back to the customer, and once more to the colleague.
    await button(page, 'Swap').click();
    await partyOf(page, 'Ben Okafor').getByText('on hold').waitFor();
    await button(page, 'Merge all').click();
    await button(page, 'Complete transfer').click();
    await finish(ana);
    await ben.person('Marcus Hale').waitFor();
    await button(ben.page, 'Hang up').click();
    await finish(ben);
    const call = await waitFor('the call to be completed', async () => {
      const { body } = await (await agentApi(endpoints, 'ana')).get<CallView>(`/calls/${callId}`);
      return body.state === 'completed' && body;
    });
    expect(call).toMatchObject({ agentUsername: 'ana', takenBy: 'ben' });
    await ben.context.close();
  });

  it('mutes and holds in the call bar and in the softphone alike', async () => {
    const { page, softphone } = ana;
    await talk(ana);
    await button(page, 'Mute').click();
    await softphone.getByRole('button', { name: 'Unmute' }).click();
    await button(page, 'Mute').waitFor();
    await softphone.getByRole('button', { name: 'Hold' }).click();
    await button(page, 'Resume').click();
    await softphone.getByRole('button', { name: 'Hold' }).waitFor();
    await page.getByRole('button', { name: 'Hide softphone' }).click();
    await button(page, 'Hold').click();
    await page.getByRole('navigation', { name: 'Calls' }).getByText('On hold').waitFor();
    await button(page, 'Hang up').click();
    await finish(ana);
  });

  it('carries two calls, each with its own notes and its own people', async () => {
    const { page } = ana;
    await talk(ana);
    await page.getByRole('textbox', { name: 'Notes' }).fill('about the fleet');
    await button(page, 'Hold').click();
    await button(page, 'Resume').waitFor();
    const other = await newPhone('answer');
    // As the softphone's own dial pad does; a second call may begin while everybody on the first waits (Streams 2.26).
    await page.evaluate((number) => {
      const { connect } = globalThis as unknown as {
        connect: { agent(act: (agent: unknown) => void): void; Endpoint: { byPhoneNumber(number: string): unknown } };
      };
      connect.agent((agent) =>
        (agent as { connect(endpoint: unknown): void }).connect(connect.Endpoint.byPhoneNumber(number)),
      );
    }, other);
    const switcher = page.getByRole('navigation', { name: 'Calls' });
    await expect.poll(() => switcher.getByRole('button').count()).toBe(2);
    await expect.poll(() => switcher.locator('[aria-current]').textContent()).toContain(other);
    await expect.poll(() => page.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe('');
    await screenshot(page, 'calls-live-two');
    await button(page, 'Hang up').waitFor();
    await page.keyboard.press('F8');
    await expect.poll(() => page.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe('about the fleet');
    await button(page, 'Resume').waitFor();
    for (const left of [1, 0]) {
      await button(page, 'Hang up').click();
      await page.getByRole('radio', { name: 'Follow up' }).check();
      await page.getByRole('button', { name: /save/i }).first().click();
      await expect.poll(() => switcher.getByRole('button').count()).toBe(left);
    }
  });

  it('says that a call was missed, and one click makes the agent available again', async () => {
    const { page, softphone } = ana;
    await ana.beAvailable();
    const { dana } = await ask();
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByText('You missed a call.').waitFor();
    await simulator.phone(dana, 'hangup');
    await page.getByRole('button', { name: 'Set yourself to Available' }).click();
    await page.getByText('You missed a call.').waitFor({ state: 'detached' });
    const status = page.getByRole('combobox', { name: 'Your status' });
    await status.selectOption({ label: 'Offline' });
    await softphone.getByRole('button', { name: 'Go available' }).waitFor();
  });
});

describe('several tabs', () => {
  let ana: Desktop;
  let second: Page;
  beforeEach(async () => {
    ana = await Desktop.open(browser, endpoints, 'ana');
    second = await ana.context.newPage();
    for (const page of [ana.page, second]) page.setDefaultTimeout(20_000);
    await second.goto(endpoints.desktop);
    await second.getByText('The softphone is in another tab').waitFor();
  });
  afterEach(async () => {
    await ana.context.close();
    await tidyUp();
  });
  const frameIn = (page: Page) => page.locator('#ccp iframe');

  it('have one softphone, which moves to where it is asked for', async () => {
    await expectAccessible(second, axeSource);
    await screenshot(second, 'tabs-elsewhere');
    expect(await frameIn(second).count()).toBe(0);
    await second.getByRole('button', { name: 'Use it here' }).click();
    await second.getByRole('combobox', { name: 'Your status' }).waitFor();
    await ana.page.getByText('The softphone is in another tab').waitFor();
    expect(await frameIn(ana.page).count()).toBe(0);
    // And back again: Streams begins anew in a tab where it had ended.
    await ana.page.getByRole('button', { name: 'Use it here' }).click();
    await ana.status.waitFor();
    await second.getByText('The softphone is in another tab').waitFor();
    await talk(ana);
    await button(ana.page, 'Hang up').click();
    await finish(ana);
  });

  it('keep the sound of a call where it is, control it from both, and move after it', async () => {
    const { connectContactId } = await talk(ana);
    await second.getByRole('button', { name: 'Control it here' }).click();
    await second.getByText('The sound of the call is in another tab').waitFor();
    await ana.page.getByText('Another tab has asked for the softphone').waitFor();
    await screenshot(second, 'tabs-remote');
    await button(second, 'Hold').click();
    await button(ana.page, 'Resume').waitFor();
    await second.getByRole('textbox', { name: 'Notes' }).fill('typed in the second tab');
    await expect
      .poll(() => ana.page.getByRole('textbox', { name: 'Notes' }).inputValue())
      .toBe('typed in the second tab');
    expect(await frameIn(ana.page).count()).toBe(1);
    await button(second, 'Resume').click();
    await button(second, 'Hang up').click();
    await second.getByRole('radio', { name: 'Follow up' }).check();
    await second.getByRole('button', { name: /save and close/i }).click();
    await second.getByRole('combobox', { name: 'Your status' }).waitFor();
    await ana.page.getByText('The softphone is in another tab').waitFor();
    await expect.poll(() => frameIn(second).count()).toBe(1);
    const [contact] = (await simulator.contacts()).filter((one) => one.contactId === connectContactId);
    expect(contact?.state).toBe('completed');
  });

  it('take over by themselves when the one with the softphone is gone, and say what became of the sound', async () => {
    await talk(ana);
    await second.getByText('with a call').waitFor();
    await ana.page.close();
    await second.getByText('The tab with the softphone is gone').waitFor();
    await button(second, 'Hang up').click();
    await second.getByRole('radio', { name: 'Follow up' }).check();
    await second.getByRole('button', { name: /save and close/i }).click();
    await second.getByRole('heading', { name: 'Ready for the next call' }).waitFor();
  });

  it('leave it to a tab that is only loaded again', async () => {
    await ana.page.reload();
    await ana.status.waitFor();
    await second.getByText('The softphone is in another tab').waitFor();
    expect(await frameIn(second).count()).toBe(0);
  });
});
