import type { CallView } from '#core/contracts/call.ts';
import type { SourceEvent } from '#core/contracts/source-events.ts';
import type { CrmRecords, OpportunityKey } from '#core/ports.ts';

/** What a CRM is told about a person. */
export type ContactTold = Extract<SourceEvent, { type: 'contact.updated' }>['data'];

/** A person whom an agent has added is ours under the id that we gave, and the CRM's under its own. */
export const contactSubject = {
  of: (contactId: string): string => `${PREFIX}${contactId}`,
  idIn: (subjectId: string | undefined): string | undefined =>
    subjectId?.startsWith(PREFIX) ? subjectId.slice(PREFIX.length) : undefined,
} as const;

const PREFIX = 'contact:';

/** The CRM's record of a person whom an agent has added, once it has been made. */
export async function addedRecordOf(
  records: Pick<CrmRecords, 'subjects'>,
  key: OpportunityKey,
  contactId: string,
): Promise<string | undefined> {
  const subject = contactSubject.of(contactId);
  return [...(await records.subjects(key))].find(([, known]) => known === subject)?.[0];
}

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
