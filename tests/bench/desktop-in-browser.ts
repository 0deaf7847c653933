/**
 * Figures of the desktop in a real browser, against a small world in memory: what comes before the deal is painted, how a
 * large deal scrolls, and what a shift of calls leaves behind.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { buildDesktop } from '../../ccp-widget/build.ts';
import { launchBrowser } from '../system/browser.ts';
import { type DesktopPage, openDesktop } from '../widget/harness/desktop-page.ts';
import { talk, watchMemory } from '../widget/harness/page-memory.ts';
import { DEAL, largeDeal, sampleCall, sampleDeal } from '../widget/harness/sample-deal.ts';
import { type Harness, startHarness } from '../widget/harness/start-harness.ts';
import { type Figure, median, quantile } from './figure.ts';

/** Issue of the desktop: gzip bytes before the first context paint. */
const FIRST_PAINT_BYTES = 10_000;
const [PEOPLE, FILES] = [500, 2_000];
const FRAMES_PER_SECOND = 60;
const FRAME_MS = 1_000 / FRAMES_PER_SECOND;
/** A flick of a wheel is 100 px; three at once, every frame, is faster than anybody reads. */
const PX_PER_FRAME = 300;
const WARM_UP_CALLS = 50;
/** A call may leave this behind: less than the notes that are typed in it. */
const BYTES_PER_CALL = 1_000;

/** @param calls of the session whose memory is watched */
export async function measureDesktop(rounds: number, calls: number): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'desktop-'));
  const [browser] = await Promise.all([launchBrowser(), buildDesktop(folder)]);
  const harness = await startHarness(folder);
  try {
    return [
      ...(await measureFirstPaint(browser, harness, folder, rounds)),
      ...(await measureScrolling(browser, harness, rounds)),
      ...(await measureMemory(browser, harness, calls)),
    ];
  } finally {
    await browser.close();
    await harness.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface FirstPaint {
  readonly painted: number;
  readonly streamsAsked: number;
  /** Paths of scripts. */
  readonly before: readonly string[];
}

/** Opened on a deal's address nothing else is painted: the first contentful paint is the deal's. */
async function measureFirstPaint(
  browser: Browser,
  harness: Harness,
  folder: string,
  rounds: number,
): Promise<readonly Figure[]> {
  harness.api.context = sampleDeal();
  const paints: FirstPaint[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { page, context } = await openDesktop(browser, harness, { hash: DEAL });
    paints.push(await firstPaint(page));
    await context.close();
  }
  const [scripts = []] = paints.map(({ before }) => before).toSorted((a, b) => b.length - a.length);
  const sizeOf = async (path: string): Promise<number> =>
    gzipSync(await readFile(join(folder, path)), { level: 9 }).length;
  const sizes = await Promise.all(scripts.map(async (path) => ({ path, bytes: await sizeOf(path) })));
  const sum = (wanted: boolean): number =>
    sizes.filter(({ path }) => path.includes('sign-in') === wanted).reduce((total, { bytes }) => total + bytes, 0);
  return [
    {
      name: 'code before the deal is painted, gzip',
      peer: '10 kB',
      ratio: sum(false) / FIRST_PAINT_BYTES,
      target: 1,
      facts: { bytes: sum(false), 'sign-in beside it': sum(true), stylesheet: await sizeOf('styles.css') },
    },
    {
      name: 'the deal is painted before Streams is asked for',
      peer: 'the moment of that request',
      ratio: median(paints.map(({ painted, streamsAsked }) => painted / streamsAsked)),
      target: 1,
      facts: {
        'painted ms': median(paints.map(({ painted }) => painted)),
        'Streams asked for ms': median(paints.map(({ streamsAsked }) => streamsAsked)),
      },
    },
  ];
}

const firstPaint = (page: Page): Promise<FirstPaint> =>
  page.evaluate(() => {
    const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
    const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const streams = files.find(({ name }) => name.endsWith('connect-streams-min.js'));
    const before = files
      .filter(({ name, startTime }) => name.endsWith('.js') && startTime < painted)
      .map(({ name }) => new URL(name).pathname);
    return { painted, streamsAsked: streams?.startTime ?? Number.NaN, before };
  });

/** Down the whole deal, so much per frame; beside it an empty page in the same browser, the floor. */
async function measureScrolling(browser: Browser, harness: Harness, rounds: number): Promise<readonly Figure[]> {
  harness.api.context = largeDeal(PEOPLE, FILES);
  const { page, context } = await openDesktop(browser, harness, { hash: DEAL });
  await page.getByRole('article', { name: 'Person 0' }).waitFor();
  const blank = await context.newPage();
  const ours: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await page.bringToFront();
    ours.push(...(await framesWhile(page, '#deal', PX_PER_FRAME)));
    await blank.bringToFront();
    floor.push(...(await framesWhile(blank, undefined, 0)));
  }
  await page.bringToFront();
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  const traced = await framesWhile(page, '#deal', PX_PER_FRAME);
  const busy = mainThreadMs(await browser.stopTracing()) / traced.length;
  await context.close();
  const mean = ours.reduce((total, ms) => total + ms, 0) / ours.length;
  const name = `scrolling through ${PEOPLE} people and ${FILES.toLocaleString('en')} documents`;
  return [
    {
      name,
      peer: `${FRAMES_PER_SECOND} frames a second`,
      ratio: mean / FRAME_MS,
      target: 1,
      facts: {
        'frames a second': 1_000 / mean,
        'of an empty page': 1_000 / median(floor),
        'p99 frame ms': quantile(ours, 0.99),
        frames: ours.length,
      },
    },
    {
      // What other work on this machine does not change.
      name: `${name}, CPU of the main thread`,
      peer: 'the time of a frame',
      ratio: busy / FRAME_MS,
      target: 1,
      facts: { 'ms a frame': busy },
    },
  ];
}

/** CPU of the page's main thread: of all threads called so, the busiest. The CCP's frame has one too. */
function mainThreadMs(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const busyOf = (thread: TraceEvent): number =>
    traceEvents
      .filter(({ name, pid, tid }) => name === 'RunTask' && pid === thread.pid && tid === thread.tid)
      .reduce((total, { tdur = 0 }) => total + tdur, 0);
  return Math.max(...mains.map(busyOf)) / 1_000;
}

/** Chromium's trace event format; `tdur` is CPU time in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Milliseconds of every frame, until the end is reached or after as many as a scroller without an end gets. */
const framesWhile = (page: Page, selector: string | undefined, pxPerFrame: number): Promise<number[]> =>
  page.evaluate(
    ([chosen, px]) =>
      new Promise<number[]>((resolve) => {
        const scroller = chosen === undefined ? undefined : document.querySelector(chosen);
        if (scroller) scroller.scrollTop = 0;
        const frames: number[] = [];
        let last: number | undefined;
        const next = (now: number): void => {
          if (last !== undefined) frames.push(now - last);
          last = now;
          const before = scroller?.scrollTop;
          if (scroller) scroller.scrollTop += px;
          const isOver = scroller && frames.length > 10 ? scroller.scrollTop === before : frames.length >= 120;
          if (isOver) resolve(frames);
          else requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    [selector, pxPerFrame] as const,
  );

async function measureMemory(browser: Browser, harness: Harness, calls: number): Promise<readonly Figure[]> {
  harness.api.context = { ...sampleDeal(), calls: [sampleCall(), ...sampleDeal().calls] };
  const desk: DesktopPage = await openDesktop(browser, harness, { hash: DEAL });
  const memory = await watchMemory(desk);
  await talk(desk, 0, WARM_UP_CALLS);
  const [before, detachedBefore] = [await memory.held(), await memory.detached()];
  await talk(desk, WARM_UP_CALLS, WARM_UP_CALLS + calls);
  const [after, detached] = [await memory.held(), await memory.detached()];
  await desk.context.close();
  const perCall = (after.heapBytes - before.heapBytes) / calls;
  return [
    {
      name: `what each of ${calls} calls in one session leaves in memory`,
      peer: `${BYTES_PER_CALL} bytes`,
      ratio: Math.max(0, perCall) / BYTES_PER_CALL,
      target: 1,
      facts: {
        'bytes per call': perCall,
        'heap kB before': before.heapBytes / 1_000,
        'heap kB after': after.heapBytes / 1_000,
        'more nodes': after.nodes - before.nodes,
        'more listeners': after.listeners - before.listeners,
        'more detached nodes': detached - detachedBefore,
      },
    },
  ];
}
