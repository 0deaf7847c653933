/** What the terminal shows while calls go on. */
import type { BusEvent, Trace, TraceStep } from '../../parts.ts';

const WIDTH = 8;
const shown = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** `09:00:00.123 flow    support: Compare actionId=which result="condition gold" nextAction=vip` */
export const traceLine = (step: Omit<TraceStep, 'at'>, at: string): string => {
  const details = Object.entries(step.detail ?? {}).map(([name, value]) => {
    const text = shown(value);
    return `${name}=${/\s/.test(text) ? JSON.stringify(text) : text}`;
  });
  return [at.slice(11, 23), step.part.padEnd(WIDTH), ...(step.ok ? [] : ['FAILED']), step.title, ...details].join(' ');
};

export const createPrintingTrace = (print: (line: string) => void): Trace => ({
  record: (step) => print(traceLine(step, step.at ?? new Date().toISOString())),
  recent: () => [],
  subscribe: () => () => undefined,
});

/** Posts each event to a URL, or prints it (`-`). A receiver that fails is told about and misses the event. */
export const createEventOutput =
  (to: string | undefined, print: (line: string) => void) =>
  (event: BusEvent): void => {
    if (to === undefined) return;
    const body = JSON.stringify(event);
    if (to === '-') {
      print(body);
      return;
    }
    fetch(to, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(
      ({ ok, status }) => ok || print(`events: ${to} answered ${status}`),
      (error: unknown) => print(`events: ${to}: ${error instanceof Error ? error.message : String(error)}`),
    );
  };
