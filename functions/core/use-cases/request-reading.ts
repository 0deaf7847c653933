/**
 * An agent has opened an opportunity that is not here. The queue reads it (`read-opportunity.ts`): one reading of an
 * opportunity at a time and not more than one a minute, whoever asks and however often, and so many of each agent; ids may be
 * tried, and CRMs count their requests.
 */
import type { OpportunityReading } from '../contracts/opportunity-reading.ts';
import type { ReadMessage } from '../contracts/queue-messages.ts';
import { CtiError } from '../errors.ts';
import type { Readings } from '../ports/crm.ts';
import type { OpportunityKey, OpportunityStore } from '../ports/opportunity-store.ts';
import type { ReadQueue } from '../ports/queues.ts';
import { type AllowancePorts, takeAllowance } from './take-allowance.ts';

export interface ShowReadingPorts {
  readonly opportunities: Pick<OpportunityStore, 'getOpportunity'>;
  readonly readings: Pick<Readings, 'find'>;
}

export interface RequestReadingPorts extends ShowReadingPorts, AllowancePorts {
  readonly readings: Readings;
  readonly reads: Pick<ReadQueue, 'send'>;
}

/**
 * @param isReadable whether the source's CRM can be asked
 * @throws CtiError `too-many-requests`
 */
export async function requestReading(
  ports: RequestReadingPorts,
  { isReadable, key, by }: { readonly isReadable: boolean; readonly key: OpportunityKey; readonly by: string },
): Promise<OpportunityReading> {
  const now = ports.clock.now();
  const askedAt = now.toISOString();
  if (!isReadable) return presented(ports, key, { state: 'failed', reason: 'not-readable', askedAt });
  const begun = await ports.readings.begin(key, now);
  if (begun.outcome === 'known') return presented(ports, key, begun.reading);
  try {
    await takeAllowance(ports, 'readings', by);
  } catch (refusal) {
    await ports.readings.forget(key);
    throw refusal;
  }
  const message: ReadMessage = { ...key, requestId: `reading-${askedAt}`, receivedAt: askedAt, forAgent: true };
  await ports.reads.send([message]);
  return presented(ports, key, { state: 'reading', askedAt });
}

/** @throws CtiError `not-found` when nobody has asked for it lately */
export async function showReading(ports: ShowReadingPorts, key: OpportunityKey): Promise<OpportunityReading> {
  const reading = await ports.readings.find(key);
  if (reading === undefined) throw new CtiError('not-found', 'Nobody has asked for it lately.');
  return presented(ports, key, reading);
}

/** What was read and is not for this agent is told like what does not exist. */
async function presented(
  { opportunities }: ShowReadingPorts,
  key: OpportunityKey,
  reading: OpportunityReading,
): Promise<OpportunityReading> {
  const opportunity = await opportunities.getOpportunity(key);
  if (reading.state !== 'read' || opportunity !== undefined) return reading;
  return { state: 'failed', reason: 'opportunity-not-found', askedAt: reading.askedAt };
}
