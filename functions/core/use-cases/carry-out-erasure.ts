import type { ErasureMessage } from '../contracts/queue-messages.ts';
import { ERASED_KINDS, type ErasedCounts } from '../contracts/source-events.ts';
import { ERASURE_BUDGET, ERASURE_RECHECK, ERASURE_SETTLE, SECOND } from '../policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { Erasure, ErasureOrders, ErasureSubject } from '../ports/erasure.ts';
import type { Log, Metrics } from '../ports/log.ts';
import type { ErasureQueue } from '../ports/queues.ts';
import { type EraseOpportunityPorts, eraseOpportunity } from './erase-opportunity.ts';
import { type ErasePersonPorts, erasePerson } from './erase-person.ts';

export interface CarryOutPorts extends EraseOpportunityPorts, ErasePersonPorts {
  readonly personalData: EraseOpportunityPorts['personalData'] & ErasePersonPorts['personalData'];
  readonly erasureOrders: Pick<ErasureOrders, 'get' | 'count' | 'confirm'>;
  readonly erasureQueue: ErasureQueue;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * One message of the erasure queue: a pass over what is held, and another later, until one finds nothing. The last one is not
 * made before everybody has ended who may not have seen the mark. Only then the source is told that nothing is left. A
 * message that comes again after a crash does the rest; one of an erasure that was ordered anew leaves it to the newer.
 */
export const carryOutErasure =
  (ports: CarryOutPorts) =>
  async (message: ErasureMessage): Promise<void> => {
    const { markedAt, ...subject } = message;
    const erasure = await ports.erasureOrders.get(subject);
    if (erasure === undefined || erasure.markedAt !== markedAt) return;
    const began = ports.clock.now().getTime();
    const settledAt = Date.parse(markedAt) + ERASURE_SETTLE;
    const isSettled = began >= settledAt;
    let found = 0;
    for await (const counts of passOver(ports, subject, erasure, isSettled)) {
      await ports.erasureOrders.count(subject, counts);
      found += foundIn(counts);
      if (ports.clock.now().getTime() - began > ERASURE_BUDGET) return ports.erasureQueue.send(message, 0);
    }
    if (!isSettled) return ports.erasureQueue.send(message, Math.ceil((settledAt - began) / SECOND));
    if (found > 0) return ports.erasureQueue.send(message, ERASURE_RECHECK / SECOND);
    const type = subject.contactId === undefined ? 'opportunity.erased' : 'contact.erased';
    await ports.erasureOrders.confirm(subject, erasure.verifiedAt ?? ports.clock.now().toISOString());
    await ports.writeBacks.send({ type, ...subject, version: Date.parse(markedAt) });
    ports.metrics.count('Erasures', { sourceId: subject.sourceId });
    ports.log.info(type, { sourceId: subject.sourceId });
  };

function passOver(
  ports: CarryOutPorts,
  { sourceId, opportunityId, contactId }: ErasureSubject,
  erasure: Erasure,
  isSettled: boolean,
): AsyncGenerator<ErasedCounts> {
  if (contactId !== undefined) {
    return erasePerson(ports, { sourceId, contactId, ...(opportunityId !== undefined && { opportunityId }) }, erasure);
  }
  if (opportunityId === undefined) throw new Error('an erasure of neither an opportunity nor a person');
  return eraseOpportunity(ports, { sourceId, opportunityId }, erasure, isSettled);
}

/** What is found again has to be looked for again. Attempts go on being counted where the person is still, or again, called. */
const foundIn = (counts: ErasedCounts): number =>
  ERASED_KINDS.reduce((sum, kind) => sum + (kind === 'attempts' ? 0 : (counts[kind] ?? 0)), 0);
