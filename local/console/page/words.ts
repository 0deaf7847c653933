/** The console's sentences. */
import type { CallAccepted, CallReason, CallView } from '../../../functions/core/contracts/call.ts';
import type { Problem } from '../../../functions/core/contracts/problem.ts';

export function money(amount: number | undefined, currency: string | undefined): string {
  if (amount === undefined) return 'no amount';
  if (currency === undefined) return amount.toLocaleString();
  return new Intl.NumberFormat(undefined, { style: 'currency', currency, maximumFractionDigits: 0 }).format(amount);
}

export const timeOf = (iso: string): string =>
  new Date(iso).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export function durationOf(from: string | undefined, to: string | undefined): string | undefined {
  if (from === undefined || to === undefined) return undefined;
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const REASONS: Partial<Record<CallReason, string>> = {
  'do-not-call': 'the person must not be called',
  consent: 'the person has not agreed to be called',
  'calling-hours': 'it is outside calling hours where the person is',
  holiday: 'it is a public holiday where the person is',
  'attempt-cap': 'the person was tried often enough today',
  'minimum-gap': 'the person was tried a moment ago',
  'not-before': 'it is scheduled for later',
  pacing: 'other calls go first',
  'service-throttled': 'Amazon Connect asked to slow down',
  'destination-not-allowed': 'the number is not allowed',
  'no-answer': 'nobody answered',
  voicemail: 'an answering machine answered',
  busy: 'the line was busy',
  'invalid-number': 'the number does not exist',
  'customer-hung-up': 'the customer hung up',
  'agent-hung-up': 'the agent hung up',
  'no-agent': 'no agent was free',
};
export const reasonInWords = (reason: CallReason | undefined): string | undefined =>
  reason === undefined ? undefined : (REASONS[reason] ?? reason);

export function describeAnswer(status: number | undefined, answer: CallAccepted | Problem | undefined): string {
  if (status === undefined || answer === undefined) return 'The connector did not answer; the CRM keeps trying.';
  if (!('callId' in answer)) {
    const fields = answer.errors?.map(({ field, detail }) => `${field} ${detail}`).join('; ');
    return `Refused (${status}): ${answer.title}${fields === undefined ? '' : `: ${fields}`}`;
  }
  const because = reasonInWords(answer.reason);
  const until = answer.dueAt === undefined ? '' : ` until ${new Date(answer.dueAt).toLocaleString()}`;
  return `Accepted: ${answer.status.replace('_', ' ')}${because === undefined ? '' : `, because ${because}`}${until} · ${answer.callId}`;
}

export function describeCall(call: CallView): string {
  const who = call.contactName ?? call.phone ?? 'somebody';
  const agent = call.takenBy ?? call.agentUsername;
  const talk = durationOf(call.withAgentAt, call.endedAt);
  const because = reasonInWords(call.reason);
  return [
    call.direction === 'inbound' ? `${who} called` : `Call to ${who}`,
    agent === undefined ? undefined : `by ${agent}`,
    call.state.replace('_', ' '),
    because,
    talk === undefined ? undefined : `talked ${talk}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}
