import type { Log } from '../ports/log.ts';
import type { SourceNotice } from '../source-notice.ts';
import { type AskToReadPorts, askToRead } from './ask-to-read.ts';
import { hideOpportunity, type OrderErasurePorts, orderErasure } from './order-erasure.ts';

export type RelayedPorts = AskToReadPorts & OrderErasurePorts & { readonly log: Log };

/**
 * What a source's partner event bus has brought: news that are read in the CRM, and opportunities that are gone. Every event may come
 * again, and in any order.
 */
export const receiveRelayedEvent =
  (ports: RelayedPorts) =>
  async (sourceId: string, notices: readonly SourceNotice[]): Promise<void> => {
    await Promise.all(
      notices.map(async (notice) => {
        if ('read' in notice) {
          await askToRead(ports)({ sourceId, requestId: notice.requestId, ...notice.read });
          return;
        }
        if (notice.message.type !== 'opportunity.deleted') return;
        const now = ports.clock.now();
        const key = { sourceId, opportunityId: notice.message.data.opportunity.id };
        await orderErasure(ports, key, new Date(notice.message.timestamp), now);
        await hideOpportunity(ports, key, now);
      }),
    );
  };
