import { callReasons, callStates } from '#texts/call-states.ts';
import * as idleTexts from '#texts/idle.ts';
import * as labels from '#texts/labels.ts';
import type { CallView } from '../../../functions/core/contracts/call.ts';

/** `Follow up`, `outcome missing` after a talk, otherwise where the call is and why: `failed: busy`. */
export function callResult(call: CallView): { readonly text: string; readonly is: 'outcome' | 'missing' | 'state' } {
  const { outcome } = call;
  if (outcome) return { is: 'outcome', text: labels.dispositions[outcome.disposition] ?? outcome.disposition };
  const talked = call.withAgentAt !== undefined && (call.state === 'ended' || call.state === 'completed');
  if (talked) return { is: 'missing', text: idleTexts.noOutcome };
  const reason = call.reason ? `: ${callReasons[call.reason]}` : '';
  return { is: 'state', text: callStates[call.state] + reason };
}
