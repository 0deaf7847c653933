/**
 * Agents' documents in HubSpot: a file of the account, attached to a note of the deal (API guides "Files" and "Notes"). Each version
 * of a document has a folder of its own, where a repeated upload replaces the file instead of adding another (`overwrite`).
 */
import type { HubspotSource } from '#core/contracts/configuration.ts';
import { digestId } from '#core/ids.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { CrmRecords, Delivered, OpenableFile } from '#core/ports/crm.ts';
import type { CrmAnswer } from '../crm-session.ts';
import { fileDelivery, keepFile } from '../file-delivery.ts';
import { asJson, textOf } from '../json.ts';
import { recordMade } from '../keep-record.ts';
import { multipartBody } from '../multipart-body.ts';
import { documentSubject, fileSubject, recordOf, recordsOfDocument } from '../record-subjects.ts';
import type { DocumentKeeping, DocumentTold } from '../tell-records.ts';
import type { HubspotClient } from './hubspot-client.ts';
import { filesIn } from './hubspot-notes.ts';

/** HUBSPOT_DEFINED, as the vendor's own client has it (@hubspot/api-client, AssociationTypes `noteToDeal`). */
const NOTE_TO_DEAL = 214;
const FOLDER = '/opportunity-cti';
/** Notes of a deal among which ours is looked for after a crash. */
const MOST_NOTES = 1_000;

type Access = { readonly source: HubspotSource; readonly records: CrmRecords; readonly clock: Clock };

export function hubspotDocuments(client: HubspotClient, { source, records, clock }: Access): DocumentKeeping {
  const keyOf = (opportunityId: string) => ({ sourceId: source.id, opportunityId });
  const notePath = (id: string): string => `/crm/v3/objects/notes/${encodeURIComponent(id)}`;

  async function upload(told: DocumentTold, file: OpenableFile): Promise<CrmAnswer> {
    const { opportunityId, document } = told;
    const folder = digestId(source.id, opportunityId, document.id, file.id);
    const fields = [
      { name: 'fileName', value: file.fileName },
      { name: 'folderPath', value: `${FOLDER}/${folder}` },
      { name: 'options', value: JSON.stringify({ access: 'PRIVATE', overwrite: true }) },
    ];
    return client.upload('/files/v3/files', multipartBody(fields, 'file', file));
  }

  /** A note with this file that nobody has remembered. */
  async function noteWith(dealId: string, fileId: string) {
    const notes = await client.associated('deals', dealId, 'notes', MOST_NOTES);
    if (notes.outcome !== 'associated') return notes;
    const ids = notes.to.map(({ id }) => id);
    const found = await client.batchRead('notes', ids, ['hs_attachment_ids']);
    if (found.outcome !== 'records') return found;
    const ours = found.records.find(({ properties }) => filesIn(asJson(properties).hs_attachment_ids).includes(fileId));
    const id = textOf(ours?.id);
    return id === undefined ? ({ outcome: 'none' } as const) : ({ outcome: 'kept', recordId: id } as const);
  }

  return {
    async put(told, file) {
      const { opportunityId, document, by } = told;
      const key = keyOf(opportunityId);
      const uploaded = await keepFile(records, key, fileSubject(document.id, file.id), {
        // The same upload again is the same file.
        find: async () => ({ outcome: 'none' }),
        create: async () => recordMade(await upload(told, file)),
      });
      if (uploaded.outcome !== 'kept') return uploaded;
      const attached = { hs_note_body: bodyOf(document.title, by), hs_attachment_ids: uploaded.recordId };
      const noted = await keepFile(records, key, documentSubject(document.id), {
        find: () => noteWith(opportunityId, uploaded.recordId),
        create: async () =>
          recordMade(
            await client.request('POST', '/crm/v3/objects/notes', {
              properties: { hs_timestamp: clock.now().toISOString(), ...attached },
              associations: [
                {
                  to: { id: opportunityId },
                  types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: NOTE_TO_DEAL }],
                },
              ],
            }),
          ),
      });
      if (noted.outcome !== 'kept') return noted;
      // Of a next version, or of a note that was made and not remembered: it shows this file.
      const changed = await client.request('PATCH', notePath(noted.recordId), { properties: attached });
      if (changed.outcome === 'ok') return { outcome: 'delivered' };
      if (changed.outcome !== 'gone') return fileDelivery(changed);
      // Somebody has deleted the note: the next attempt makes another.
      await records.forget(key, documentSubject(document.id), noted.recordId);
      return { outcome: 'failed', status: changed.status, retryAfter: 0 };
    },

    async rename({ opportunityId, document, by }) {
      const noteId = await recordOf(records, keyOf(opportunityId), documentSubject(document.id));
      if (noteId === undefined) return { outcome: 'delivered' };
      const properties = { hs_note_body: bodyOf(document.title, by) };
      return endOf(await client.request('PATCH', notePath(noteId), { properties }));
    },

    async remove({ opportunityId, documentId }) {
      const key = keyOf(opportunityId);
      for (const [id, subject] of recordsOfDocument(await records.subjects(key), documentId)) {
        const isNote = subject === documentSubject(documentId);
        const path = isNote ? notePath(id) : `/files/v3/files/${encodeURIComponent(id)}`;
        const told = endOf(await client.request('DELETE', path));
        if (told.outcome !== 'delivered') return told;
        await records.forget(key, subject, id);
      }
      return { outcome: 'delivered' };
    },
  };
}

/** What is gone is as it should be. */
const endOf = (answer: CrmAnswer): Delivered =>
  answer.outcome === 'ok' || answer.outcome === 'gone' ? { outcome: 'delivered' } : fileDelivery(answer);

/** The note's text is HTML. */
const bodyOf = (title: string, by: string): string => `${escaped(title)} (${escaped(by)})`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
