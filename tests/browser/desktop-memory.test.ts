/** A session lasts a shift: what a call leaves behind is there hundreds of times in the evening. */
import { describe, expect, it } from 'vitest';
import { OUR_ATTRIBUTES } from '../widget/harness/desktop-page.ts';
import { DEAL, desktopSuite } from '../widget/harness/desktop-suite.ts';
import { CALL_ID } from '../widget/harness/sample-deal.ts';

const CALLS = 150;
const WARM_UP = 50;

interface Held {
  readonly nodes: number;
  readonly listeners: number;
  readonly objects: number;
}

describe('the desktop’s memory', () => {
  const suite = desktopSuite();

  it(`is the same after ${CALLS} calls as after ${WARM_UP}`, async () => {
    const { page, context, calls } = await suite.open({ hash: DEAL });
    const devtools = await context.newCDPSession(page);
    await devtools.send('HeapProfiler.enable');
    /** Of the page alone: the CCP is another process. */
    const held = async (): Promise<Held> => {
      // Streams' own log: begun anew every half hour, but for three lines a call that a page which embeds the CCP never sends
      // (`_serverBoundInternalLogs` of amazon-connect-streams 2).
      await page.evaluate(() => {
        const { connect } = globalThis as unknown as { connect: { getLog(): object } };
        for (const kept of Object.values(connect.getLog())) if (Array.isArray(kept)) kept.length = 0;
      });
      await devtools.send('HeapProfiler.collectGarbage');
      const { nodes, jsEventListeners: listeners } = await devtools.send('Memory.getDOMCounters');
      const { result } = await devtools.send('Runtime.evaluate', { expression: 'Object.prototype' });
      const { objects } = await devtools.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' });
      const { result: count } = await devtools.send('Runtime.callFunctionOn', {
        objectId: objects.objectId ?? '',
        functionDeclaration: 'function () { return this.length; }',
        returnByValue: true,
      });
      await devtools.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
      return { nodes, listeners, objects: count.value };
    };
    const onTheLine = page.getByRole('article', { name: 'Dana Reyes' }).getByText('On the line', { exact: true });
    const talk = async (from: number, to: number): Promise<void> => {
      for (let number = from; number < to; number += 1) {
        const call = {
          contactId: `contact-${number}`,
          attributes: { ...OUR_ATTRIBUTES, callId: `${CALL_ID}-${number}` },
        };
        await calls({ ...call, state: 'connecting' });
        await calls({ ...call, state: 'connected' });
        await onTheLine.waitFor();
        await calls({ ...call, state: 'ended' });
        await calls();
        await onTheLine.waitFor({ state: 'detached' });
      }
    };
    await talk(0, WARM_UP);
    const before = await held();
    await talk(WARM_UP, CALLS);
    const after = await held();
    // What was once kept for each call was a saver of its outcome, 19 objects. Streams itself makes a few hundred late, once.
    expect(after.objects - before.objects, JSON.stringify({ before, after })).toBeLessThan((CALLS - WARM_UP) * 3);
    expect(after.nodes - before.nodes).toBeLessThan(10);
    expect(after.listeners - before.listeners).toBeLessThan(10);
  }, 300_000);
});
