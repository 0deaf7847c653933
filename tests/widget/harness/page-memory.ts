import type { CDPSession } from 'playwright-core';
import { type DesktopPage, OUR_ATTRIBUTES } from './desktop-page.ts';
import { CALL_ID } from './sample-deal.ts';

/** What a page holds after its garbage has been collected. */
export interface Held {
  readonly nodes: number;
  readonly listeners: number;
  readonly objects: number;
  readonly heapBytes: number;
}

export interface PageMemory {
  /** Of the page alone: the CCP is another process. */
  held(): Promise<Held>;
  /** Nodes that are in no document and that somebody still holds. */
  detached(): Promise<number>;
}

export async function watchMemory({ page, context }: DesktopPage): Promise<PageMemory> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('HeapProfiler.enable');
  /** Every object with that prototype, judged by a function of the page. */
  const count = async (prototype: string, judge: string): Promise<number> => {
    const { result } = await devtools.send('Runtime.evaluate', { expression: prototype });
    const { objects } = await devtools.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' });
    const { result: counted } = await devtools.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: judge,
      returnByValue: true,
    });
    await devtools.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
    return counted.value;
  };
  return {
    async held() {
      await collect(page, devtools);
      const { nodes, jsEventListeners: listeners } = await devtools.send('Memory.getDOMCounters');
      const { usedSize: heapBytes } = await devtools.send('Runtime.getHeapUsage');
      const objects = await count('Object.prototype', 'function () { return this.length; }');
      return { nodes, listeners, objects, heapBytes };
    },
    async detached() {
      await collect(page, devtools);
      // The prototypes of all kinds of nodes are among them.
      const isDetached = "(node) => !Object.hasOwn(node, 'constructor') && !node.isConnected";
      return count('Node.prototype', `function () { return this.filter(${isDetached}).length; }`);
    },
  };
}

async function collect(page: DesktopPage['page'], devtools: CDPSession): Promise<void> {
  // Streams' own log: begun anew every half hour, but for three lines a call that a page which embeds the CCP never sends
  // (`_serverBoundInternalLogs` of amazon-connect-streams 2).
  await page.evaluate(() => {
    const { connect } = globalThis as unknown as { connect: { getLog(): object } };
    for (const kept of Object.values(connect.getLog())) if (Array.isArray(kept)) kept.length = 0;
  });
  await devtools.send('HeapProfiler.collectGarbage');
}

/** Calls with Dana Reyes, one after the other, each from the ring to its end; `from` and `to` number them. */
export async function talk({ page, calls }: DesktopPage, from: number, to: number): Promise<void> {
  const onTheLine = page.getByRole('article', { name: 'Dana Reyes' }).getByText('On the line', { exact: true });
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
}
