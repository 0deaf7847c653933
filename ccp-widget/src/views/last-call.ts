import { type ComponentChild, h } from 'preact';
import type { CallView } from '../../../functions/core/contracts/call.ts';
import { formatMoment } from '../format/format-time.ts';
import { later } from '../messages-later.ts';
import { callResult } from './call-result.ts';

/** When this person was last called and what came of it. */
export function LastCall({ call, now }: { call: CallView; now: Date }): ComponentChild {
  return h('span', null, later.lastCall(formatMoment(call.requestedAt, now), callResult(call).text));
}
