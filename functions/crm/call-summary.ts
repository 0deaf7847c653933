/** A call in words, for the call logs of CRMs: what every kind writes into its entry. */
import type { CallReason, CallView } from '#core/contracts/call.ts';
import type { SourceEvent } from '#core/contracts/source-events.ts';
import { SECOND } from '#core/policy.ts';

export interface CallSummary {
  readonly call: CallView;
  /** Its topic, as whoever planned it has called it; else who was called, or who called. */
  readonly title: string;
  readonly wasAnswered: boolean;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Of the conversation with the customer, from the answer. */
  readonly seconds: number;
  readonly reason: CallReason | undefined;
  /** Notes of the agent, else the reason, and for how long nobody answered. */
  readonly notes: string;
  /** Where it is opened on the desktop; undefined of a call that no agent was in, which has nothing to be opened for. */
  readonly desktopUrl: string | undefined;
  /** The entry stands and is not to be changed: the first note after it, the second … */
  readonly addition: number | undefined;
}

/** Of an event that says how a call ended; undefined for what is only on its way there, which a call log has no place for. */
export function callSummary(event: SourceEvent): CallSummary | undefined {
  if (event.type !== 'call.completed' && event.type !== 'call.failed' && event.type !== 'call.blocked')
    return undefined;
  const { call, addition, desktopUrl } = event.data;
  const last = call.history.at(-1)?.at ?? call.requestedAt;
  const startedAt = call.dialingAt ?? call.requestedAt;
  const endedAt = call.endedAt ?? call.completedAt ?? last;
  const { answeredAt, reason, outcome } = call;
  const who = call.contactName ?? call.phone ?? 'unknown caller';
  // Not by a person.
  const wasAnswered = answeredAt !== undefined && reason !== 'voicemail';
  const talked = answeredAt === undefined ? 0 : (Date.parse(endedAt) - Date.parse(answeredAt)) / SECOND;
  return {
    title: call.topic ?? `${call.direction === 'outbound' ? 'Call to' : 'Call from'} ${who}`,
    ...{ call, startedAt, endedAt, reason, addition },
    wasAnswered,
    seconds: wasAnswered ? Math.max(0, Math.round(talked)) : 0,
    notes: outcome?.notes || reasonInWords(call, endedAt),
    desktopUrl: call.takenBy === undefined ? undefined : desktopUrl,
  };
}

type Line = string | undefined;

/** The line of an entry's text that leads to the call's notes and recordings. */
export const desktopLine = ({ desktopUrl }: CallSummary): Line => desktopUrl && `Desktop: ${desktopUrl}`;

/** Of an entry that takes so many characters, the last lines are kept whole, and what is said is cut. */
export function entryText(said: readonly Line[], last: readonly Line[], longest: number): string {
  const [text, end] = [said, last].map((lines) => lines.filter(Boolean).join('\n'));
  return [text?.slice(0, Math.max(0, longest - (end?.length ?? 0) - 1)), end].filter(Boolean).join('\n');
}

function reasonInWords({ reason, dialingAt }: CallView, endedAt: string): string {
  if (reason !== 'no-answer' || dialingAt === undefined) return reason ?? '';
  return `${reason} after ${Math.round((Date.parse(endedAt) - Date.parse(dialingAt)) / SECOND)} s`;
}
