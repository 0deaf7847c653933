/**
 * Agents' documents in EspoCRM: an Attachment with the bytes, as a data URL, and the Document that it is the file of, linked with the
 * opportunity (docs.espocrm.com, development/api/attachment; entityDefs Document). An Attachment that no record uses is removed by
 * EspoCRM's own cleanup job, so that one of an interrupted attempt does not stay. The description carries our id.
 */
import type { EspocrmSource } from '#core/contracts/configuration.ts';
import type { CrmRecords, Delivered, OpenableFile } from '#core/ports/crm.ts';
import { base64Body } from '../base64-body.ts';
import type { CrmAnswer } from '../crm-session.ts';
import { fileDelivery, keepFile } from '../file-delivery.ts';
import { textOf } from '../json.ts';
import { recordMade } from '../keep-record.ts';
import { documentSubject, fileSubject, recordOf, recordsOfDocument } from '../record-subjects.ts';
import type { DocumentKeeping, DocumentTold } from '../tell-records.ts';
import type { EspocrmClient } from './espocrm-client.ts';

const MOST_DOCUMENTS = 1_000;
/** Document.json: `name`. */
const MAX_NAME = 249;

type Access = { readonly source: EspocrmSource; readonly records: CrmRecords };

export function espocrmDocuments(client: EspocrmClient, { source, records }: Access): DocumentKeeping {
  const keyOf = (opportunityId: string) => ({ sourceId: source.id, opportunityId });

  const attach = ({ contentType, fileName, ...file }: OpenableFile): Promise<CrmAnswer> => {
    const about = { name: fileName, type: contentType, role: 'Attachment', relatedType: 'Document', field: 'file' };
    return client.stream(['Attachment'], base64Body(about, 'file', file, `data:${contentType};base64,`));
  };

  async function linked({ opportunityId, document }: DocumentTold) {
    const found = await client.list(['Opportunity', opportunityId, 'documents'], {}, MOST_DOCUMENTS);
    if (found.outcome !== 'listed') return found;
    const id = textOf(found.records.find(({ description }) => description === markOf(document.id))?.id);
    return id === undefined ? ({ outcome: 'none' } as const) : ({ outcome: 'kept', recordId: id } as const);
  }

  return {
    async put(told, file) {
      const { opportunityId, document } = told;
      const key = keyOf(opportunityId);
      const attached = await keepFile(records, key, fileSubject(document.id, file.id), {
        find: async () => ({ outcome: 'none' }),
        create: async () => recordMade(await attach(file)),
      });
      if (attached.outcome !== 'kept') return attached;
      const shows = { name: document.title.slice(0, MAX_NAME), fileId: attached.recordId, fileName: file.fileName };
      const kept = await keepFile(records, key, documentSubject(document.id), {
        find: () => linked(told),
        create: async () =>
          recordMade(
            await client.send('POST', ['Document'], {
              ...{ ...shows, status: 'Active', description: markOf(document.id) },
              opportunitiesIds: [opportunityId],
            }),
          ),
      });
      if (kept.outcome !== 'kept') return kept;
      const changed = await client.send('PUT', ['Document', kept.recordId], shows);
      if (changed.outcome !== 'gone') return endOf(changed);
      // Somebody has deleted it: the next attempt makes another.
      await records.forget(key, documentSubject(document.id), kept.recordId);
      return { outcome: 'failed', status: changed.status, retryAfter: 0 };
    },

    async rename({ opportunityId, document }) {
      const id = await recordOf(records, keyOf(opportunityId), documentSubject(document.id));
      if (id === undefined) return { outcome: 'delivered' };
      const changed = await client.send('PUT', ['Document', id], { name: document.title.slice(0, MAX_NAME) });
      return changed.outcome === 'gone' ? { outcome: 'delivered' } : endOf(changed);
    },

    async remove({ opportunityId, documentId }) {
      const key = keyOf(opportunityId);
      for (const [id, subject] of recordsOfDocument(await records.subjects(key), documentId)) {
        if (subject === documentSubject(documentId)) {
          const gone = await client.send('DELETE', ['Document', id], {});
          if (gone.outcome !== 'ok' && gone.outcome !== 'gone') return endOf(gone);
        }
        await records.forget(key, subject, id);
      }
      return { outcome: 'delivered' };
    },
  };
}

const markOf = (documentId: string): string => `opportunity-cti ${documentId}`;

const endOf = (answer: CrmAnswer): Delivered =>
  answer.outcome === 'ok' ? { outcome: 'delivered' } : fileDelivery(answer);
