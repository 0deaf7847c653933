import * as texts from '#texts/timeline.ts';
import type { CallView, LinePlace } from '../../../functions/core/contracts/call.ts';
import { locale } from '../locale.ts';

/** To the second: it is about to happen. */
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** `3rd in line, about 14:05:20`, of a call that waits for a dial slot. `newer`: what was asked for since the call was loaded. */
export function linePlace(call: CallView, newer: LinePlace | undefined): string | undefined {
  const line = call.state === 'queued' && call.reason === 'pacing' ? (newer ?? call.line) : undefined;
  return line && texts.inLine(line.position + 1, clock.format(new Date(line.expectedAt)));
}
