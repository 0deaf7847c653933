import type { CallView } from '../../../functions/core/contracts/call.ts';
import { callReasons, callStates, later } from '../messages-later.ts';

/** `Follow up`, `outcome missing` after a talk, otherwise where the call is and why: `failed: busy`. */
export function callResult(call: CallView): { readonly text: string; readonly is: 'outcome' | 'missing' | 'state' } {
  const { outcome } = call;
  if (outcome) return { is: 'outcome', text: later.dispositions[outcome.disposition] ?? outcome.disposition };
  const talked = call.withAgentAt !== undefined && (call.state === 'ended' || call.state === 'completed');
  if (talked) return { is: 'missing', text: later.idle.noOutcome };
  const reason = call.reason ? `: ${callReasons[call.reason]}` : '';
  return { is: 'state', text: callStates[call.state] + reason };
}
