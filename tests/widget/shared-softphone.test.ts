/** The tabs of one browser in memory: Web Locks and BroadcastChannel as the standards say, a frame that only counts. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type {
  Softphone,
  SoftphoneCall,
  SoftphoneEvent,
  SoftphonePlace,
} from '../../ccp-widget/src/softphone/softphone.ts';
import { createSharedSoftphone } from '../../ccp-widget/src/tabs/shared-softphone.ts';
import type { TabMessage } from '../../ccp-widget/src/tabs/tab-message.ts';

type Callback = (lock: Lock | null) => unknown;

/** One exclusive lock for all tabs. What a closed tab holds or waits for is the next one's. */
class Browser {
  readonly tabs: Tab[] = [];
  #holder: { tab: string; reject: (error: Error) => void } | undefined;
  #queue: { tab: string; run: () => void }[] = [];
  #count = 0;

  locksOf(tab: string): Pick<LockManager, 'request'> {
    const request = (_name: string, ...rest: [Callback] | [LockOptions, Callback]): Promise<unknown> => {
      const [options, callback] = rest.length === 2 ? rest : [{}, rest[0]];
      return new Promise((resolve, reject) => {
        const run = (): void => {
          const holder = { tab, reject };
          this.#holder = holder;
          // The standard calls back later, never at once.
          void Promise.resolve()
            .then(() => callback({ name: '', mode: 'exclusive' }))
            .then(resolve, reject)
            .finally(() => {
              if (this.#holder === holder) this.#next();
            });
        };
        if (options.steal) {
          this.#holder?.reject(new Error('AbortError'));
          run();
        } else if (!this.#holder) run();
        else if (options.ifAvailable) void Promise.resolve(callback(null)).then(resolve, reject);
        else this.#queue.push({ tab, run });
      });
    };
    return { request } as Pick<LockManager, 'request'>;
  }

  #next(): void {
    this.#holder = undefined;
    this.#queue.shift()?.run();
  }

  broadcast(from: string, message: TabMessage): void {
    for (const tab of this.tabs)
      if (tab.id !== from) queueMicrotask(() => tab.alive && !tab.hangs && tab.hear(structuredClone(message)));
  }

  open(comesBack = false): Tab {
    this.#count += 1;
    const tab = new Tab(this, `tab-${this.#count}`, comesBack);
    this.tabs.push(tab);
    return tab;
  }

  close(tab: Tab): void {
    tab.alive = false;
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    this.#queue = this.#queue.filter((waiting) => waiting.tab !== tab.id);
    if (this.#holder?.tab === tab.id) this.#next();
  }

  get withFrame(): readonly string[] {
    return this.tabs.filter(({ framed }) => framed).map(({ id }) => id);
  }
}

class Tab {
  alive = true;
  hangs = false;
  framed = false;
  place: SoftphonePlace | undefined;
  soundLost = false;
  readonly asked: string[] = [];
  readonly events: SoftphoneEvent[] = [];
  readonly softphone: Softphone;
  hear: (message: TabMessage) => void = () => undefined;
  #tell: (event: SoftphoneEvent) => void = () => undefined;
  readonly id: string;

  constructor(browser: Browser, id: string, comesBack: boolean) {
    this.id = id;
    const local = {
      capabilities: new Set(['frame']),
      subscribe: (listener: (event: SoftphoneEvent) => void) => {
        this.#tell = listener;
        return () => undefined;
      },
      start: async () => {
        this.framed = this.alive;
      },
      stop: () => {
        this.framed = false;
      },
      quickConnects: async () => [{ id: 'q', name: 'Second level', to: 'queue' }],
      hold: async (call: string, party: string) => {
        this.asked.push(`hold ${call} ${party}`);
        return 'full';
      },
      select: async (id: string) => {
        this.asked.push(`select ${id}`);
        return 'done';
      },
    } as unknown as Softphone;
    this.softphone = createSharedSoftphone(local, {
      scope: 'softphone',
      id,
      locks: browser.locksOf(id),
      channel: {
        post: (message) => browser.broadcast(id, message),
        listen: (listener) => {
          const before = this.hear;
          this.hear = (message) => {
            before(message);
            listener(message);
          };
        },
      },
      now: () => Date.now(),
      comesBack,
    });
    this.softphone.subscribe((event) => {
      this.events.push(event);
      if (event.type !== 'place') return;
      this.place = event.place;
      this.soundLost ||= event.soundLost;
    });
    void this.softphone.start({} as HTMLElement);
  }

  /** The frame tells. */
  tell(event: SoftphoneEvent): void {
    this.#tell(event);
  }
}

const call: SoftphoneCall = { connectContactId: 'a', inbound: true, attributes: {}, parties: [] };
const connected: SoftphoneEvent = { type: 'connected', call, since: 1 };
const cleared: SoftphoneEvent = { type: 'cleared', connectContactId: 'a' };
const settle = () => vi.advanceTimersByTimeAsync(10_000);

describe('one softphone for all tabs', () => {
  let browser: Browser;
  beforeEach(() => {
    vi.useFakeTimers();
    browser = new Browser();
  });
  afterEach(() => vi.useRealTimers());

  it('is in the first tab; the others say so', async () => {
    const [first, second] = [browser.open(), browser.open()];
    await settle();
    expect(browser.withFrame).toEqual([first.id]);
    expect([first.place, second.place]).toEqual(['here', 'elsewhere']);
    expect(second.events).toContainEqual({ type: 'health', health: 'elsewhere' });
  });

  it('moves at once to the tab that asks, past others that wait longer', async () => {
    const [first, second, third] = [browser.open(), browser.open(), browser.open()];
    await settle();
    third.softphone.takeOver?.();
    await settle();
    expect(browser.withFrame).toEqual([third.id]);
    expect([first.place, second.place, third.place]).toEqual(['elsewhere', 'elsewhere', 'here']);
    expect(third.soundLost).toBe(false);
  });

  it('keeps the sound where it is during a call: the tab that asks gets the controls, and the frame afterwards', async () => {
    const [first, second] = [browser.open(), browser.open()];
    await settle();
    first.tell(connected);
    await settle();
    expect(second.place).toBe('elsewhere-in-call');
    second.softphone.takeOver?.();
    await settle();
    expect([first.place, second.place]).toEqual(['leaving', 'remote']);
    expect(browser.withFrame).toEqual([first.id]);
    expect(second.events).toContainEqual(connected);
    expect(await second.softphone.hold('a', 'dana')).toBe('full');
    expect(first.asked).toEqual(['hold a dana']);
    expect(await second.softphone.quickConnects()).toHaveLength(1);
    first.tell(cleared);
    await settle();
    expect(browser.withFrame).toEqual([second.id]);
    expect([first.place, second.place]).toEqual(['elsewhere', 'here']);
    expect(second.soundLost).toBe(false);
  });

  it('tells a tab that comes late of the call, and that its sound is lost when the tab with it is gone', async () => {
    const first = browser.open();
    await settle();
    first.tell(connected);
    const second = browser.open();
    await settle();
    expect(second.place).toBe('elsewhere-in-call');
    browser.close(first);
    await settle();
    expect([second.place, second.soundLost, second.framed]).toEqual(['here', true, true]);
  });

  it('comes back to a tab that was only loaded again', async () => {
    const [first, second] = [browser.open(), browser.open()];
    await settle();
    browser.close(first);
    await vi.advanceTimersByTimeAsync(300);
    const again = browser.open(true);
    await settle();
    expect(browser.withFrame).toEqual([again.id]);
    expect(second.place).toBe('elsewhere');
  });

  it('is taken from a tab that hangs; its frame stays while a call sounds in it', async () => {
    const [first, second] = [browser.open(), browser.open()];
    await settle();
    first.tell(connected);
    first.hangs = true;
    second.softphone.takeOver?.();
    await settle();
    expect(second.place).toBe('here');
    expect(first.framed).toBe(true);
    first.hangs = false;
    first.tell(cleared);
    await settle();
    expect(browser.withFrame).toEqual([second.id]);
  });

  it('has the selection of a call carried to it, and tells of one only while it happens', async () => {
    const [first, second] = [browser.open(), browser.open()];
    await settle();
    first.tell(connected);
    const selected: SoftphoneEvent = { type: 'selected', connectContactId: 'a' };
    first.tell(selected);
    second.softphone.takeOver?.();
    await settle();
    // Of what was selected before it had the controls, it is not told.
    expect(second.events).not.toContainEqual(selected);
    expect(await second.softphone.select('a')).toBe('done');
    expect(first.asked).toEqual(['select a']);
    first.tell(selected);
    await settle();
    expect(second.events).toContainEqual(selected);
  });

  it('is refused to a tab that has not asked for it', async () => {
    browser.open();
    const second = browser.open();
    await settle();
    expect(await second.softphone.hold('a', 'dana')).toBe('wrong-moment');
  });

  it('is always in exactly one tab once things have settled, and never taken from under a call', async () => {
    const step = fc.oneof(
      fc.constant('open' as const),
      fc.record({ act: fc.constantFrom('close', 'take-over', 'ring', 'clear'), tab: fc.nat({ max: 4 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        browser = new Browser();
        let talking: Tab | undefined;
        browser.open();
        for (const one of steps) {
          await vi.advanceTimersByTimeAsync(5_000);
          if (one === 'open') browser.open();
          else {
            const tab = browser.tabs[one.tab % browser.tabs.length];
            if (!tab) continue;
            if (one.act === 'close' && browser.tabs.length > 1) {
              if (tab === talking) talking = undefined;
              browser.close(tab);
            } else if (one.act === 'take-over') tab.softphone.takeOver?.();
            else if (one.act === 'ring' && tab.framed && !talking) {
              tab.tell(connected);
              talking = tab;
            } else if (one.act === 'clear' && talking) {
              talking.tell(cleared);
              talking = undefined;
            }
          }
          await settle();
          expect(browser.withFrame).toHaveLength(1);
          if (talking) expect(talking.framed).toBe(true);
          for (const tab of browser.tabs)
            expect(tab.place === 'here' || tab.place === 'leaving', `${tab.id} ${tab.place}`).toBe(tab.framed);
        }
      }),
      { numRuns: 60 },
    );
  });
});
