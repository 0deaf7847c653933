import { advance, isWaiting } from '../call-state.ts';
import type { CallPreview } from '../contracts/call.ts';
import type { StoredCall } from '../ports/call-store.ts';

/** What an event or a description of the task says. Times are ISO 8601. */
export interface PreviewFacts
  extends Pick<CallPreview, 'connectContactId' | 'agentUsername' | 'acceptedAt' | 'endedAt'> {
  readonly startedAt: string;
  /** The agent passed the task on: it goes on as a new one. */
  readonly previousConnectContactId?: string;
}

/**
 * The call with more known of its task; the same object when it was known already. What is known stays, so that facts may
 * come in any order and twice; those of a task that was passed on are old news.
 */
export function withPreview(call: StoredCall, facts: PreviewFacts): StoredCall {
  const { startedAt, previousConnectContactId, ...told } = facts;
  const known = call.preview;
  const isSame = known === undefined || known.connectContactId === facts.connectContactId;
  const isNext = known !== undefined && known.connectContactId === previousConnectContactId;
  if (!isSame && !isNext) return call;
  const preview = isNext
    ? { ...told, ...(known.dialledAt !== undefined && { dialledAt: known.dialledAt }) }
    : joined(known, told);
  const reached = preview === known ? call : { ...call, preview };
  if (!isWaiting(call.state) || call.reason === 'agent-preview') return reached;
  return advance(reached, { state: 'queued', reason: 'agent-preview', at: startedAt });
}

function joined(known: CallPreview | undefined, told: CallPreview): CallPreview {
  if (known === undefined) return told;
  const fresh = Object.entries(told).filter(([name, value]) => value !== undefined && !(name in known));
  return fresh.length === 0 ? known : { ...known, ...Object.fromEntries(fresh) };
}
