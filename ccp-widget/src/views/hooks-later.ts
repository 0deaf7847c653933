import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { SKELETON_AFTER_MS } from '../state/desk.ts';

/** True once something has taken long enough to be worth showing that it does. */
export function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!waiting) return undefined;
    const timer = setTimeout(() => setLate(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
  return waiting && late;
}

/**
 * Puts the focus on an element when it appears, for what a person has just opened. Before it is painted, not after: a key
 * pressed in between would go to another control than the one that the person sees.
 */
export function useFocusOnMount<Element extends HTMLElement>() {
  const ref = useRef<Element>(null);
  useLayoutEffect(() => ref.current?.focus(), []);
  return ref;
}
