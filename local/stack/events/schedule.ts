/** Rules that run on a schedule: `rate(5 minutes)`. */
import type { Deployment } from '../deployment.ts';
import { TemplateError } from '../template/template.ts';
import type { EventBus } from './bus.ts';

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** @throws TemplateError for anything but a rate */
export function millisecondsOf(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const milliseconds = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (!(milliseconds > 0)) throw new TemplateError(`schedule ${expression}: only rates are supported, not cron`);
  return milliseconds;
}

/** Returns what ends them. */
export function startSchedules(deployment: Deployment, bus: Pick<EventBus, 'deliverScheduled'>): () => void {
  const timers = deployment.rules.flatMap((rule) =>
    rule.every === undefined ? [] : [setInterval(() => bus.deliverScheduled(rule, new Date()), rule.every)],
  );
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
