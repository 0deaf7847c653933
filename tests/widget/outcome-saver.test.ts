import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOutcomeSaver, SAVE_AFTER_MS } from '../../ccp-widget/src/outcome/outcome-saver.ts';
import type { OutcomeInput } from '../../functions/core/contracts/agent-requests.ts';
import { memoryStorage } from './harness/memory-storage.ts';

class Passing extends Error {}

function setUp(storage = memoryStorage()) {
  const sent: OutcomeInput[] = [];
  let answer: () => Promise<void> = async () => undefined;
  const create = (canSave = true) =>
    createOutcomeSaver({
      callId: 'call-1',
      storage,
      now: () => Date.now(),
      isPassing: (error) => error instanceof Passing,
      why: () => 'the disposition is unknown',
      ...(canSave
        ? {
            save: (outcome: OutcomeInput) => {
              sent.push(outcome);
              return answer();
            },
          }
        : {}),
    });
  return {
    sent,
    storage,
    create,
    answers: (next: () => Promise<void>) => {
      answer = next;
    },
  };
}

describe('the outcome of a call', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-11-24T12:00:00Z') });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('may be let go when nobody looks and nothing is unsaved, and comes back as it was', async () => {
    const { create, sent } = setUp();
    const saver = create();
    expect(saver.isIdle()).toBe(true);
    const look = saver.subscribe(() => undefined);
    expect(saver.isIdle()).toBe(false);
    look();
    saver.change({ disposition: 'connected', notes: 'Wants figures' });
    expect(saver.isIdle()).toBe(false);
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    expect(sent).toHaveLength(1);
    expect(saver.isIdle()).toBe(true);
    expect(create().get()).toMatchObject({ draft: saver.get().draft, status: { name: 'saved' } });
  });

  it('is kept on this computer until a disposition is chosen', async () => {
    const { create, sent } = setUp();
    const saver = create();
    saver.change({ notes: 'Wants figures' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toEqual([]);
    expect(saver.get().status.name).toBe('kept');
    expect(create().get().draft.notes).toBe('Wants figures');
  });

  it('is saved once for what is typed in one go', async () => {
    const { create, sent } = setUp();
    const saver = create();
    saver.change({ disposition: 'connected' });
    for (const notes of ['W', 'Wa', 'Wan', 'Want']) saver.change({ notes });
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    expect(sent).toEqual([{ disposition: 'connected', notes: 'Want', followUpAt: null }]);
    expect(saver.get().status).toEqual({ name: 'saved', at: Date.now() });
  });

  it('goes on trying after a passing failure, ever more slowly, and is taken up again after a crash', async () => {
    const { create, sent, answers } = setUp();
    answers(() => Promise.reject(new Passing()));
    const saver = create();
    saver.change({ disposition: 'connected', notes: 'a' });
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    expect(saver.get().status.name).toBe('retrying');
    await vi.advanceTimersByTimeAsync(2_000 + 4_000);
    expect(sent.length).toBe(3);
    answers(async () => undefined);
    const reloaded = create();
    await vi.advanceTimersByTimeAsync(0);
    expect(reloaded.get().status.name).toBe('saved');
  });

  it('says why and waits for a change when it is refused', async () => {
    const { create, sent, answers } = setUp();
    answers(() => Promise.reject(new Error('422')));
    const saver = create();
    saver.change({ disposition: 'nonsense' });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sent.length).toBe(1);
    expect(saver.get().status).toEqual({ name: 'refused', why: 'the disposition is unknown' });
    answers(async () => undefined);
    saver.change({ disposition: 'connected' });
    expect(await saver.flush()).toBe(true);
  });

  it('never has two requests on the way, and sends what was typed meanwhile', async () => {
    const { create, sent, answers } = setUp();
    let finish = (): void => undefined;
    answers(() => new Promise((resolve) => (finish = resolve)));
    const saver = create();
    saver.change({ disposition: 'connected', notes: 'first' });
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    saver.change({ notes: 'second' });
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    expect(sent.length).toBe(1);
    answers(async () => undefined);
    finish();
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    expect(sent.map(({ notes }) => notes)).toEqual(['first', 'second']);
    expect(saver.get().status.name).toBe('saved');
  });

  it('takes over what the server has, but not over unsaved typing', () => {
    const { create } = setUp();
    const onServer = { disposition: 'follow-up', notes: 'theirs', savedAt: '2026-11-24T12:00:01Z', savedBy: 'ben' };
    const clean = create();
    clean.adopt(onServer);
    expect(clean.get().draft).toMatchObject({ disposition: 'follow-up', notes: 'theirs' });
    const typing = create();
    typing.change({ notes: 'mine' });
    typing.adopt(onServer);
    expect(typing.get().draft.notes).toBe('mine');
  });

  it('stays on this computer while the call has no record', async () => {
    const { create } = setUp();
    const saver = create(false);
    saver.change({ disposition: 'connected', notes: 'x' });
    expect(await saver.flush()).toBe(false);
    expect(saver.get().status.name).toBe('kept');
  });

  it('goes on without crash safety when the storage is full', () => {
    const storage = memoryStorage();
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const { create } = setUp(storage);
    const saver = create();
    saver.change({ notes: 'still here' });
    expect(saver.get().draft.notes).toBe('still here');
  });
});
