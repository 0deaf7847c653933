/** What the screen shows is loaded again by itself: when something may have changed, and when it could not be loaded. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../ccp-widget/src/api/api-error.ts';
import { retryPause } from '../../ccp-widget/src/api/retry-pause.ts';
import { createDesk } from '../../ccp-widget/src/state/desk.ts';
import {
  contextId,
  type DeskCall,
  type DesktopState,
  type Focus,
  INITIAL_STATE,
  type Shown,
} from '../../ccp-widget/src/state/desktop-state.ts';
import { keyInFocus } from '../../ccp-widget/src/state/in-focus.ts';
import { keepCurrent } from '../../ccp-widget/src/state/keep-current.ts';
import { loadRecent } from '../../ccp-widget/src/state/load-recent.ts';
import { lookUpCall } from '../../ccp-widget/src/state/look-up-call.ts';
import { createStore } from '../../ccp-widget/src/state/store.ts';
import { sampleDeal } from './harness/sample-deal.ts';

vi.mock('../../ccp-widget/src/views/lazy.ts', () => ({
  loadLater: () => import('../../ccp-widget/src/state/without-context.ts'),
}));

const key = { sourceId: 'demo-crm', opportunityId: 'opp/1001' };
const DEAL_PATH = `/opportunities/${contextId(key)}`;
const ON_DEAL: Focus = { kind: 'opportunity', key };
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const unreachable = new ApiError('unreachable');
const refusal = (status: number): ApiError => new ApiError('problem', { status });

const connectContactId = 'cc-1';
const ringing: DeskCall = {
  ...{ connectContactId, inbound: true, attributes: {}, phase: 'ringing', parties: [] },
  subject: { status: 'looking-up' },
};

type Answer = (path: string) => unknown;
const failing =
  (error: ApiError): Answer =>
  () => {
    throw error;
  };
const answering: Answer = (path) => (path === '/calls?agent=me' ? { calls: sampleDeal().calls } : sampleDeal());

/** A desk that is kept current, before an API that answers so until it is told otherwise. */
async function world(focus: Focus, answer: Answer, part: Partial<DesktopState> = {}) {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const browser = new EventTarget();
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', browser.addEventListener.bind(browser));
  const store = createStore<DesktopState>({ ...INITIAL_STATE, session: { status: 'signed-in' }, focus, ...part });
  const api = { answer };
  const asked: { readonly at: number; readonly path: string }[] = [];
  const desk = createDesk(
    store,
    async <Answered>(path: string) => {
      asked.push({ at: Date.now(), path });
      return api.answer(path) as Answered;
    },
    'all',
  );
  if (keyInFocus(store.get())) await desk.loadContext(key);
  else if (focus.kind === 'call') await lookUpCall(desk, focus.connectContactId);
  else await loadRecent(desk);
  const resume = vi.fn(async () => undefined);
  keepCurrent(desk, resume);
  return {
    ...{ store, api, asked, resume },
    entry: () => store.get().contexts[contextId(key)],
    /** Whole seconds between one request and the next. */
    pauses: () => asked.slice(1).map(({ at }, index) => Math.round((at - (asked[index]?.at ?? 0)) / SECOND)),
    comesOnline: () => browser.dispatchEvent(new Event('online')),
    turns(visibilityState: 'visible' | 'hidden') {
      page.visibilityState = visibilityState;
      page.dispatchEvent(new Event('visibilitychange'));
    },
  };
}

describe('what could not be loaded', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it.each([
    ['a deal', ON_DEAL],
    ['a deal that the agent is talking about', { kind: 'call', connectContactId } as const],
  ])('is tried again by itself, after pauses that grow to a minute: %s', async (_what, focus) => {
    const talk = { ...ringing, phase: 'connected', subject: { status: 'known', key } } as const;
    const { pauses, entry } = await world(focus, failing(unreachable), { calls: [talk] });
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    expect(pauses()).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
    expect(entry()?.trouble?.what).toBe('The server cannot be reached');
  });

  it.each([
    ['the network', unreachable],
    ['the server', refusal(503)],
    ['the allowance', refusal(429)],
    ['the sign-in', new ApiError('signed-out')],
  ])('appears when %s is back; until then the screen stays as it is', async (_what, error) => {
    const { store, api, entry } = await world(ON_DEAL, failing(error));
    const trouble = entry()?.trouble;
    const shown = new Set<unknown>();
    store.subscribe(() => shown.add(entry()?.trouble));
    await vi.advanceTimersByTimeAsync(20 * SECOND);
    expect([...shown]).toEqual([trouble]);
    api.answer = answering;
    await vi.advanceTimersByTimeAsync(16 * SECOND);
    expect([...shown]).toEqual([trouble, undefined]);
    expect(entry()).toEqual({ status: 'ready', context: sampleDeal() });
  });

  it('is tried at once when the browser comes online or the page is looked at, and then from short pauses on', async () => {
    const { asked, comesOnline, turns, pauses } = await world(ON_DEAL, failing(unreachable));
    await vi.advanceTimersByTimeAsync(3 * MINUTE);
    asked.length = 0;
    comesOnline();
    await vi.advanceTimersByTimeAsync(13 * SECOND);
    expect(pauses()).toEqual([4, 8]);
    turns('hidden');
    comesOnline();
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(asked).toHaveLength(3);
    turns('visible');
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(4);
  });

  it.each([403, 410, 422])('is left alone when no further attempt would bring it: %i', async (status) => {
    const { asked, comesOnline, turns } = await world(ON_DEAL, failing(refusal(status)));
    comesOnline();
    turns('visible');
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(asked).toHaveLength(1);
  });

  it('because nobody knows it is not asked for again in its CRM; a minute later it may have come by itself', async () => {
    const failed: Answer = (path) => {
      if (path.endsWith('/reading')) return { state: 'failed', reason: 'opportunity-not-found', askedAt: '' };
      throw refusal(404);
    };
    const { asked, api, entry } = await world(ON_DEAL, failed);
    await vi.advanceTimersByTimeAsync(59 * SECOND);
    expect(asked.map(({ path }) => path)).toEqual([DEAL_PATH, `${DEAL_PATH}/reading`]);
    api.answer = answering;
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(entry()?.status).toBe('ready');
  });

  it('in the middle of its reading is read when the server is back', async () => {
    const { api, entry } = await world(ON_DEAL, (path) => {
      throw path.endsWith('/reading') ? unreachable : refusal(404);
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(entry()?.trouble?.what).toBe('The server cannot be reached');
    let isRead = false;
    api.answer = (path) => {
      if (path.endsWith('/reading')) isRead = true;
      else if (!isRead) throw refusal(404);
      return isRead && path === DEAL_PATH ? sampleDeal() : { state: 'read', askedAt: '' };
    };
    await vi.advanceTimersByTimeAsync(3 * SECOND);
    expect(entry()?.status).toBe('ready');
  });

  it('for want of a sign-in is loaded as soon as that can be renewed without asking; nothing is sent before', async () => {
    const { store, api, asked, entry, resume, comesOnline } = await world(ON_DEAL, failing(new ApiError('signed-out')));
    store.update((state) => ({ ...state, session: { status: 'expired' } }));
    asked.length = 0;
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect(resume.mock.calls.length).toBeGreaterThan(0);
    expect(asked).toEqual([]);
    api.answer = answering;
    resume.mockImplementationOnce(async () => {
      store.update((state) => ({ ...state, session: { status: 'signed-in' } }));
    });
    comesOnline();
    await vi.advanceTimersByTimeAsync(0);
    expect(entry()?.status).toBe('ready');
    resume.mockClear();
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    expect(resume).not.toHaveBeenCalled();
  });

  it('on the first screen comes back too, and what was there stays', async () => {
    const recent = { status: 'ready', calls: sampleDeal().calls } as const;
    const { store, api, pauses } = await world({ kind: 'idle' }, failing(refusal(500)), { recent });
    await vi.advanceTimersByTimeAsync(8 * SECOND);
    expect(pauses()).toEqual([2, 4]);
    expect(store.get().recent).toMatchObject({ status: 'failed', calls: recent.calls });
    api.answer = answering;
    await vi.advanceTimersByTimeAsync(8 * SECOND);
    expect(store.get().recent).toEqual(recent);
  });

  it('about a call that does not say what it is about is asked again', async () => {
    const { store, api, pauses } = await world({ kind: 'call', connectContactId }, failing(refusal(500)), {
      calls: [ringing],
    });
    const { subject } = store.get().calls[0] ?? {};
    expect(subject).toMatchObject({ status: 'failed', trouble: { isPassing: true } });
    await vi.advanceTimersByTimeAsync(7 * SECOND);
    expect(pauses()).toEqual([2, 4]);
    expect((store.get().calls[0]?.subject as Shown)?.trouble).toBe((subject as Shown)?.trouble);
    api.answer = () => ({ found: 'one', callId: 'call-1', context: sampleDeal() });
    await vi.advanceTimersByTimeAsync(8 * SECOND);
    expect(store.get().calls[0]?.subject).toMatchObject({ status: 'known', key });
  });

  it('is tried by many desktops at different times, and never more often than the pauses say', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
        const pause = retryPause(failures, 0);
        expect(pause).toBeLessThanOrEqual(MINUTE);
        expect(pause).toBeGreaterThanOrEqual(retryPause(Math.max(0, failures - 1), 0));
        expect(retryPause(failures, random)).toBeGreaterThanOrEqual(pause);
        expect(retryPause(failures, random)).toBeLessThanOrEqual(pause * 1.5);
      }),
    );
    expect(retryPause(3, 1)).toBeGreaterThan(retryPause(3, 0));
  });
});

describe('what is there', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is looked at again every minute, while somebody looks', async () => {
    const documents = sampleDeal().documents.filter(({ state }) => state === 'ready');
    const { pauses, turns, asked } = await world(ON_DEAL, () => ({ ...sampleDeal(), documents }));
    await vi.advanceTimersByTimeAsync(3 * MINUTE);
    expect(pauses()).toEqual([60, 60, 60]);
    turns('hidden');
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(asked).toHaveLength(4);
  });
});
