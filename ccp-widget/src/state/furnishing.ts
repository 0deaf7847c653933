import type { Desk } from './desk.ts';

/** A part that a desk gets when it is furnished: views come from anywhere, and the first paint knows none of these. */
export function furnishing<Part>() {
  const parts = new WeakMap<Desk['store'], Part>();
  return {
    attach: ({ store }: Desk, part: Part): void => void parts.set(store, part),
    find: ({ store }: Desk): Part | undefined => parts.get(store),
    /** For what was loaded with it. */
    of({ store }: Desk): Part {
      const part = parts.get(store);
      if (!part) throw new Error('the desk is not furnished yet');
      return part;
    },
  };
}
