import type { CallView } from '../../../functions/core/contracts/call.ts';
import type { ActivityView, OpportunityContext } from '../../../functions/core/contracts/opportunity-context.ts';
import { momentOf } from './waiting-calls.ts';

export type TimelineEntry =
  | { readonly kind: 'call'; readonly at: string; readonly call: CallView }
  | { readonly kind: 'activity'; readonly at: string; readonly activity: ActivityView };

/** Calls and changes in one list, newest first. A saved outcome stands at its call, so its own line is left out. */
export function timelineEntries({ calls, activity }: OpportunityContext): readonly TimelineEntry[] {
  const shown = new Set(calls.map(({ callId }) => callId));
  const entries: TimelineEntry[] = [
    ...calls.map((call) => ({ kind: 'call', at: momentOf(call), call }) as const),
    ...activity
      .filter(({ type, subjectId }) => type !== 'outcome.saved' || !shown.has(subjectId))
      .map((one) => ({ kind: 'activity', at: one.at, activity: one }) as const),
  ];
  return entries.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** What an agent looks for: the talks, what changed about the deal, or its papers. */
export type TimelineKind = 'calls' | 'changes' | 'documents';

export interface TimelineFilter {
  /** Absent: everything. */
  readonly kind?: TimelineKind | undefined;
  /** User name; absent: whoever did it. */
  readonly by?: string | undefined;
}

export function kindOf(entry: TimelineEntry): TimelineKind {
  if (entry.kind === 'call') return 'calls';
  if (entry.activity.type === 'outcome.saved' || entry.activity.type === 'call.moved') return 'calls';
  return entry.activity.type.startsWith('document.') ? 'documents' : 'changes';
}

/** Who did it: of a call the agent who talked, else the one who asked for it. */
export const doerOf = (entry: TimelineEntry): string | undefined =>
  entry.kind === 'call' ? (entry.call.takenBy ?? entry.call.agentUsername) : entry.activity.by;

/** Everybody who did something, by name. */
export const doersOf = (entries: readonly TimelineEntry[]): readonly string[] =>
  [...new Set(entries.map(doerOf))].filter((doer) => doer !== undefined).toSorted((a, b) => a.localeCompare(b));

export const filterTimeline = (
  entries: readonly TimelineEntry[],
  { kind, by }: TimelineFilter,
): readonly TimelineEntry[] =>
  entries.filter(
    (entry) => (kind === undefined || kindOf(entry) === kind) && (by === undefined || doerOf(entry) === by),
  );

/** How long agent and customer talked, or it rang in vain, once it is over. */
export function callTime({ withAgentAt, dialingAt, endedAt, reason }: CallView): number | undefined {
  const from = withAgentAt ?? (reason === 'no-answer' && dialingAt);
  return from && endedAt ? Math.max(0, Date.parse(endedAt) - Date.parse(from)) : undefined;
}
