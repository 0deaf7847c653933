import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClock } from '../../../local/connect/clock.ts';
import { readOptions } from '../../../local/connect/standalone/options.ts';
import { runStandalone } from '../../../local/connect/standalone/run.ts';
import { MAIN_NUMBER } from '../../../local/connect/standalone/seed.ts';
import { DEFAULT_TUNING } from '../../../local/connect/tuning.ts';

const NINE = '2026-11-24T09:00:00.000Z';
const example = (name: string) => new URL(`../../../local/connect/examples/${name}`, import.meta.url).pathname;
const LOOK_UP = 'arn:aws:lambda:us-east-1:123456789012:function:look-up';

describe('a virtual clock', () => {
  it('runs what is due in order of its time, and of the same time as it was added', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ delay: fc.nat(50), cancel: fc.boolean() }), { maxLength: 40 }),
        fc.nat(60),
        async (given, ms) => {
          const clock = createClock({ mode: 'virtual', startAt: 1_000 });
          const ran: { index: number; at: number }[] = [];
          const cancels = given.map(({ delay }, index) =>
            clock.after(delay, () => void ran.push({ index, at: clock.now() })),
          );
          for (const [index, { cancel }] of given.entries()) if (cancel) cancels[index]?.();
          const count = await clock.run(ms);
          const expected = given
            .map(({ delay, cancel }, index) => ({ index, at: 1_000 + delay, cancel }))
            .filter(({ at, cancel }) => !cancel && at <= 1_000 + ms)
            .toSorted((one, other) => one.at - other.at)
            .map(({ index, at }) => ({ index, at }));
          expect(ran).toEqual(expected);
          expect(count).toBe(expected.length);
          expect(clock.now()).toBe(1_000 + ms);
        },
      ),
    );
  });

  it('does not move while work outside goes on, and takes what follows from it at the same moment', async () => {
    const clock = createClock({ mode: 'virtual', startAt: 0 });
    const { promise, resolve } = Promise.withResolvers<void>();
    const seen: [string, number][] = [];
    clock.after(10, () => {
      void clock.outside(promise).then(() => clock.after(5, () => seen.push(['after the answer', clock.now()])));
    });
    clock.after(20, () => seen.push(['later', clock.now()]));
    const running = clock.run(30);
    await vi.waitFor(() => expect(clock.now()).toBe(10));
    resolve();
    await running;
    expect(seen).toEqual([
      ['after the answer', 15],
      ['later', 20],
    ]);
  });

  it('lets two who move it have their turn one after the other', async () => {
    const clock = createClock({ mode: 'virtual', startAt: 0 });
    await Promise.all([clock.run(10), clock.run(25)]);
    expect(clock.now()).toBe(35);
  });

  it('keeps the time that is left over a change of mode and of date', async () => {
    const clock = createClock({ machine: { now: () => new Date(NINE) } });
    let ran = false;
    clock.after(60_000, () => {
      ran = true;
    });
    clock.set('virtual', Date.parse('2030-01-01T00:00:00Z'));
    await clock.run(59_000);
    expect(ran).toBe(false);
    await clock.run(1_000);
    expect(ran).toBe(true);
    clock.set('real');
    expect(new Date(clock.now()).toISOString()).toBe('2030-01-01T00:01:00.000Z');
    clock.stop();
  });

  it('runs in real time what was left when it stood still', async () => {
    const clock = createClock({ mode: 'virtual', startAt: 0 });
    const ran = vi.fn();
    clock.after(5, ran);
    clock.after(5, ran);
    clock.set('real');
    await vi.waitFor(() => expect(ran).toHaveBeenCalledTimes(2));
    clock.stop();
  });
});

describe('the clock of a running instance', () => {
  let parts = new AsyncDisposableStack();
  afterEach(async () => {
    await parts.disposeAsync();
    parts = new AsyncDisposableStack();
  });

  const start = async () => {
    const flow = ['--flow', example('support.json'), '--function', `${LOOK_UP}=${example('look-up.ts')}`];
    const options = readOptions(['--port', '0', '--virtual', ...flow]);
    if (options === undefined) throw new Error('only the usage was asked for');
    const connect = await runStandalone(options, () => undefined);
    parts.defer(connect.stop);
    return async (method: string, path: string, body?: unknown) => {
      const response = await fetch(`${connect.origin}/simulator/${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, ...Object(await response.json()) };
    };
  };

  it('moves a call only when it is told, and then everything that is due, functions included, to the end', async () => {
    const ask = await start();
    expect(await ask('PUT', 'clock', { mode: 'virtual', now: NINE })).toMatchObject({ mode: 'virtual', now: NINE });
    const { contactId } = await ask('POST', 'inbound', { from: '+14155550102', to: MAIN_NUMBER.number });
    const actions = async () => {
      const { contacts } = await ask('GET', `contacts/${contactId}`);
      return contacts[0].flowTrace.map(({ actionId }: { actionId: string }) => actionId);
    };
    // The function has answered by the end of the call, without any time.
    expect(await ask('POST', 'clock/advance', { ms: 0 })).toMatchObject({ status: 200, now: NINE });
    expect(await actions()).toEqual(['look-up', 'level']);
    const { nextEventAt } = await ask('GET', 'clock');
    expect(nextEventAt).not.toBeNull();
    expect(await ask('POST', 'clock/advance', { toNextEvent: true })).toMatchObject({ now: nextEventAt });
    // The menu waits 5 s after its prompt, and who presses nothing is disconnected.
    const spoken = (await ask('GET', `contacts/${contactId}`)).contacts[0].spoken[0].text;
    const overAt = Date.parse(NINE) + spoken.length * DEFAULT_TUNING.speechMsPerCharacter + 5_000;
    await ask('POST', 'clock/advance', { until: new Date(overAt - 1).toISOString() });
    expect(await actions()).toEqual(['look-up', 'level']);
    await ask('POST', 'clock/advance', { ms: 60_000 });
    expect((await actions()).slice(0, 3)).toEqual(['look-up', 'level', 'menu']);
    const { contacts } = await ask('GET', `contacts/${contactId}`);
    expect(contacts[0].timestamps).toMatchObject({
      initiatedAt: NINE,
      disconnectedAt: new Date(overAt).toISOString(),
    });
  });

  it('refuses a jump while a call is in progress, steps in real time, and what is no step', async () => {
    const ask = await start();
    await ask('POST', 'inbound', { from: '+14155550102', to: MAIN_NUMBER.number });
    expect(await ask('PUT', 'clock', { mode: 'virtual', now: NINE })).toMatchObject({ status: 409 });
    for (const step of [
      {},
      { ms: -1 },
      { ms: 1, until: NINE },
      { until: 'tomorrow' },
      { until: '1999-01-01T00:00:00Z' },
    ])
      expect(await ask('POST', 'clock/advance', step)).toMatchObject({ status: 400 });
    await ask('PUT', 'clock', { mode: 'real' });
    expect(await ask('POST', 'clock/advance', { ms: 1 })).toMatchObject({ status: 409 });
  });
});
