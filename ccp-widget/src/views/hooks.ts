import { useEffect, useState } from './h.ts';

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
