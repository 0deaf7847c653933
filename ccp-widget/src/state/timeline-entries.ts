import type { CallView } from '../../../functions/core/contracts/call.ts';
import type { ActivityView, OpportunityContext } from '../../../functions/core/contracts/opportunity-context.ts';

export type TimelineEntry =
  | { readonly kind: 'call'; readonly at: string; readonly call: CallView }
  | { readonly kind: 'activity'; readonly at: string; readonly activity: ActivityView };

/** Calls and changes in one list, newest first. A saved outcome stands at its call, so its own line is left out. */
export function timelineEntries({ calls, activity }: OpportunityContext): readonly TimelineEntry[] {
  const shown = new Set(calls.map(({ callId }) => callId));
  const entries: TimelineEntry[] = [
    ...calls.map((call) => ({ kind: 'call', at: call.requestedAt, call }) as const),
    ...activity
      .filter(({ type, subjectId }) => type !== 'outcome.saved' || !shown.has(subjectId))
      .map((one) => ({ kind: 'activity', at: one.at, activity: one }) as const),
  ];
  return entries.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** How long agent and customer talked, once it is over. */
export function talkTime({ withAgentAt, endedAt }: CallView): number | undefined {
  if (withAgentAt === undefined || endedAt === undefined) return undefined;
  return Math.max(0, Date.parse(endedAt) - Date.parse(withAgentAt));
}
