/**
 * How much of the organisation's API requests of 24 hours is used up: every answer of the REST API says so (REST API Developer Guide,
 * "Limit Info Header"). Nothing is held back for it, because what is left is best used for calls; whoever operates this is told once,
 * while there is still time to raise the limit.
 */
import type { CrmAnswer } from '../crm-session.ts';

/** Above it the limit is near. */
const NEAR = 0.9;

/** `Sforce-Limit-Info: api-usage=4500/5000`, perhaps with that of an app behind it; undefined when it does not say. */
export function usageIn(header: string | undefined): { readonly used: number; readonly limit: number } | undefined {
  const [, used, limit] = /(?:^|[\s,;])api-usage=(\d+)\/(\d+)/.exec(header ?? '') ?? [];
  return used === undefined || Number(limit) === 0 ? undefined : { used: Number(used), limit: Number(limit) };
}

/** Tells when usage comes near the limit, and again only after it has gone back. */
export function limitWatch(near: (usage: { readonly used: number; readonly limit: number }) => void) {
  let isNear = false;
  return (answer: CrmAnswer): void => {
    const usage = answer.outcome === 'ok' ? usageIn(answer.headers['sforce-limit-info']) : undefined;
    if (usage === undefined) return;
    const isNearNow = usage.used >= NEAR * usage.limit;
    if (isNearNow && !isNear) near(usage);
    isNear = isNearNow;
  };
}
