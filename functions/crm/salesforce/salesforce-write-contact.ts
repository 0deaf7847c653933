/** What an agent has changed about a person, in Salesforce: only that. The company is an account, and is not written. */
import type { SalesforceSource } from '#core/contracts/configuration.ts';
import type { ContactView } from '#core/contracts/opportunity-context.ts';
import type { CrmRecords, Delivered } from '#core/ports/crm.ts';
import type { CrmAnswer, CrmFailure } from '../crm-session.ts';
import { asJson, type Json, textOf } from '../json.ts';
import { type Kept, keepRecord } from '../keep-record.ts';
import { addedRecordOf, type ContactTold, contactSubject, isChangedIn } from '../record-subjects.ts';
import { errorCode, personDeliveryOf } from './salesforce-answer.ts';
import type { SalesforceClient } from './salesforce-client.ts';
import { isOf } from './salesforce-id.ts';
import { phoneFields } from './salesforce-phones.ts';
import { survivorOf } from './salesforce-survivor.ts';
import { soql } from './soql.ts';

/** Roles that one contact has in one opportunity. */
const MOST_ROLES = 50;

export async function writeContact(
  client: SalesforceClient,
  { id: sourceId }: SalesforceSource,
  records: CrmRecords,
  { opportunityId, contactId, contact, changes }: ContactTold,
): Promise<Delivered> {
  if (isOf('user', contactId)) return { outcome: 'dropped', reason: 'users-are-not-changed-there' };
  const key = { sourceId, opportunityId };
  const subject = contactSubject.of(contactId);
  const ours = await addedRecordOf(records, key, contactId);
  const recordId = ours ?? (isOf('contact', contactId) ? contactId : undefined);
  if (contact === undefined) {
    return recordId === undefined ? { outcome: 'delivered' } : removeRoles(client, opportunityId, recordId);
  }
  const isChanged = isChangedIn({ changes });
  if (recordId !== undefined) return update(client, opportunityId, recordId, contact, isChanged);
  // An agent has added the person here.
  let failed: CrmFailure | undefined;
  const noted = (made: Kept): Kept => {
    if (made.outcome !== 'kept') failed = made;
    return made;
  };
  const told = await keepRecord(records, key, subject, {
    find: async () => ({ outcome: 'none' }),
    create: async () => noted(await create(client, opportunityId, contact)),
    update: async (known) =>
      noted(kept(await client.request('PATCH', `/sobjects/Contact/${known}`, fieldsOf(contact, isChanged)), known)),
  });
  // What the organisation's rules do not let in is not tried for days.
  return failed === undefined ? told : personDeliveryOf(failed);
}

async function update(
  client: SalesforceClient,
  opportunityId: string,
  recordId: string,
  contact: ContactView,
  isChanged: (field: string) => boolean,
): Promise<Delivered> {
  const fields = fieldsOf(contact, isChanged);
  if (Object.keys(fields).length > 0) {
    const answer = await client.request('PATCH', `/sobjects/Contact/${recordId}`, fields);
    const survivor = answer.outcome === 'gone' ? await survivorOf(client, recordId) : undefined;
    if (survivor !== undefined) return update(client, opportunityId, survivor, contact, isChanged);
    const updated = personDeliveryOf(answer);
    if (updated.outcome !== 'delivered') return updated;
  }
  if (!isChanged('role') || contact.role === undefined) return { outcome: 'delivered' };
  const { role } = contact;
  return eachRole(client, opportunityId, recordId, (id) =>
    client.request('PATCH', `/sobjects/OpportunityContactRole/${id}`, { Role: role }),
  );
}

/** The person stays a contact. */
const removeRoles = (client: SalesforceClient, opportunityId: string, recordId: string): Promise<Delivered> =>
  eachRole(client, opportunityId, recordId, (id) => client.request('DELETE', `/sobjects/OpportunityContactRole/${id}`));

async function eachRole(
  client: SalesforceClient,
  opportunityId: string,
  contactId: string,
  change: (id: string) => Promise<CrmAnswer>,
): Promise<Delivered> {
  const query = soql`SELECT Id FROM OpportunityContactRole WHERE OpportunityId = ${opportunityId} AND ContactId = ${contactId}`;
  const found = await client.query(query, MOST_ROLES);
  if (found.outcome !== 'found') return personDeliveryOf(found);
  for (const { Id } of found.records) {
    const told = personDeliveryOf(await change(textOf(Id) ?? ''));
    // Somebody has removed it meanwhile.
    if (told.outcome === 'failed' || (told.outcome === 'dropped' && told.reason !== 'record-gone')) return told;
  }
  return { outcome: 'delivered' };
}

/** Contact and role are made together, or neither; a contact without an account is private to its owner. */
async function create(client: SalesforceClient, opportunityId: string, contact: ContactView): Promise<Kept> {
  const opportunity = await client.request('GET', `/sobjects/Opportunity/${opportunityId}?fields=AccountId`);
  if (opportunity.outcome !== 'ok') return opportunity;
  const accountId = textOf(asJson(opportunity.json).AccountId);
  const person = { ...fieldsOf(contact, () => true), ...(accountId !== undefined && { AccountId: accountId }) };
  const role = {
    ...{ OpportunityId: opportunityId, ContactId: '@{person.id}' },
    ...(contact.role !== undefined && { Role: contact.role }),
  };
  const made = await client.together(
    {
      person: { method: 'POST', path: '/sobjects/Contact', body: person },
      role: { method: 'POST', path: '/sobjects/OpportunityContactRole', body: role },
    },
    true,
  );
  if (made.outcome !== 'together') return made;
  const [first, second] = [made.answers.person, made.answers.role];
  const failed = [first, second].find((answer) => answer !== undefined && answer.outcome !== 'ok' && !isHalted(answer));
  return kept(failed ?? first ?? { outcome: 'unusable', status: 0 });
}

/** Not done because another was not. */
const isHalted = (answer: CrmAnswer): boolean => errorCode(answer) === 'PROCESSING_HALTED';

function kept(answer: CrmAnswer, known?: string): Kept {
  if (answer.outcome !== 'ok') return answer;
  const id = known ?? textOf(asJson(answer.json).id);
  return id === undefined ? { outcome: 'unusable', status: answer.status } : { outcome: 'kept', recordId: id };
}

/** Empty is null in Salesforce. */
function fieldsOf({ name, title, email, phones, doNotCall }: ContactView, isChanged: (field: string) => boolean): Json {
  const words = name.trim().split(/\s+/);
  return {
    ...(isChanged('name') && { FirstName: words.slice(0, -1).join(' ') || null, LastName: words.at(-1) ?? name }),
    ...(isChanged('title') && { Title: title ?? null }),
    ...(isChanged('email') && { Email: email ?? null }),
    ...(isChanged('phones') && phoneFields(phones)),
    ...(isChanged('doNotCall') && { DoNotCall: doNotCall }),
  };
}
