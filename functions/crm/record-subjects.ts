import type { CallView } from '#core/contracts/call.ts';
import type { SourceEvent } from '#core/contracts/source-events.ts';
import type { CrmRecords } from '#core/ports/crm.ts';
import type { OpportunityKey } from '#core/ports/opportunity-store.ts';

/** What a CRM is told about a person. */
export type ContactTold = Extract<SourceEvent, { type: 'contact.updated' }>['data'];

/** A person whom an agent has added is ours under the id that we gave, and the CRM's under its own. */
export const contactSubject = {
  of: (contactId: string): string => `${PREFIX}${contactId}`,
  idIn: (subjectId: string | undefined): string | undefined =>
    subjectId?.startsWith(PREFIX) ? subjectId.slice(PREFIX.length) : undefined,
} as const;

const PREFIX = 'contact:';

/** What an agent has added as a document: the CRM's record of it, and of each of its files. */
export const documentSubject = (documentId: string): string => `${DOCUMENT}${documentId}`;
export const documentIdIn = (subjectId: string | undefined): string | undefined =>
  subjectId?.startsWith(DOCUMENT) ? subjectId.slice(DOCUMENT.length) : undefined;
export const fileSubject = (documentId: string, fileId: string): string => `${filesOf(documentId)}${fileId}`;
const filesOf = (documentId: string): string => `${FILE}${documentId}/`;
const [DOCUMENT, FILE] = ['document:', 'file:'];

/** The record is a file that has gone from here: it is here already, and no news. */
export const isOurFile = (subjectId: string | undefined): boolean => subjectId?.startsWith(FILE) ?? false;

/** The CRM's records of the document and its files, with our ids of them. */
export const recordsOfDocument = (
  subjects: ReadonlyMap<string, string>,
  documentId: string,
): readonly (readonly [recordId: string, subjectId: string])[] =>
  [...subjects].filter(
    ([, subject]) => subject === documentSubject(documentId) || subject.startsWith(filesOf(documentId)),
  );

/** The CRM's record of what is ours, once it has been made. */
export async function recordOf(
  records: Pick<CrmRecords, 'subjects'>,
  key: OpportunityKey,
  subject: string,
): Promise<string | undefined> {
  return [...(await records.subjects(key))].find(([, known]) => known === subject)?.[0];
}

/** The CRM's record of a person whom an agent has added, once it has been made. */
export const addedRecordOf = (
  records: Pick<CrmRecords, 'subjects'>,
  key: OpportunityKey,
  contactId: string,
): Promise<string | undefined> => recordOf(records, key, contactSubject.of(contactId));

/** The call with the CRM's own id of its person, for a person whom an agent has added. */
export async function withRecordOfContact(records: Pick<CrmRecords, 'subjects'>, call: CallView): Promise<CallView> {
  const added = call.contactId === undefined ? undefined : await addedRecordOf(records, call, call.contactId);
  return added === undefined ? call : { ...call, contactId: added };
}

/** Whether a field of the person is to be written: a change of `phones[0].number` is one of `phones`. Without changes all are. */
export function isChangedIn({ changes }: Pick<ContactTold, 'changes'>): (field: string) => boolean {
  const fields = new Set(changes.map(({ field }) => field.replace(/[.[].*$/, '')));
  return (field) => fields.size === 0 || fields.has(field);
}
