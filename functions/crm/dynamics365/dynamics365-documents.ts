/**
 * Agents' documents in Dataverse: a note of the opportunity with the file in it, in base64 ("Use file data with Attachment and Note
 * records"). Its id follows from the document's, so that making it twice is refused as a duplicate and then changes the first.
 * Files in SharePoint need permissions in Microsoft Graph, and are not written.
 */
import type { Dynamics365Source } from '#core/contracts/configuration.ts';
import { TOO_LARGE_FOR_CRM } from '#core/delivery-reasons.ts';
import type { Delivered, OpenableFile } from '#core/ports/crm.ts';
import { base64Body } from '../base64-body.ts';
import type { CrmAnswer } from '../crm-session.ts';
import { fileDelivery } from '../file-delivery.ts';
import type { DocumentKeeping, DocumentTold } from '../tell-records.ts';
import { derivedGuid } from './derived-guid.ts';
import { type Dynamics365Client, isDuplicate } from './dynamics365-client.ts';
import { guidOf } from './odata.ts';

/** Characters ("Note" table reference). */
const [MAX_SUBJECT, MAX_FILE_NAME, MAX_TYPE] = [500, 255, 256];

export function dynamics365Documents(client: Dynamics365Client, source: Dynamics365Source): DocumentKeeping {
  const noteOf = (opportunityId: string, documentId: string): string =>
    derivedGuid('annotation', source.id, opportunityId, documentId);

  return {
    async put(told, file) {
      const opportunityId = guidOf(told.opportunityId);
      if (opportunityId === undefined) return { outcome: 'dropped', reason: 'record-gone' };
      if (file.bytes > source.maxNoteBytes) return { outcome: 'dropped', reason: TOO_LARGE_FOR_CRM };
      const id = noteOf(told.opportunityId, told.document.id);
      const content = contentOf(told, file);
      const bound = {
        annotationid: id,
        ...content,
        'objectid_opportunity@odata.bind': `/opportunities(${opportunityId})`,
      };
      const made = await client.stream('POST', 'annotations', base64Body(bound, 'documentbody', file));
      // It is there: this is its next version, or the same again.
      if (!isDuplicate(made)) return endOf(made);
      return endOf(await client.stream('PATCH', `annotations(${id})`, base64Body(content, 'documentbody', file)));
    },

    async rename({ opportunityId, document }) {
      const subject = document.title.slice(0, MAX_SUBJECT);
      const changed = await client.patch(`annotations(${noteOf(opportunityId, document.id)})`, { subject });
      // One of the CRM's own keeps its name.
      return changed.outcome === 'gone' ? { outcome: 'delivered' } : endOf(changed);
    },

    async remove({ opportunityId, documentId }) {
      const gone = await client.delete(`annotations(${noteOf(opportunityId, documentId)})`);
      return gone.outcome === 'gone' ? { outcome: 'delivered' } : endOf(gone);
    },
  };
}

const contentOf = ({ document }: DocumentTold, { fileName, contentType }: OpenableFile) => ({
  subject: document.title.slice(0, MAX_SUBJECT),
  filename: fileName.slice(0, MAX_FILE_NAME),
  mimetype: contentType.slice(0, MAX_TYPE),
});

const endOf = (answer: CrmAnswer): Delivered =>
  answer.outcome === 'ok' ? { outcome: 'delivered' } : fileDelivery(answer);
