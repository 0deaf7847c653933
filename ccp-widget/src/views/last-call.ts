import { type ComponentChild, h } from 'preact';
import * as texts from '#texts/person.ts';
import type { CallView } from '../../../functions/core/contracts/call.ts';
import { formatMoment } from '../format/format-time.ts';
import { callResult } from './call-result.ts';

/** When this person was last called and what came of it. */
export function LastCall({ call, now }: { call: CallView; now: Date }): ComponentChild {
  return h('span', null, texts.lastCall(formatMoment(call.requestedAt, now), callResult(call).text));
}
