/** The files of an opportunity: ContentDocumentLink to ContentDocument, whose latest version has the bytes. */
import type { DocumentInput } from '#core/contracts/call-request.ts';
import { asJson, type Json, textOf } from '../json.ts';
import { documentIdIn, isOurFile } from '../record-subjects.ts';
import type { SalesforceClient } from './salesforce-client.ts';
import { soql } from './soql.ts';

const MAX_FILE_NAME = 255;
/** A link to somewhere else (Object Reference, ContentDocument, `FileType`): there are no bytes. */
const LINK = 'LINK';

/** The latest first, so that they stay whatever is cut. */
export const documentsQuery = (opportunityId: string): string =>
  `${soql`SELECT ContentDocumentId, ContentDocument.Title, ContentDocument.FileExtension, ContentDocument.FileType, ContentDocument.LatestPublishedVersionId FROM ContentDocumentLink WHERE LinkedEntityId = ${opportunityId}`} ORDER BY SystemModstamp DESC`;

/** None for a version that an agent's file has become: it is here already. */
export function documentFrom(
  link: Json,
  client: SalesforceClient,
  subjects: ReadonlyMap<string, string>,
): DocumentInput[] {
  const document = asJson(link.ContentDocument);
  const [id, versionId] = [textOf(link.ContentDocumentId), textOf(document.LatestPublishedVersionId)];
  if (id === undefined || versionId === undefined || document.FileType === LINK) return [];
  if (isOurFile(subjects.get(versionId))) return [];
  const [title, extension] = [textOf(document.Title) ?? id, textOf(document.FileExtension)];
  const ending = extension === undefined || title.toLowerCase().endsWith(`.${extension}`) ? '' : `.${extension}`;
  return [
    {
      ...{ id: documentIdIn(subjects.get(id)) ?? id, title },
      ...{ fileName: `${title.slice(0, MAX_FILE_NAME - ending.length)}${ending}` },
      url: client.url(`/sobjects/ContentVersion/${encodeURIComponent(versionId)}/VersionData`),
    },
  ];
}
