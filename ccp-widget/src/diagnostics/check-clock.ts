import { type Finding, findingOf } from './finding.ts';

/** Tokens and signatures live for minutes; what a request takes and a header rounds stays far below. */
const TOLERATED_SECONDS = 60;

/** Our own host's clock against this computer's. A cache in between says how old its answer is. */
export async function checkClock(ask: () => Promise<Response>, now: () => number): Promise<Finding> {
  const found = findingOf('clock');
  try {
    const { headers } = await ask();
    const there = Date.parse(headers.get('date') ?? '') + Number(headers.get('age') ?? 0) * 1000;
    if (Number.isNaN(there)) return found('unsure', 'clockUnknown');
    const seconds = Math.round((now() - there) / 1000);
    return Math.abs(seconds) > TOLERATED_SECONDS
      ? { ...found('bad', seconds > 0 ? 'clockAhead' : 'clockBehind'), seconds: Math.abs(seconds) }
      : found('good', 'clockGood');
  } catch {
    return found('unsure', 'clockUnknown');
  }
}
