import { useEffect, useState } from '../views/h.ts';

/** One immutable state, changed only through `update`. */
export interface Store<State> {
  get(): State;
  /** Subscribers hear about it only when the change returns another object. */
  update(change: (state: State) => State): void;
  subscribe(listener: () => void): () => void;
}

export function createStore<State>(initial: State): Store<State> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    update(change) {
      const next = change(state);
      if (next === state) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Renders again only when the selected part changes (by identity). */
export function useStore<State, Part>(store: Store<State>, select: (state: State) => Part): Part {
  const [, rerender] = useState(0);
  const part = select(store.get());
  useEffect(() => {
    let last = part;
    const check = (): void => {
      const next = select(store.get());
      if (Object.is(next, last)) return;
      last = next;
      rerender((count) => count + 1);
    };
    check();
    return store.subscribe(check);
  });
  return part;
}
