/**
 * Agents' documents in Salesforce: a ContentVersion, first published with the opportunity, which makes the file (ContentDocument) and
 * its link (REST API Developer Guide, "Insert or Update Blob Data"; Object Reference, ContentVersion). A next version names the file.
 * The description carries our id, by which a version is found that was made and not remembered.
 */
import type { SalesforceSource } from '#core/contracts/configuration.ts';
import type { CrmRecords, Delivered, OpenableFile } from '#core/ports/crm.ts';
import { type CrmAnswer, type CrmFailure, deliveryFailure } from '../crm-session.ts';
import { keepFile } from '../file-delivery.ts';
import { asJson, textOf } from '../json.ts';
import { recordMade } from '../keep-record.ts';
import { multipartBody } from '../multipart-body.ts';
import { documentSubject, fileSubject, recordOf, recordsOfDocument } from '../record-subjects.ts';
import type { DocumentKeeping, DocumentTold } from '../tell-records.ts';
import { errorCode, reasonOf } from './salesforce-answer.ts';
import type { SalesforceClient } from './salesforce-client.ts';
import { isOf } from './salesforce-id.ts';
import { soql } from './soql.ts';

/** ContentVersion, `Title`. */
const MAX_TITLE = 255;
const MOST_FILES = 2_000;
/** What a file is refused for, now and later (REST API Developer Guide, "Status Codes and Error Responses"). */
const UNWANTED = new Set([
  ...['FIELD_INTEGRITY_EXCEPTION', 'STORAGE_LIMIT_EXCEEDED', 'FIELD_CUSTOM_VALIDATION_EXCEPTION'],
  ...['INSUFFICIENT_ACCESS_OR_READONLY', 'REQUEST_ENTITY_TOO_LARGE'],
]);

type Access = { readonly source: SalesforceSource; readonly records: CrmRecords };

export function salesforceDocuments(client: SalesforceClient, { source, records }: Access): DocumentKeeping {
  const keyOf = (opportunityId: string) => ({ sourceId: source.id, opportunityId });

  /** The file of which it is a version: the CRM's own document, or the one that we have made. */
  const fileOf = async ({ opportunityId, document }: DocumentTold): Promise<string | undefined> =>
    isOf('document', document.id) ? document.id : recordOf(records, keyOf(opportunityId), documentSubject(document.id));

  async function insert(told: DocumentTold, file: OpenableFile): Promise<CrmAnswer> {
    const known = await fileOf(told);
    const version = {
      Title: told.document.title.slice(0, MAX_TITLE),
      PathOnClient: file.fileName,
      Description: markOf(told, file),
      ...(known === undefined ? { FirstPublishLocationId: told.opportunityId } : { ContentDocumentId: known }),
    };
    const fields = [{ name: 'entity_content', value: JSON.stringify(version), contentType: 'application/json' }];
    return client.upload('/sobjects/ContentVersion', multipartBody(fields, 'VersionData', file));
  }

  /** A file whose latest version is this one. */
  async function published(told: DocumentTold, file: OpenableFile) {
    const query = soql`SELECT ContentDocument.Description, ContentDocument.LatestPublishedVersionId FROM ContentDocumentLink WHERE LinkedEntityId = ${told.opportunityId}`;
    const found = await client.query(query, MOST_FILES);
    if (found.outcome !== 'found') return found;
    const mark = markOf(told, file);
    const ours = found.records.map((link) => asJson(link.ContentDocument)).find((one) => one.Description === mark);
    const id = textOf(ours?.LatestPublishedVersionId);
    return id === undefined ? ({ outcome: 'none' } as const) : ({ outcome: 'kept', recordId: id } as const);
  }

  return {
    async put(told, file) {
      const { opportunityId, document } = told;
      if (!isOf('opportunity', opportunityId)) return { outcome: 'dropped', reason: 'record-gone' };
      const key = keyOf(opportunityId);
      const version = await keepFile(
        records,
        key,
        fileSubject(document.id, file.id),
        { find: () => published(told, file), create: async () => recordMade(await insert(told, file)) },
        refusal,
      );
      if (version.outcome !== 'kept' || isOf('document', document.id)) return ended(version);
      const read = await client.request('GET', `/sobjects/ContentVersion/${version.recordId}?fields=ContentDocumentId`);
      if (read.outcome !== 'ok') return refusal(read);
      const documentId = textOf(asJson(read.json).ContentDocumentId);
      if (documentId === undefined) return { outcome: 'failed', status: read.status, retryAfter: 0 };
      await records.remember(key, documentSubject(document.id), documentId);
      return { outcome: 'delivered' };
    },

    async rename(told) {
      const id = await recordOf(records, keyOf(told.opportunityId), documentSubject(told.document.id));
      if (id === undefined) return { outcome: 'delivered' };
      const Title = told.document.title.slice(0, MAX_TITLE);
      return gone(await client.request('PATCH', `/sobjects/ContentDocument/${id}`, { Title }));
    },

    async remove({ opportunityId, documentId }) {
      const key = keyOf(opportunityId);
      const known = recordsOfDocument(await records.subjects(key), documentId);
      for (const [id, subject] of known) {
        // Its versions go with it.
        const isFile = subject === documentSubject(documentId);
        const told = isFile ? gone(await client.request('DELETE', `/sobjects/ContentDocument/${id}`)) : DONE;
        if (told.outcome !== 'delivered') return told;
        await records.forget(key, subject, id);
      }
      return DONE;
    },
  };
}

const DONE: Delivered = { outcome: 'delivered' };

const markOf = ({ document }: DocumentTold, file: OpenableFile): string =>
  `opportunity-cti ${document.id} ${file.id}`.slice(0, 1_000);

function refusal(failure: CrmFailure): Delivered {
  if (UNWANTED.has(errorCode(failure) ?? '')) return { outcome: 'dropped', reason: reasonOf(failure) };
  if (failure.outcome === 'invalid' && failure.status === 413) return { outcome: 'dropped', reason: reasonOf(failure) };
  return deliveryFailure(failure);
}

const ended = (result: Awaited<ReturnType<typeof keepFile>>): Delivered => (result.outcome === 'kept' ? DONE : result);

/** What is gone is as it should be. */
const gone = (answer: CrmAnswer): Delivered =>
  answer.outcome === 'ok' || answer.outcome === 'gone' ? DONE : refusal(answer);
