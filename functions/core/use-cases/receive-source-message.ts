import { uploadLinks } from '../call-request.ts';
import type { CallAccepted, DocumentUpload } from '../contracts/call.ts';
import type { SourceMessage } from '../contracts/call-request.ts';
import type { Source } from '../contracts/configuration.ts';
import type { DoNotCallList } from '../ports/call-requests.ts';
import type { DocumentFiles } from '../ports/document-files.ts';
import type { ErasedParts } from '../ports/erasure.ts';
import type { OpportunityData } from '../ports/opportunity-store.ts';
import { type AcceptPorts, acceptCallRequest } from './accept-call-request.ts';
import { hideOpportunity, type OrderErasurePorts, orderErasure } from './order-erasure.ts';
import { syncOpportunity } from './sync-opportunity.ts';

export type ReceivePorts = AcceptPorts &
  OrderErasurePorts & {
    readonly files: Pick<DocumentFiles, 'linkForUpload'>;
    readonly doNotCall: DoNotCallList;
  };

export type MessageAccepted =
  | CallAccepted
  | { readonly status: 'updated'; readonly uploads?: readonly DocumentUpload[] }
  | { readonly status: 'deleted' | 'erasing' };

/** What a source says, after its signature and its fields have been checked. Every message may be delivered again. */
export const receiveSourceMessage =
  (ports: ReceivePorts) =>
  async (source: Source, requestId: string, message: SourceMessage): Promise<MessageAccepted> => {
    const said = new Date(message.timestamp);
    switch (message.type) {
      case 'call.requested':
        return acceptCallRequest(ports)({ source, requestId, message: message.data, saidAt: said.toISOString() });
      case 'opportunity.updated': {
        const now = ports.clock.now();
        const key = { sourceId: source.id, opportunityId: message.data.opportunity.id };
        const people = message.data.contacts.map(({ id }) => id);
        const data = notErased(message.data, await ports.erasures.of(key, people), said);
        if (data === undefined) return { status: 'updated' };
        await syncOpportunity(ports)(source.id, data, now.toISOString());
        const uploads = await uploadLinks(key, data.documents, ports.files, requestId, now);
        return { status: 'updated', ...(uploads.length > 0 && { uploads }) };
      }
      case 'opportunity.deleted': {
        const key = { sourceId: source.id, opportunityId: message.data.opportunity.id };
        const now = ports.clock.now();
        await orderErasure(ports, key, said, now);
        await hideOpportunity(ports, key, now);
        return { status: 'deleted' };
      }
      case 'contact.erased': {
        const { contact, opportunity } = message.data;
        const subject = { sourceId: source.id, contactId: contact.id };
        const where = opportunity === undefined ? {} : { opportunityId: opportunity.id };
        await orderErasure(ports, { ...subject, ...where }, said, ports.clock.now());
        return { status: 'erasing' };
      }
      case 'do-not-call.added':
      case 'do-not-call.removed': {
        const isListed = message.type === 'do-not-call.added';
        await ports.doNotCall.change(source.id, message.data.numbers, isListed, said.toISOString());
        return { status: 'updated' };
      }
    }
  };

/** What was said before an erasure does not undo it: without those people, or nothing at all. */
function notErased(data: OpportunityData, erased: ErasedParts, said: Date): OpportunityData | undefined {
  const isOlder = (erasure: { readonly at: string } | undefined) =>
    erasure !== undefined && said.toISOString() <= erasure.at;
  if (isOlder(erased.opportunity)) return undefined;
  return { ...data, contacts: data.contacts.filter(({ id }) => !isOlder(erased.contacts.get(id))) };
}
