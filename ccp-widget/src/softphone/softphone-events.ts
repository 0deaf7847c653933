import type { SoftphoneEvent, SoftphoneHealth } from './softphone.ts';

/** Who listens to a softphone, and how it is: every adapter tells both the same way. */
export interface SoftphoneEvents {
  readonly health: SoftphoneHealth;
  /** Told once, however often it is found. */
  setHealth(health: SoftphoneHealth): void;
  emit(event: SoftphoneEvent): void;
  subscribe(listener: (event: SoftphoneEvent) => void): () => void;
  /** As before the start; nobody is told. */
  reset(): void;
}

export function createSoftphoneEvents(): SoftphoneEvents {
  const listeners = new Set<(event: SoftphoneEvent) => void>();
  let health: SoftphoneHealth = 'loading';
  const emit = (event: SoftphoneEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  return {
    get health() {
      return health;
    },
    setHealth(next) {
      if (next === health) return;
      health = next;
      emit({ type: 'health', health });
    },
    emit,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reset() {
      health = 'loading';
    },
  };
}
