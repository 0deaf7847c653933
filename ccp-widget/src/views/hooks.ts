import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Now, again every `everyMs`, in step with the clock so that minutes change on the minute. */
export function useNow(everyMs: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const next = (): void => {
      timer = setTimeout(
        () => {
          setNow(new Date());
          next();
        },
        everyMs - (Date.now() % everyMs),
      );
    };
    next();
    return () => clearTimeout(timer);
  }, [everyMs]);
  return now;
}

/** A skeleton that shows for less than this only flickers. */
const SKELETON_AFTER_MS = 150;

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
