/**
 * One run of a function that can die. Whatever it asks of a service is an effect; effects asked for together are in flight
 * together and form a wave. A strike ends the run in a wave: any part of the wave has happened, the rest has not, and
 * nothing that would follow follows.
 */
import type { VirtualTime } from './virtual-time.ts';

/** `twice`: the client repeated what had been done, because the answer was lost. */
export type Fate = 'works' | 'twice' | 'fails-before' | 'fails-after';

export interface Wave {
  /** Counted over the whole run of the system, from 0. */
  readonly invocation: number;
  readonly name: string;
  /** Counted within the invocation, from 0. */
  readonly wave: number;
  readonly effects: readonly string[];
}

/** What goes wrong. */
export interface Chaos {
  /** Which effects of a wave still happen when the run dies in it; undefined when it does not die. */
  strike(wave: Wave): ((index: number) => boolean) | undefined;
  fate(effect: string, wave: Wave, index: number): Fate;
  /** Milliseconds that an effect takes. */
  latency(effect: string): number;
  /** Whether what is still in flight when the run dies happens. */
  straggles(): boolean;
  /** Milliseconds until each delivery of something that is delivered at least once; none when it is lost. */
  deliveries(what: string): readonly number[];
}

export const calm: Chaos = {
  strike: () => undefined,
  fate: () => 'works',
  latency: () => 10,
  straggles: () => false,
  deliveries: () => [0],
};

export class ServiceFault extends Error {
  override readonly name = 'ServiceUnavailable';
}

interface Effect {
  readonly kind: string;
  act(): void;
  settle(fate: Fate): void;
}

export type Ended<T> = { outcome: 'done'; value: T } | { outcome: 'threw'; error: unknown } | { outcome: 'killed' };

export class Invocation {
  readonly #time: VirtualTime;
  readonly #chaos: Chaos;
  readonly #name: string;
  readonly #index: number;
  readonly #died: Promise<{ outcome: 'killed' }>;
  #die: (ended: { outcome: 'killed' }) => void = () => undefined;
  #dead = false;
  #waves = 0;
  readonly #inFlight = new Map<number, Effect[]>();

  constructor(time: VirtualTime, chaos: Chaos, name: string, index: number) {
    this.#time = time;
    this.#chaos = chaos;
    this.#name = name;
    this.#index = index;
    this.#died = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  run<T>(work: () => Promise<T>): Promise<Ended<T>> {
    const done = work().then(
      (value): Ended<T> => ({ outcome: 'done', value }),
      (error: unknown): Ended<T> => ({ outcome: 'threw', error }),
    );
    return Promise.race([done, this.#died]);
  }

  /** A dead run's promises stay open for ever. `once`: the store knows a repetition by the client itself (adapters: `writeMark`). */
  effect<T>(kind: string, act: () => T, { once = false } = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#dead) return;
      const settle = (fate: Fate): void => {
        try {
          if (fate === 'fails-before') throw new ServiceFault(`${kind} is refused`);
          if (fate === 'twice' && !once) act();
          const value = act();
          if (fate === 'fails-after') throw new ServiceFault(`the answer of ${kind} is lost`);
          resolve(value);
        } catch (error) {
          reject(error);
        }
      };
      this.#send({ kind, act, settle });
    });
  }

  #send(effect: Effect): void {
    const due = this.#time.now + this.#chaos.latency(effect.kind);
    const together = this.#inFlight.get(due);
    if (together !== undefined) {
      together.push(effect);
      return;
    }
    this.#inFlight.set(due, [effect]);
    this.#time.at(due, () => this.#arrive(due));
  }

  #arrive(due: number): void {
    const effects = this.#inFlight.get(due) ?? [];
    this.#inFlight.delete(due);
    if (this.#dead) {
      for (const { act } of effects) if (this.#chaos.straggles()) act();
      return;
    }
    const wave: Wave = {
      ...{ invocation: this.#index, name: this.#name, wave: this.#waves },
      effects: effects.map(({ kind }) => kind),
    };
    this.#waves += 1;
    const happens = this.#chaos.strike(wave);
    if (happens === undefined) {
      for (const [index, { kind, settle }] of effects.entries()) settle(this.#chaos.fate(kind, wave, index));
      return;
    }
    this.#dead = true;
    for (const [index, { act }] of effects.entries()) if (happens(index)) act();
    this.#die({ outcome: 'killed' });
  }
}
