import { retryDelay } from '../backoff.ts';
import type { WriteBackMessage } from '../contracts/queue-messages.ts';
import { SECOND } from '../policy.ts';
import type { Log, Metrics } from '../ports/log.ts';
import type { SparedResult } from './spare-source.ts';

export interface PostponePorts {
  readonly tell: (message: WriteBackMessage) => Promise<SparedResult>;
  /** Lets the message come back after so many seconds. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<void>;
  readonly random: () => number;
  readonly log: Pick<Log, 'info'>;
  readonly metrics: Metrics;
}

/**
 * One message of the write-back queue. A source that does not take it, or is left alone, is asked again later and later, as it
 * wishes, until the dead-letter queue: that is foreseen and no error of ours. An open circuit only ever makes a wait longer, so
 * that no message gets to the dead letters sooner.
 */
export const tellOrPostpone =
  ({ tell, postpone, random, log, metrics }: PostponePorts) =>
  async (delivery: {
    readonly message: WriteBackMessage;
    readonly receiveCount: number;
    readonly receiptHandle: string;
  }): Promise<'done' | 'again'> => {
    const { message, receiveCount, receiptHandle } = delivery;
    const result = await tell(message);
    metrics.count('WriteBacks', { sourceId: message.sourceId, outcome: result.outcome });
    if (!('retryAfter' in result)) return 'done';
    const seconds = Math.ceil(retryDelay(receiveCount, random, result.retryAfter) / SECOND);
    await postpone(receiptHandle, seconds);
    log.info(`write-back-${result.outcome}`, {
      ...{ type: message.type, sourceId: message.sourceId, receiveCount, seconds },
      callId: 'callId' in message ? message.callId : undefined,
      status: result.outcome === 'failed' ? result.status : undefined,
    });
    return 'again';
  };
