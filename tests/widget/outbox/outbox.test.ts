/** Any order of edits, cuts, crashes, lost answers, other people's edits and decisions: nothing lost, nothing twice, in order. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANSWER_WITHIN_MS } from '../../../ccp-widget/src/outbox/outbox.ts';
import { World } from './world.ts';

describe('the outbox', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('keeps an edit before it sends it, and erases it when it is there', async () => {
    const world = new World();
    const submission = world.edit('dana', 'role', 'Sponsor');
    await vi.advanceTimersByTimeAsync(0);
    expect(await submission).toEqual({ name: 'sent' });
    expect(world.server.dana).toMatchObject({ role: 'Sponsor', version: 2 });
    expect(await world.kept()).toEqual([]);
  });

  it('says that an edit waits, and sends it by itself when the network is back', async () => {
    const world = new World();
    world.network = 'cut';
    const submission = world.edit('dana', 'role', 'Sponsor');
    await vi.advanceTimersByTimeAsync(0);
    expect(await submission).toEqual({ name: 'waits' });
    expect(world.published.at(-1)).toMatchObject({ failing: true, reachable: false });
    world.network = 'good';
    await vi.advanceTimersByTimeAsync(3_000);
    expect(world.server.dana?.role).toBe('Sponsor');
    expect(world.published.at(-1)).toMatchObject({ failing: false, count: 0 });
  });

  it('asks ever more slowly, and at most every minute and a half', async () => {
    const world = new World();
    world.network = 'cut';
    void world.edit('dana', 'role', 'Sponsor');
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    const gaps = world.asked.map((at, index) => at - (world.asked[index - 1] ?? 0)).slice(1);
    expect(gaps.length).toBeGreaterThan(6);
    expect(gaps.every((gap, index) => gap >= (gaps[index - 1] ?? 0) && gap <= 90_000)).toBe(true);
  });

  it('lets nobody wait for a server that does not answer', async () => {
    const world = new World();
    world.network = 'hangs';
    const submission = world.edit('dana', 'role', 'Sponsor');
    await vi.advanceTimersByTimeAsync(ANSWER_WITHIN_MS);
    expect(await submission).toEqual({ name: 'waits' });
    expect(await world.kept()).toHaveLength(1);
  });

  it('tells a conflict to whoever made the edit, and keeps it for later when nobody waits for it', async () => {
    const world = new World();
    world.network = 'cut';
    const waits = world.edit('dana', 'role', 'Sponsor');
    await vi.advanceTimersByTimeAsync(0);
    await waits;
    world.somebodyElse('dana', 'role', 'Legal');
    world.network = 'good';
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await world.kept()).toMatchObject([{ stuck: { name: 'conflict', theirs: { role: 'Legal' }, version: 2 } }]);
    expect(world.server.dana?.role).toBe('Legal');
    await world.keepFirst();
    expect(world.server.dana).toMatchObject({ role: 'Sponsor', version: 3 });
    world.somebodyElse('dana', 'role', 'User');
    const told = world.edit('dana', 'role', 'Champion', 'Sponsor', 3);
    await vi.advanceTimersByTimeAsync(0);
    expect(await told).toEqual({ name: 'conflict', theirs: { role: 'User' }, version: 4 });
    expect(await world.kept()).toEqual([]);
  });

  it('does not take another field of the same record for a conflict', async () => {
    const world = new World();
    world.somebodyElse('dana', 'title', 'CEO');
    const submission = world.edit('dana', 'role', 'Sponsor');
    await vi.advanceTimersByTimeAsync(0);
    expect(await submission).toEqual({ name: 'sent' });
    expect(world.server.dana).toMatchObject({ role: 'Sponsor', title: 'CEO', version: 3 });
  });

  it('compares each edit of a record with what somebody else has written, not only the first', async () => {
    const world = new World();
    world.network = 'cut';
    void world.edit('dana', 'role', 'Sponsor');
    void world.edit('dana', 'title', 'CFO');
    await vi.advanceTimersByTimeAsync(0);
    world.somebodyElse('dana', 'title', 'CEO');
    world.network = 'good';
    await vi.advanceTimersByTimeAsync(5_000);
    expect(world.server.dana).toMatchObject({ role: 'Sponsor', title: 'CEO' });
    expect(await world.kept()).toMatchObject([{ stuck: { theirs: { title: 'CEO' } } }]);
  });

  it('sends what another agent has left here only when that agent signs in', async () => {
    const world = new World();
    world.network = 'cut';
    void world.edit('dana', 'role', 'Sponsor');
    await vi.advanceTimersByTimeAsync(0);
    world.agent = 'ben';
    world.crash();
    world.network = 'good';
    await world.outbox.flush();
    expect(world.server.dana?.role).toBe('');
    expect(await world.kept()).toHaveLength(1);
    world.agent = 'ana';
    await world.outbox.flush();
    expect(world.server.dana?.role).toBe('Sponsor');
  });

  it('of two tabs only one sends', async () => {
    const world = new World();
    const other = world.anotherTab();
    world.network = 'cut';
    for (const value of ['a', 'b', 'c']) {
      void world.edit('dana', 'role', value);
      await vi.advanceTimersByTimeAsync(0);
    }
    world.network = 'good';
    await Promise.all([world.outbox.flush(), other.flush(), world.outbox.flush()]);
    expect(world.applied).toEqual(['dana role a', 'dana role b', 'dana role c']);
    expect(world.overlaps).toBe(0);
  });

  const record = fc.constantFrom('dana', 'dana', 'dana', 'ingrid');
  const network = fc.constantFrom('cut' as const, 'good' as const, 'cut' as const, 'loses answers' as const);
  const field = fc.constantFrom('role', 'title');
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ name: fc.constant('edit' as const), record, field }) },
    { weight: 2, arbitrary: fc.record({ name: fc.constant('somebody else' as const), record, field }) },
    { weight: 1, arbitrary: fc.record({ name: fc.constant('network' as const), network }) },
    { weight: 2, arbitrary: fc.record({ name: fc.constant('crash' as const) }) },
    { weight: 1, arbitrary: fc.record({ name: fc.constant('other tab' as const) }) },
    { weight: 3, arbitrary: fc.record({ name: fc.constant('time' as const), ms: fc.nat(20_000) }) },
    { weight: 1, arbitrary: fc.record({ name: fc.constant('discard' as const) }) },
    { weight: 1, arbitrary: fc.record({ name: fc.constant('keep mine' as const) }) },
  );

  it('loses nothing, sends nothing twice, keeps the order and overwrites nobody unseen, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(network, fc.array(step, { maxLength: 40 }), async (atFirst, steps) => {
        const world = new World();
        world.network = atFirst;
        for (const one of steps) {
          if (one.name === 'edit') world.editOnScreen(one.record, one.field);
          else if (one.name === 'somebody else') world.somebodyElse(one.record, one.field);
          else if (one.name === 'network') world.network = one.network;
          else if (one.name === 'crash') world.crash();
          else if (one.name === 'other tab') void world.anotherTab().flush();
          else if (one.name === 'time') await vi.advanceTimersByTimeAsync(one.ms);
          else if (one.name === 'discard') await world.discardFirst();
          else await world.keepFirst();
          await vi.advanceTimersByTimeAsync(0);
          expect(world.overlaps).toBe(0);
        }
        world.network = 'good';
        world.crash();
        for (let rounds = 0; rounds < 50; rounds++) {
          await vi.advanceTimersByTimeAsync(90_000);
          if ((await world.kept()).length === 0) break;
          await world.keepFirst();
        }
        await world.expectHonest();
      }),
      { numRuns: 400 },
    );
  });
});
