/** A session lasts a shift: what a call leaves behind is there hundreds of times in the evening. */
import { describe, expect, it } from 'vitest';
import { DEAL, desktopSuite } from '../widget/harness/desktop-suite.ts';
import { talk, watchMemory } from '../widget/harness/page-memory.ts';

const CALLS = 150;
const WARM_UP = 50;

describe('the desktop’s memory', () => {
  const suite = desktopSuite();

  it(`is the same after ${CALLS} calls as after ${WARM_UP}`, async () => {
    const desk = await suite.open({ hash: DEAL });
    const memory = await watchMemory(desk);
    await talk(desk, 0, WARM_UP);
    const before = await memory.held();
    const detached = await memory.detached();
    await talk(desk, WARM_UP, CALLS);
    const after = await memory.held();
    // What was once kept for each call was a saver of its outcome, 19 objects. Streams itself makes a few hundred late, once.
    expect(after.objects - before.objects, JSON.stringify({ before, after })).toBeLessThan((CALLS - WARM_UP) * 3);
    expect(after.nodes - before.nodes).toBeLessThan(10);
    expect(after.listeners - before.listeners).toBeLessThan(10);
    expect((await memory.detached()) - detached).toBeLessThan(10);
  }, 300_000);
});
