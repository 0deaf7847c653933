/** Several people on a call, several calls on the desk: the built desktop with the genuine Streams, a CCP that is told what to say. */
import { describe, expect, it } from 'vitest';
import { type CallPicture, type DesktopPage, OUR_ATTRIBUTES } from '../widget/harness/desktop-page.ts';
import { desktopSuite, expectPresentable, SIZES } from '../widget/harness/desktop-suite.ts';
import { CONNECT_CONTACT_ID } from '../widget/harness/sample-deal.ts';

const call = (part: Partial<CallPicture> = {}): CallPicture => ({
  contactId: CONNECT_CONTACT_ID,
  state: 'connected',
  attributes: OUR_ATTRIBUTES,
  ...part,
});
const INGRID = { id: 'third', phone: '+4721555010' } as const;
const BUSY = { name: 'Busy', type: 'system' };

const requests = ({ inCcp }: DesktopPage, method: string) =>
  inCcp((ccp, wanted) => ccp.requests.filter((one) => one.method === wanted).map(({ params }) => params), method);

describe('several people on a call', () => {
  const suite = desktopSuite();

  it.each(SIZES)('are shown with what can be done about them at %i px, %s', async (width, scheme) => {
    const desk = await suite.open({ width, scheme });
    const { page, calls, complaints } = desk;
    await calls(call());
    const line = page.getByRole('region', { name: 'On this call' });
    await line.getByRole('button', { name: 'Mute', exact: true }).waitFor();
    await page.getByRole('article', { name: 'Ingrid Sørensen' }).waitFor();
    await expectPresentable(desk, 'line-connected');
    await line.getByRole('button', { name: 'Add or transfer' }).click();
    await line.getByRole('button', { name: 'Consult Robin Agent' }).waitFor();
    await expectPresentable(desk, 'line-adding');
    await line.getByRole('searchbox').press('Escape');
    await calls(call({ leg: 'hold', others: [{ ...INGRID, state: 'connecting' }] }));
    await line.getByText('ringing').waitFor();
    await expectPresentable(desk, 'line-ringing');
    await calls(call({ leg: 'hold', others: [{ ...INGRID, state: 'connected' }] }));
    await line.getByRole('button', { name: 'Merge all' }).waitFor();
    await expectPresentable(desk, 'line-consulting');
    expect(complaints).toEqual([]);
  });

  it('are added from the deal, swapped, merged and dropped, each by the one thing that was pressed', async () => {
    const desk = await suite.open();
    const { page, calls, complaints } = desk;
    const said = page.locator('#announcements');
    await calls(call());
    await page.getByRole('button', { name: 'Add Ingrid Sørensen to the call' }).click();
    await expect
      .poll(() => requests(desk, 'createAdditionalConnection'))
      .toMatchObject([
        { contactId: CONNECT_CONTACT_ID, endpoint: { type: 'phone_number', phoneNumber: INGRID.phone } },
      ]);

    await calls(call({ leg: 'hold', others: [{ ...INGRID, state: 'connecting' }] }));
    const line = page.getByRole('region', { name: 'On this call' });
    await line.getByRole('listitem').filter({ hasText: 'Ingrid Sørensen' }).getByText('ringing').waitFor();
    await expect.poll(() => said.textContent()).toBe('Dana Reyes is on hold. Ingrid Sørensen is being called.');
    await page.getByRole('article', { name: 'Ingrid Sørensen' }).getByText('Ringing').waitFor();
    await page.getByRole('article', { name: 'Dana Reyes' }).getByText('On hold').waitFor();
    expect(await line.getByRole('button', { name: 'Merge all' }).count()).toBe(0);

    await calls(call({ leg: 'hold', others: [{ ...INGRID, state: 'connected' }] }));
    await expect.poll(() => said.textContent()).toBe('Ingrid Sørensen is on the line.');
    await line.getByRole('button', { name: 'Swap' }).click();
    await line.getByRole('button', { name: 'Merge all' }).click();
    await line.getByRole('button', { name: 'Resume Dana Reyes' }).click();
    await line.getByRole('button', { name: 'Put Ingrid Sørensen on hold' }).click();
    await line.getByRole('button', { name: 'Drop Ingrid Sørensen from the call' }).click();
    await line.getByRole('button', { name: 'Leave the call' }).click();
    const agentLeg = `${CONNECT_CONTACT_ID}-agent`;
    await expect
      .poll(() => requests(desk, 'destroyConnection'))
      .toMatchObject([{ connectionId: 'third' }, { connectionId: agentLeg }]);
    expect(await requests(desk, 'toggleActiveConnections')).toHaveLength(1);
    expect(await requests(desk, 'conferenceConnections')).toMatchObject([{ contactId: CONNECT_CONTACT_ID }]);
    expect(await requests(desk, 'resumeConnection')).toMatchObject([
      { connectionId: `${CONNECT_CONTACT_ID}-customer` },
    ]);
    expect(await requests(desk, 'holdConnection')).toMatchObject([{ connectionId: 'third' }]);

    await calls(call());
    await expect.poll(() => said.textContent()).toBe('Ingrid Sørensen has left the call. Dana Reyes is on the line.');
    await line.getByRole('listitem').first().waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('say in words why somebody was not called, and who waits when somebody could not be reached', async () => {
    const desk = await suite.open();
    const { page, calls, inCcp } = desk;
    await calls(call());
    const add = page.getByRole('button', { name: 'Add Ingrid Sørensen to the call' });
    for (const [exception, words] of [
      ['DestinationNotAllowedException', 'may not call there'],
      ['LimitExceededException', 'Somebody has to leave first'],
      ['InvalidStateException', 'not in the state for that'],
    ] as const) {
      await inCcp((ccp, type) => {
        ccp.refusals.createAdditionalConnection = type;
      }, exception);
      await add.click();
      await page
        .locator('.notice-problem')
        .filter({ hasText: 'Ingrid Sørensen was not called' })
        .getByText(words)
        .waitFor();
    }
    await calls(call({ leg: 'hold', others: [{ ...INGRID, state: 'connecting' }] }));
    await page.getByRole('article', { name: 'Ingrid Sørensen' }).getByText('Ringing').waitFor();
    await calls(call({ leg: 'hold', others: [{ ...INGRID, state: 'disconnected' }] }));
    const notice = page
      .locator('.notice')
      .filter({ hasText: 'Ingrid Sørensen could not be reached. Dana Reyes is still on hold.' });
    await notice.getByRole('button', { name: 'Resume Dana Reyes' }).click();
    await expect.poll(() => requests(desk, 'resumeConnection')).toHaveLength(1);
  });

  it('are consulted or given the call by a quick connect, or called by a number that was typed', async () => {
    const desk = await suite.open();
    const { page, calls } = desk;
    await calls(call());
    const open = page.getByRole('button', { name: 'Add or transfer' });
    const list = page.getByRole('search', { name: 'Add or transfer' });
    await open.click();
    await list.getByRole('searchbox').fill('robin');
    await expect.poll(() => list.getByRole('listitem').count()).toBe(1);
    await list.getByRole('button', { name: 'Consult Robin Agent' }).click();
    await open.click();
    await list.getByRole('searchbox').fill('+49 (30) 555-0199');
    await list.getByRole('button', { name: 'Add to call: +49305550199' }).click();
    await expect
      .poll(() => requests(desk, 'createAdditionalConnection'))
      .toMatchObject([
        { endpoint: { type: 'agent', name: 'Robin Agent' } },
        { endpoint: { phoneNumber: '+49305550199' } },
      ]);
    await open.click();
    await list.getByRole('button', { name: 'Transfer to Second level now' }).click();
    await expect
      .poll(() => requests(desk, 'transferContact'))
      .toMatchObject([{ endpoint: { type: 'queue', name: 'Second level' } }]);
    // A queue has nobody yet; once an agent has taken it, leaving completes the transfer.
    const line = page.getByRole('region', { name: 'On this call' });
    const robin = { id: 'robin', type: 'queue', name: 'Second level' } as const;
    await calls(call({ leg: 'hold', others: [{ ...robin, state: 'connecting' }] }));
    await line.getByText('waiting for somebody to take it').waitFor();
    await calls(call({ leg: 'hold', others: [{ ...robin, state: 'connected' }] }));
    await line.getByRole('button', { name: 'Complete transfer' }).waitFor();
  });

  it('mutes and holds as the softphone does, whoever has pressed the button', async () => {
    const desk = await suite.open();
    const { page, calls, inCcp } = desk;
    await calls(call());
    const line = page.getByRole('region', { name: 'On this call' });
    await line.getByRole('button', { name: 'Mute', exact: true }).click();
    await line.getByRole('button', { name: 'Unmute' }).waitFor();
    await expect.poll(() => page.locator('#announcements').textContent()).toBe('Your microphone is off.');
    await inCcp((ccp, muted) => ccp.muted(muted), false);
    await line.getByRole('button', { name: 'Mute', exact: true }).waitFor();
    await line.getByRole('button', { name: 'Hold' }).click();
    await expect.poll(() => requests(desk, 'holdConnection')).toHaveLength(1);
    // Nothing is shown before the softphone says so.
    expect(await line.getByRole('button', { name: 'Resume' }).count()).toBe(0);
    await calls(call({ leg: 'hold' }));
    await line.getByRole('button', { name: 'Resume' }).waitFor();
    await page.getByRole('navigation', { name: 'Calls' }).getByText('On hold').waitFor();
    await page.getByRole('button', { name: 'Hide softphone' }).click();
    await expect.poll(() => page.locator('#ccp').boundingBox()).toMatchObject({ height: 0 });
    await line.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => requests(desk, 'resumeConnection')).toHaveLength(1);
  });

  it('are not kept waiting by a second call: it is offered to take them in, or to call them afterwards', async () => {
    const { api } = suite.harness;
    const desk = await suite.open();
    const { page, calls, inCcp } = desk;
    const asked = () => api.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/calls')).length;
    await calls(call());
    await page.getByRole('button', { name: 'Call Ingrid Sørensen' }).click();
    const offer = page.getByRole('dialog', { name: 'Call Ingrid Sørensen?' });
    await offer.getByText('You are on a call with Dana Reyes').waitFor();
    await expectPresentable(desk, 'line-busy');
    await offer.getByRole('button', { name: 'Add to call' }).click();
    await expect.poll(() => requests(desk, 'createAdditionalConnection')).toHaveLength(1);

    await page.getByRole('button', { name: 'Call Ingrid Sørensen' }).click();
    await offer.getByRole('button', { name: 'Call after this one' }).click();
    await page.getByText('Next: Ingrid Sørensen').waitFor();
    await expectPresentable(desk, 'line-planned');
    // It outlives a reload, and does not jump the gun in it.
    suite.harness.ccpQuery = '?untold';
    await page.reload();
    await inCcp((ccp, [pictures, state]) => ccp.calls(pictures, state), [[call()], BUSY] as const);
    await page.getByText('Next: Ingrid Sørensen').waitFor();
    await inCcp((ccp, [pictures, state]) => ccp.calls(pictures, state), [
      [call({ state: 'ended' })],
      { name: 'AfterCallWork', type: 'system' },
    ] as const);
    await page.getByRole('navigation', { name: 'Calls' }).getByText('Call ended').waitFor();
    expect(asked()).toBe(0);
    await calls();
    await expect.poll(asked).toBe(1);
    await page.getByText(/^The call with Ingrid Sørensen waits/).waitFor();
    expect(await page.getByText('Next: Ingrid Sørensen').count()).toBe(0);
  });
});

describe('several calls on the desk', () => {
  const suite = desktopSuite();
  const second = (part: Partial<CallPicture> = {}): CallPicture =>
    call({
      contactId: 'second',
      phone: '+14155550102',
      attributes: { ...OUR_ATTRIBUTES, callId: 'call-2', contactId: 'c-2', contactName: 'Marcus Bell' },
      ...part,
    });

  it('keep filters, open editors, what is typed in them and the place, each its own', async () => {
    const desk = await suite.open();
    const { page, calls, complaints } = desk;
    await calls(call());
    await page.getByRole('button', { name: 'Edit Ingrid Sørensen' }).click();
    await page.getByLabel('Role in this deal').fill('Half a word');
    await page.getByRole('textbox', { name: 'Notes' }).fill('about the first');
    await page.locator('#deal').evaluate((deal) => deal.scrollTo(0, 333));
    // It rings: announced, not shown.
    await calls(call(), second({ state: 'connecting' }));
    const said = page.locator('#announcements');
    await expect.poll(() => said.textContent()).toContain('Call with Marcus Bell');
    expect(await page.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe('about the first');
    await expectPresentable(desk, 'calls-second-ringing');
    await calls(call({ leg: 'hold' }), second());
    const switcher = page.getByRole('navigation', { name: 'Calls' });
    await expect.poll(() => switcher.locator('[aria-current]').textContent()).toContain('Marcus Bell');
    expect(await page.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe('');
    expect(await page.getByLabel('Role in this deal').count()).toBe(1);
    expect(await page.getByLabel('Role in this deal').isVisible()).toBe(false);
    await expect.poll(() => page.locator('#deal').evaluate((deal) => deal.scrollTop)).toBe(0);
    await expectPresentable(desk, 'calls-two');
    await page.keyboard.press('F8');
    expect(await page.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe('about the first');
    expect(await page.getByLabel('Role in this deal').inputValue()).toBe('Half a word');
    await expect.poll(() => page.locator('#deal').evaluate((deal) => deal.scrollTop)).toBe(333);
    // The line is of the call that is shown.
    await page.getByRole('region', { name: 'On this call' }).getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => requests(desk, 'resumeConnection')).toMatchObject([{ contactId: CONNECT_CONTACT_ID }]);
    expect(complaints).toEqual([]);
  });

  it('and the softphone show the same one, but a selection made elsewhere takes no field from under the caret', async () => {
    const desk = await suite.open();
    const { page, calls, inCcp } = desk;
    const notes = page.getByRole('textbox', { name: 'Notes' });
    const shown = page.getByRole('navigation', { name: 'Calls' }).locator('[aria-current]');
    const viewed = () => inCcp((ccp) => ccp.viewed, undefined);
    await calls(call());
    await shown.filter({ hasText: 'Dana Reyes' }).waitFor();
    // Of a single call there is nothing to select.
    expect(await viewed()).toEqual([]);
    await calls(call(), second({ state: 'connecting' }));
    await page.getByRole('navigation', { name: 'Calls' }).getByText('Marcus Bell').waitFor();
    await calls(call({ leg: 'hold' }), second());
    await shown.filter({ hasText: 'Marcus Bell' }).waitFor();
    await expect.poll(viewed).toEqual(['second']);
    await notes.fill('about the second');
    await page.keyboard.press('F8');
    await page.keyboard.press('F8');
    await page.keyboard.press('F8');
    const asked = ['second', CONNECT_CONTACT_ID, 'second', CONNECT_CONTACT_ID];
    await expect.poll(viewed).toEqual(asked);
    // Quicker than the echoes, which undo nothing.
    await shown.filter({ hasText: 'Dana Reyes' }).waitFor();

    await notes.fill('about the first');
    await inCcp((ccp) => ccp.selects('second'), undefined);
    // Behind the selection on the same way: once it is here, so was that.
    await inCcp((ccp) => ccp.muted(true), undefined);
    const said = page.locator('#announcements');
    await expect.poll(() => said.textContent()).toBe('Your microphone is off.');
    expect(await notes.inputValue()).toBe('about the first');
    expect(await notes.evaluate((field) => field === document.activeElement)).toBe(true);

    await page.locator('#ccp iframe').click();
    await inCcp((ccp) => ccp.selects('second'), undefined);
    await shown.filter({ hasText: 'Marcus Bell' }).waitFor();
    expect(await notes.inputValue()).toBe('about the second');
    expect(await viewed()).toEqual(asked);
  });
});

describe('the agent’s status', () => {
  const suite = desktopSuite();

  it('is shown and changed, at once or after the call', async () => {
    const desk = await suite.open();
    const { page, inCcp } = desk;
    const status = page.getByRole('combobox', { name: 'Your status' });
    await status.selectOption({ label: 'Lunch' });
    await expect
      .poll(() => requests(desk, 'putAgentState'))
      .toMatchObject([{ state: { name: 'Lunch' }, enqueueNextState: false }]);
    await page.getByText('You are set to Lunch').waitFor();
    await inCcp((ccp, [pictures, state]) => ccp.calls(pictures, state), [[call()], BUSY] as const);
    const after = page.getByRole('combobox', { name: 'After this' });
    await after.selectOption({ label: 'Offline' });
    await expect
      .poll(() => requests(desk, 'putAgentState'))
      .toMatchObject([{}, { state: { name: 'Offline' }, enqueueNextState: true }]);
    await expect
      .poll(() => after.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.label))
      .toBe('Offline');
  });

  it.each(SIZES)('that keeps calls away is said with the way out at %i px, %s', async (width, scheme) => {
    const desk = await suite.open({ width, scheme });
    const { page, inCcp } = desk;
    await inCcp((ccp, [pictures, state]) => ccp.calls(pictures, state), [
      [],
      { name: 'MissedCallAgent', type: 'error' },
    ] as const);
    await page.getByText('You missed a call.').waitFor();
    const shown = page.getByRole('combobox', { name: 'Your status' });
    expect(await shown.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.label)).toBe('Not reachable');
    await expectPresentable(desk, 'presence-missed');
    await page.getByRole('button', { name: 'Set yourself to Available' }).click();
    await page.getByText('You missed a call.').waitFor({ state: 'detached' });
  });
});
