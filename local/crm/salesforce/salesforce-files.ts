/**
 * Files: a ContentVersion comes as a form whose first part is its fields, in JSON, and whose second is its bytes (REST API Developer
 * Guide, "Insert or Update Blob Data"). Published with a record it makes a file (ContentDocument) and its link; with a
 * `ContentDocumentId` it is that file's next version (Object Reference, ContentVersion).
 */
import type { KeptDocument } from '../crm-double.ts';
import { type DoubleAnswer, type DoubleRequest, type Json, parseForm, parseObject } from '../double-http.ts';
import { idIn } from './salesforce-demo.ts';
import { refused, type SalesforceStore } from './salesforce-store.ts';

const FIELDS = ['Title', 'PathOnClient', 'Description', 'FirstPublishLocationId', 'ContentDocumentId'];
const MAX_TITLE = 255;

/** Of the files that came so, the current one. */
export const keptDocuments = (store: SalesforceStore): readonly KeptDocument[] =>
  [...store.rows('ContentDocumentLink').values()].flatMap((link) => {
    const { Title, LatestPublishedVersionId } = link.ContentDocument as Json;
    const version = store.rows('ContentVersion').get(String(LatestPublishedVersionId));
    if (!(version?.bytes instanceof Uint8Array)) return [];
    const { PathOnClient, bytes } = version;
    const opportunityId = String(link.LinkedEntityId);
    return [{ opportunityId, title: String(Title), fileName: String(PathOnClient), bytes }];
  });

export async function versionInserted(store: SalesforceStore, asked: DoubleRequest): Promise<DoubleAnswer> {
  const form = await parseForm(asked);
  const [entity, data] = [form?.get('entity_content'), form?.get('VersionData')];
  if (!(data instanceof File)) return refused(400, 'REQUIRED_FIELD_MISSING', 'VersionData');
  const fields = parseObject(typeof entity === 'string' ? entity : ((await entity?.text()) ?? ''));
  if (fields === undefined) return refused(400, 'JSON_PARSER_ERROR');
  const refusal = store.refusals.shift() ?? faultOf(store, fields);
  if (refusal !== undefined) return refused(400, refusal);
  const number = store.nextNumber();
  const id = idIn('v', number);
  const documentId = String(fields.ContentDocumentId ?? idIn('d', number));
  const [, title, extension] = /^(.*)\.(\w+)$/.exec(String(fields.PathOnClient)) ?? [];
  store.rows('ContentVersion').set(id, { ...fields, Id: id, ContentDocumentId: documentId, bytes: await data.bytes() });
  const links = store.rows('ContentDocumentLink');
  const link = links.get(documentId);
  const document = {
    ...{ Title: fields.Title ?? title, FileExtension: extension ?? null, FileType: 'UNKNOWN' },
    ...{ Description: fields.Description ?? null, LatestPublishedVersionId: id },
  };
  store.rows('ContentDocument').set(documentId, { ...document, Id: documentId });
  links.set(documentId, {
    ...{ SystemModstamp: '2026-01-02', LinkedEntityId: fields.FirstPublishLocationId, ContentDocumentId: documentId },
    ...link,
    ContentDocument: document,
  });
  return { status: 201, json: { id, success: true, errors: [] } };
}

/** What its links show of it. */
export function fileRenamed(store: SalesforceStore, id: string, changes: Json): void {
  const links = store.rows('ContentDocumentLink');
  const link = links.get(id);
  if (link !== undefined)
    links.set(id, { ...link, ContentDocument: { ...(link.ContentDocument as Json), ...changes } });
}

/** A file goes with its links and versions. */
export function fileDeleted(store: SalesforceStore, id: string): void {
  store.rows('ContentDocumentLink').delete(id);
  for (const [version, { ContentDocumentId: of }] of store.rows('ContentVersion')) {
    if (of === id) store.rows('ContentVersion').delete(version);
  }
}

function faultOf(store: SalesforceStore, fields: Json): string | undefined {
  if (Object.keys(fields).some((name) => !FIELDS.includes(name))) return 'INVALID_FIELD';
  if (typeof fields.PathOnClient !== 'string') return 'REQUIRED_FIELD_MISSING';
  if (String(fields.Title ?? '').length > MAX_TITLE) return 'STRING_TOO_LONG';
  const { FirstPublishLocationId: place, ContentDocumentId: file } = fields;
  // A next version is published where its file is.
  if ((place === undefined) === (file === undefined)) return 'FIELD_INTEGRITY_EXCEPTION';
  const isThere =
    file === undefined
      ? store.rows('Opportunity').has(String(place)) && !store.hidden.has(String(place))
      : store.rows('ContentDocumentLink').has(String(file));
  return isThere ? undefined : 'INVALID_CROSS_REFERENCE_KEY';
}
