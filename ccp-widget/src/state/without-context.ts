/** An opportunity could not be loaded. One that is not here may be known by the call that is about it, or by its CRM. */
import * as texts from '#texts/missing.ts';
import type { OpportunityReading } from '../../../functions/core/contracts/opportunity-reading.ts';
import { apiOf } from '../api/desktop-api.ts';
import { fetchContext } from '../api/fetch-context.ts';
import { isStatus } from '../api/judge-error.ts';
import { troubleFrom } from '../api/trouble.ts';
import type { Desk } from './desk.ts';
import { type ContextEntry, contextId, type OpportunityKey, type Trouble } from './desktop-state.ts';

/** A CRM is read within a second or two, or it takes a while; nobody looks at an empty screen for longer. */
const LOOK_AFTER_MS = [400, 800, 1_500, 2_500, 4_000, 6_000, 10_000, 15_000];

type Show = (entry: ContextEntry) => void;

export async function withoutContext(desk: Desk, key: OpportunityKey, error: unknown, show: Show): Promise<void> {
  const known = desk.store.get().contexts[contextId(key)];
  if (!isStatus(error, 404)) {
    const { context } = known ?? {};
    return show({ ...(context && { context }), status: 'failed', trouble: troubleFrom(error, known?.trouble) });
  }
  const context = await contextOfItsCall(desk, key);
  if (context) return show({ status: 'ready', context });
  if (known?.isMissing) return;
  // Whoever has loaded it goes on: the softphone does not wait for a CRM.
  void read(desk, key, show);
}

/** Ends with the reading of an opportunity, if it is being read. */
export const reading = (desk: Desk, key: OpportunityKey): Promise<void> =>
  desk.once(`reading ${contextId(key)}`, async () => undefined);

const read = (desk: Desk, key: OpportunityKey, show: Show): Promise<void> =>
  desk.once(`reading ${contextId(key)}`, async () => {
    try {
      const { state, reason } = await follow(desk, key, show);
      if (state === 'read') return show({ status: 'ready', context: await fetchContext(desk.send, key) });
      show({ status: 'failed', trouble: missing(desk, state, reason), isMissing: true });
    } catch (failure) {
      const trouble = troubleFrom(failure);
      show({ status: 'failed', trouble, isMissing: !trouble.isPassing });
    }
  });

/** Where agents see their own opportunities only, having the call is what opens its opportunity. */
async function contextOfItsCall(desk: Desk, key: OpportunityKey): Promise<ContextEntry['context']> {
  const { calls, previews } = desk.store.get();
  const about = [
    ...calls.filter(({ subject }) => subject.status === 'known' && contextId(subject.key) === contextId(key)),
    ...previews.filter(
      ({ attributes: { sourceId = '', opportunityId = '' } }) =>
        contextId({ sourceId, opportunityId }) === contextId(key),
    ),
  ];
  for (const { connectContactId } of about) {
    const answer = await apiOf(desk)
      .contextOfCall(connectContactId)
      .catch(() => undefined);
    if (answer?.found !== 'one') continue;
    const { sourceId, id: opportunityId } = answer.context.opportunity;
    // Whole: a context comes in pages.
    if (contextId({ sourceId, opportunityId }) === contextId(key)) return fetchContext(desk.send, key);
  }
  return undefined;
}

async function follow(desk: Desk, key: OpportunityKey, show: Show): Promise<OpportunityReading> {
  const api = apiOf(desk);
  let known = await api.requestReading(key);
  for (const wait of LOOK_AFTER_MS) {
    if (known.state !== 'reading') break;
    show({ status: 'loading', reading: known.reason === undefined ? 'first' : 'again' });
    await new Promise((resolve) => setTimeout(resolve, wait));
    known = await api.showReading(key);
  }
  return known;
}

function missing({ access }: Desk, state: OpportunityReading['state'], reason: OpportunityReading['reason']): Trouble {
  if (state === 'reading') return { what: texts.here, advice: texts.slow };
  const isPerhapsOthers = access === 'own' && (reason === 'opportunity-not-found' || reason === 'not-readable');
  if (isPerhapsOthers) return texts.perhapsOthers;
  return { what: texts.here, advice: texts.reasons[reason ?? 'opportunity-not-found'] };
}
