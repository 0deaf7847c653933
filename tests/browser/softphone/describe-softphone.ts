/** What every adapter of the softphone's port does, asked of it in a browser against a whole local Connect. */
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ControlOutcome,
  Softphone,
  SoftphoneCall,
  SoftphoneCapability,
} from '../../../ccp-widget/src/softphone/softphone.ts';
import { CUSTOMER } from '../../local/connect/instance.ts';
import type { Told } from './softphone-page.ts';
import { openWorld, type SoftphoneWorld } from './softphone-world.ts';

export interface SoftphoneKind {
  /** All that it can do; what it has not is not asked of it. */
  readonly capabilities: readonly SoftphoneCapability[];
  /** Signs ana in and shows the adapter's page. */
  open(world: SoftphoneWorld): Promise<Frame>;
  /** Loads it anew, as a person does with F5. */
  reload(world: SoftphoneWorld): Promise<Frame>;
}

const WITHIN = { timeout: 8_000 };
const SALLY = '+14155550102';
const ATTRIBUTES = { opportunityName: 'Fleet renewal', callId: 'call-1' };

export function describeSoftphone(name: string, kind: SoftphoneKind): void {
  const can = (capability: SoftphoneCapability): boolean => kind.capabilities.includes(capability);

  describe(`the softphone by ${name}`, () => {
    let world: SoftphoneWorld;
    let frame: Frame;
    beforeAll(async () => {
      world = await openWorld();
      frame = await kind.open(world);
      await world.control(`phones/${SALLY}`, { behavior: 'answer', afterMs: 0 });
    });
    afterAll(() => world?.close());

    const told = (): Promise<Told> => frame.evaluate(() => globalThis.heard);
    const ask = <Control extends keyof Softphone>(
      control: Control,
      ...args: Softphone[Control] extends (...given: infer Given) => unknown ? Given : never
    ): Promise<ControlOutcome> =>
      frame.evaluate(
        ([asked, given]) =>
          (globalThis.softphone[asked] as (...all: readonly unknown[]) => Promise<ControlOutcome>)(...given),
        [control, args] as const,
      );
    const call = async (id: string): Promise<({ phase: string } & SoftphoneCall) | undefined> => {
      const { phase, call: shown } = (await told()).calls[id] ?? {};
      return phase === undefined || shown === undefined ? undefined : { phase, ...shown };
    };
    const seen = async (id: string, expected: object): Promise<void> =>
      expect.poll(() => call(id), WITHIN).toMatchObject(expected);
    const party = async (id: string, isWanted: (one: SoftphoneCall['parties'][number]) => boolean): Promise<string> => {
      await expect.poll(async () => (await call(id))?.parties.some(isWanted), WITHIN).toBe(true);
      return (await call(id))?.parties.find(isWanted)?.partyId ?? '';
    };
    const status = async (wanted: string): Promise<string> => {
      const { agent } = await told();
      return agent?.statuses.find((one) => one.name === wanted)?.id ?? `no status ${wanted}`;
    };
    const rings = async (): Promise<string> => {
      const id = await world.startCall(ATTRIBUTES);
      await seen(id, { phase: 'ringing', offered: true });
      return id;
    };
    const connected = async (): Promise<string> => {
      const id = await rings();
      expect(await ask('accept', id)).toBe('done');
      await seen(id, { phase: 'connected' });
      return id;
    };
    const cleared = async (id: string): Promise<void> => {
      expect(await ask('clear', id)).toBe('done');
      await expect.poll(async () => (await told()).cleared, WITHIN).toContain(id);
    };
    const finished = async (id: string): Promise<void> => {
      await world.control(`phones/${CUSTOMER}/hangup`, {}, 'POST');
      await seen(id, { phase: 'ended' });
      await cleared(id);
    };

    it('answers, and tells who the agent is and what they may choose', async () => {
      await expect.poll(async () => (await told()).health, WITHIN).toBe('ready');
      await expect
        .poll(async () => (await told()).agent, WITHIN)
        .toMatchObject({
          ...{
            name: 'Ana Flores',
            username: 'ana',
            state: 'Offline',
            kind: 'offline',
            chosen: await status('Offline'),
          },
        });
      const { agent } = await told();
      expect(agent?.statuses).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ name: 'Available', kind: 'available' }),
          expect.objectContaining({ name: 'Offline', kind: 'offline' }),
        ]),
      );
      expect(Math.abs(Date.now() - (agent?.since ?? 0))).toBeLessThan(60_000);
      const capabilities = await frame.evaluate(() => [...globalThis.softphone.capabilities]);
      expect(capabilities.sort()).toEqual([...kind.capabilities].sort());
      expect(await ask('choosePresence', await status('Available'))).toBe('done');
      await expect.poll(async () => (await told()).agent, WITHIN).toMatchObject({ kind: 'available' });
    });

    it('tells a call from its ringing to its end, with number, attributes and parties', async () => {
      const id = await rings();
      const [initial, ...others] = (await call(id))?.parties ?? [];
      expect(await call(id)).toMatchObject({ phone: CUSTOMER, attributes: ATTRIBUTES });
      expect(initial).toMatchObject({ initial: true, kind: 'number', state: 'connected', number: CUSTOMER });
      expect(others).toEqual([]);
      await expect.poll(async () => (await told()).agent?.kind, WITHIN).toBe('working');
      expect(await ask('accept', id)).toBe('done');
      await seen(id, { phase: 'connected' });
      expect(await call(id)).not.toHaveProperty('offered');

      const partyId = initial?.partyId ?? '';
      expect(await ask('hold', id, partyId)).toBe('done');
      await seen(id, { phase: 'connected', parties: [{ partyId, state: 'hold' }] });
      expect(await ask('resume', id, partyId)).toBe('done');
      await seen(id, { parties: [{ partyId, state: 'connected' }] });

      // What is chosen in a call waits until the call is done.
      const offline = await status('Offline');
      expect(await ask('choosePresence', offline)).toBe('done');
      await expect.poll(async () => (await told()).agent, WITHIN).toMatchObject({ kind: 'working', next: offline });

      await world.control(`phones/${CUSTOMER}/hangup`, {}, 'POST');
      await seen(id, { phase: 'ended', attributes: ATTRIBUTES, phone: CUSTOMER });
      await cleared(id);
      await expect.poll(async () => (await told()).agent, WITHIN).toMatchObject({ kind: 'offline', chosen: offline });
      // Twice is once.
      expect(await ask('clear', id)).toBe('done');
      expect(await ask('choosePresence', await status('Available'))).toBe('done');
    });

    it('declines a call: it is missed, and the agent learns why nothing reaches them', async () => {
      const id = await rings();
      expect(await ask('decline', id)).toBe('done');
      await seen(id, { phase: 'missed' });
      await expect.poll(async () => (await told()).agent?.kind, WITHIN).toBe('error');
      // Who still waits would ring again as soon as the agent is free.
      await world.control(`phones/${CUSTOMER}/hangup`, {}, 'POST');
      await cleared(id);
      expect(await ask('choosePresence', await status('Available'))).toBe('done');
      await expect.poll(async () => (await told()).agent?.kind, WITHIN).toBe('available');
    });

    it('dials: the call is the agent’s own, related to what it is dialled from, and theirs to end', async () => {
      const from = await connected();
      await finished(from);
      await world.control(`phones/${SALLY}`, { behavior: 'answer', afterMs: 700 });
      expect(await ask('dial', SALLY, from)).toBe('done');
      await expect.poll(async () => Object.keys((await told()).calls), WITHIN).toHaveLength(1);
      const [id = ''] = Object.keys((await told()).calls);
      await seen(id, { phase: 'ringing', inbound: false, phone: SALLY, relatedContactId: from });
      expect(await call(id)).not.toHaveProperty('offered');
      await seen(id, { phase: 'connected', relatedContactId: from });
      expect(await ask('leave', id)).toBe('done');
      await seen(id, { phase: 'ended' });
      await cleared(id);
      await world.control(`phones/${SALLY}`, { behavior: 'answer', afterMs: 0 });
    });

    it('adds somebody, keeps the first waiting, joins all, and drops one; a reload loses nothing of it', async () => {
      const id = await connected();
      expect(await ask('add', id, { kind: 'number', number: SALLY, name: 'Sally' })).toBe('done');
      const sally = await party(id, ({ number, state }) => number === SALLY && state === 'connected');
      await seen(id, {
        parties: [
          { initial: true, state: 'hold' },
          { partyId: sally, initial: false },
        ],
      });
      if (can('swap')) {
        expect(await ask('swap', id)).toBe('done');
        await seen(id, { parties: [{ state: 'connected' }, { state: 'hold' }] });
      }
      expect(await ask('merge', id)).toBe('done');
      await seen(id, { parties: [{ state: 'connected' }, { state: 'connected' }] });

      const before = await call(id);
      frame = await kind.reload(world);
      await seen(id, { phase: 'connected' });
      const { parties = [], ...rest } = before ?? {};
      await seen(id, { ...rest, parties: parties.map(({ partyId, state, number }) => ({ partyId, state, number })) });
      await expect
        .poll(async () => (await told()).agent, WITHIN)
        .toMatchObject({ kind: 'working', chosen: await status('Available') });

      expect(await ask('drop', id, sally)).toBe('done');
      await expect.poll(async () => (await call(id))?.parties.length, WITHIN).toBe(1);
      await finished(id);
    });

    it('lists quick connects, adds one by its name, and transfers to a queue', async () => {
      const list = await frame.evaluate(() => globalThis.softphone.quickConnects());
      const byName = (wanted: RegExp) => list.find((one) => wanted.test(one.name));
      expect(byName(/Legal desk/)).toMatchObject({ to: 'number' });
      const reception = list.find(({ to }) => to === 'queue');
      const id = await connected();
      expect(await ask('add', id, { kind: 'quick-connect', id: byName(/Legal desk/)?.id ?? '' })).toBe('done');
      const legal = await party(id, (one) => one.name === 'Legal desk');
      expect(await ask('drop', id, legal)).toBe('done');
      await expect.poll(async () => (await call(id))?.parties.length, WITHIN).toBe(1);
      expect(await ask('transfer', id, { kind: 'quick-connect', id: reception?.id ?? '' })).toBe('done');
      await seen(id, { phase: 'ended' });
      await cleared(id);
      await world.control(`phones/${CUSTOMER}/hangup`, {}, 'POST');
    });

    it('says why it does not do what it cannot', async () => {
      expect(await ask('accept', 'gone')).toBe('wrong-moment');
      expect(await ask('merge', 'gone')).toBe('wrong-moment');
      const id = await connected();
      expect(await ask('hold', id, 'nobody')).toBe('wrong-moment');
      expect(await ask('add', id, { kind: 'quick-connect', id: 'never listed' })).toBe('bad-destination');
      await finished(id);
    });

    it('offers the task of an agent-first call, opens it, and tells when it is gone', async () => {
      const id = await world.startTask(ATTRIBUTES);
      const preview = async () => (await told()).previews[id];
      await expect.poll(preview, WITHIN).toMatchObject({ phase: 'offered', attributes: ATTRIBUTES });
      expect(await ask('accept', id)).toBe('done');
      await expect.poll(preview, WITHIN).toMatchObject({ phase: 'open' });
      await world.stopTask(id);
      await expect.poll(preview, WITHIN).toMatchObject({ phase: 'over' });
      await cleared(id);
    });

    if (can('mute'))
      it('mutes the agent’s own microphone, whoever has switched it', async () => {
        const id = await connected();
        expect(await ask('mute', true)).toBe('done');
        await expect.poll(async () => (await told()).muted, WITHIN).toBe(true);
        expect(await ask('mute', false)).toBe('done');
        await expect.poll(async () => (await told()).muted, WITHIN).toBe(false);
        await finished(id);
      });

    if (can('select'))
      it('shows in its own page the contact that it is asked for, and tells only what the agent selects there', async () => {
        const task = await world.startTask(ATTRIBUTES);
        await expect.poll(async () => (await told()).previews[task], WITHIN).toBeDefined();
        expect(await ask('accept', task)).toBe('done');
        expect(await ask('dial', SALLY, task)).toBe('done');
        await expect.poll(async () => Object.keys((await told()).calls), WITHIN).toHaveLength(1);
        const [id = ''] = Object.keys((await told()).calls);
        await seen(id, { phase: 'connected' });
        const contacts = world.page.frameLocator('iframe').getByRole('navigation', { name: 'Contacts' });
        const shown = contacts.locator('[aria-current]');
        const [atWork, onTheLine] = [/at work/, /on the line/];
        expect(await ask('select', id)).toBe('done');
        await expect.poll(() => shown.textContent(), WITHIN).toMatch(onTheLine);
        expect(await ask('select', task)).toBe('done');
        await expect.poll(() => shown.textContent(), WITHIN).toMatch(atWork);
        await contacts.getByRole('button', { name: onTheLine }).click();
        await expect.poll(async () => (await told()).selected, WITHIN).toEqual([id]);
        expect(await shown.textContent()).toMatch(onTheLine);
        expect(await ask('select', 'gone')).toBe('wrong-moment');
        expect(await ask('leave', id)).toBe('done');
        await seen(id, { phase: 'ended' });
        await cleared(id);
        await world.stopTask(task);
        await cleared(task);
      });

    it('has met no fault of its own in all this, and is silent once stopped', async () => {
      expect((await told()).reported).toEqual([]);
      await frame.evaluate(() => globalThis.softphone.stop());
      const before = await told();
      const id = await world.startCall(ATTRIBUTES);
      await expect.poll(() => world.stateOf(id), WITHIN).toBe('offered');
      expect(await told()).toEqual(before);
    });
  });
}
