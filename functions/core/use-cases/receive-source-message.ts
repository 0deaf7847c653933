import { uploadLinks } from '../call-request.ts';
import type { CallAccepted, DocumentUpload } from '../contracts/call.ts';
import type { SourceMessage } from '../contracts/call-request.ts';
import type { Source } from '../contracts/configuration.ts';
import type { DocumentFiles, DoNotCallList } from '../ports.ts';
import { type AcceptPorts, acceptCallRequest } from './accept-call-request.ts';
import { type ErasePorts, eraseOpportunity } from './erase-opportunity.ts';
import { syncOpportunity } from './sync-opportunity.ts';

export type ReceivePorts = AcceptPorts &
  ErasePorts & {
    readonly files: Pick<DocumentFiles, 'linkForUpload'>;
    readonly doNotCall: DoNotCallList;
  };

export type MessageAccepted =
  | CallAccepted
  | { readonly status: 'updated'; readonly uploads?: readonly DocumentUpload[] }
  | { readonly status: 'deleted' };

/** What a source says, after its signature and its fields have been checked. Every message may be delivered again. */
export const receiveSourceMessage =
  (ports: ReceivePorts) =>
  async (source: Source, requestId: string, message: SourceMessage): Promise<MessageAccepted> => {
    switch (message.type) {
      case 'call.requested':
        return acceptCallRequest(ports)({ source, requestId, message: message.data });
      case 'opportunity.updated': {
        const now = ports.clock.now();
        const key = { sourceId: source.id, opportunityId: message.data.opportunity.id };
        await syncOpportunity(ports)(source.id, message.data, now.toISOString());
        const uploads = await uploadLinks(key, message.data.documents, ports.files, now);
        return { status: 'updated', ...(uploads.length > 0 && { uploads }) };
      }
      case 'opportunity.deleted': {
        const key = { sourceId: source.id, opportunityId: message.data.opportunity.id };
        await eraseOpportunity(ports)(key, ports.clock.now().toISOString());
        return { status: 'deleted' };
      }
      case 'do-not-call.added':
      case 'do-not-call.removed': {
        const isListed = message.type === 'do-not-call.added';
        await ports.doNotCall.change(
          source.id,
          message.data.numbers,
          isListed,
          new Date(message.timestamp).toISOString(),
        );
        return { status: 'updated' };
      }
    }
  };
