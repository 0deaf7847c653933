import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { patienceWithFrame, watchStandstill } from '../../ccp-widget/src/softphone/silent-patience.ts';

describe('when a click is offered beside the hidden frame', () => {
  const patience = (embedded: boolean, hasStorageAccess: () => Promise<boolean>) =>
    patienceWithFrame({ embedded, hasStorageAccess });

  it('is at once in a product’s page where the browser keeps cookies from the frame', async () => {
    expect(await patience(true, async () => false)).toBe(0);
  });

  it('is soon in a product’s page that may have cookies, or does not say, so that an agreed sign-in still gets in unseen', async () => {
    expect(await patience(true, async () => true)).toBe(1_000);
    expect(await patience(true, () => Promise.reject(new TypeError('not a function')))).toBe(1_000);
  });

  it('is later in a page of its own, whatever is said of storage', async () => {
    expect(await patience(false, async () => true)).toBe(3_000);
    expect(await patience(false, async () => false)).toBe(3_000);
  });
});

describe('a hidden frame that stands still', () => {
  const end = () => new AbortController();
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is doubted before any page where there is no patience, and once', async () => {
    const doubt = vi.fn();
    const { loaded } = watchStandstill(Promise.resolve(0), end().signal, doubt);
    await vi.advanceTimersByTimeAsync(0);
    expect(doubt).toHaveBeenCalledTimes(1);
    loaded();
    await vi.runAllTimersAsync();
    expect(doubt).toHaveBeenCalledTimes(1);
  });

  it('is doubted from its last page on, not while pages follow each other, nor before the first', async () => {
    const doubt = vi.fn();
    const { loaded } = watchStandstill(Promise.resolve(1_000), end().signal, doubt);
    await vi.advanceTimersByTimeAsync(7_000);
    for (const _page of ['provider', 'form that posts itself', 'CCP']) {
      loaded();
      await vi.advanceTimersByTimeAsync(999);
      expect(doubt).not.toHaveBeenCalled();
    }
    await vi.advanceTimersByTimeAsync(1);
    expect(doubt).toHaveBeenCalledTimes(1);
  });

  it('is not doubted once the attempt is over', async () => {
    const doubt = vi.fn();
    const over = end();
    const { loaded } = watchStandstill(Promise.resolve(1_000), over.signal, doubt);
    loaded();
    await vi.advanceTimersByTimeAsync(500);
    over.abort();
    loaded();
    await vi.runAllTimersAsync();
    watchStandstill(Promise.resolve(0), AbortSignal.abort(), doubt);
    await vi.runAllTimersAsync();
    expect(doubt).not.toHaveBeenCalled();
  });
});
