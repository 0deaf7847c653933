import { SIGNATURE_TOLERANCE } from '../policy.ts';
import type { ErasureOrders, ErasureSubject, PersonalData } from '../ports/erasure.ts';
import type { Log } from '../ports/log.ts';
import type { OpportunityKey } from '../ports/opportunity-store.ts';
import type { ErasureQueue } from '../ports/queues.ts';

export interface OrderErasurePorts {
  readonly erasureOrders: Pick<ErasureOrders, 'record'>;
  readonly erasureQueue: ErasureQueue;
  readonly personalData: Pick<PersonalData, 'ofOpportunity' | 'remove'>;
  readonly log: Log;
}

/**
 * Makes an erasure durable: first the mark, which calls and messages under way see and stop at, then the order to carry it out.
 * @param saidAt when the source said so, by its own clock; one that is far ahead of ours is not believed
 */
export async function orderErasure(
  ports: Pick<OrderErasurePorts, 'erasureOrders' | 'erasureQueue'>,
  subject: ErasureSubject,
  saidAt: Date,
  now: Date,
): Promise<void> {
  const at = new Date(Math.min(saidAt.getTime(), now.getTime() + SIGNATURE_TOLERANCE)).toISOString();
  const markedAt = now.toISOString();
  await ports.erasureOrders.record(subject, { at, markedAt });
  await ports.erasureQueue.send({ ...subject, markedAt }, 0);
}

/**
 * What makes an opportunity appear, on the desktop and in lookups, goes at once. People and calls stay for the moment until the
 * queue's message comes: they tell what else is to be forgotten. What fails here is done there.
 */
export async function hideOpportunity(
  { personalData, log }: Pick<OrderErasurePorts, 'personalData' | 'log'>,
  key: OpportunityKey,
  now: Date,
): Promise<void> {
  try {
    for await (const page of personalData.ofOpportunity(key)) {
      const shown = page.filter(({ kind }) => kind === 'opportunities' || kind === 'phones');
      await Promise.all(shown.map((item) => personalData.remove(item, now.toISOString())));
      if (shown.some(({ kind }) => kind === 'opportunities')) return;
    }
  } catch (error) {
    log.error('opportunity-not-hidden', error);
  }
}
