/** EspoCRM's records as ours: entityDefs Opportunity, Contact and Document of its Crm module. */
import type { ContactInput, DocumentInput, OpportunityInput } from '#core/contracts/call-request.ts';
import { MAX_CONTACTS, MAX_DOCUMENTS } from '#core/contracts/call-request.ts';
import type { EspocrmSource } from '#core/contracts/configuration.ts';
import type { OpportunityRead, OpportunityReader } from '#core/ports/crm.ts';
import { type CrmUser, usernameOf } from '../agent-names.ts';
import type { CrmAccess } from '../connector.ts';
import { type CrmAnswer, readFailure } from '../crm-session.ts';
import { numberOf, optional, textOf as text } from '../json.ts';
import { e164 } from '../phone-numbers.ts';
import { contactSubject, documentIdIn, isOurFile } from '../record-subjects.ts';
import { type EspocrmClient, espocrmClient, type Json } from './espocrm-client.ts';

export function espocrmReading(access: CrmAccess<EspocrmSource>): OpportunityReader {
  const { source, records } = access;
  const client = espocrmClient(access);
  const user = async (id: string): Promise<CrmUser | undefined | Extract<CrmAnswer, { outcome: 'unavailable' }>> => {
    const answer = await client.get(['User', id]);
    if (answer.outcome === 'unavailable') return answer;
    return answer.outcome === 'ok' ? { id, email: text((answer.json as Json).emailAddress) } : undefined;
  };

  return {
    async usernameOf(crmUserId: string): Promise<string | undefined> {
      const found = await user(crmUserId);
      if (found !== undefined && 'outcome' in found) throw new Error(`the CRM does not answer: ${found.status}`);
      return found === undefined ? undefined : usernameOf(source, found);
    },

    async read(opportunityId: string): Promise<OpportunityRead> {
      const answer = await client.get(['Opportunity', opportunityId]);
      if (answer.outcome !== 'ok') return readFailure(answer);
      const opportunity = answer.json as Json | undefined;
      if (opportunity === undefined) return { outcome: 'unusable', detail: 'no-opportunity' };
      const ownerId = text(opportunity.assignedUserId);
      const [people, files, owner, subjects] = await Promise.all([
        client.list(['Opportunity', opportunityId, 'contacts'], {}, MAX_CONTACTS),
        client.list(['Opportunity', opportunityId, 'documents'], {}, MAX_DOCUMENTS),
        ownerId === undefined ? undefined : user(ownerId),
        records.subjects({ sourceId: source.id, opportunityId }),
      ]);
      if (people.outcome !== 'listed') return readFailure(people);
      if (files.outcome !== 'listed') return readFailure(files);
      if (owner !== undefined && 'outcome' in owner) return readFailure(owner);
      const primaryId = text(opportunity.contactId) ?? text(people.records[0]?.id);
      const username = owner === undefined ? undefined : usernameOf(source, owner);
      return {
        outcome: 'read',
        data: {
          opportunity: opportunityFrom(opportunity, opportunityId, username, source),
          contacts: people.records.map((person) => contactFrom(person, source, primaryId, subjects)),
          documents: files.records.flatMap((document) => documentFrom(document, client, subjects)),
        },
      };
    },
  };
}

export function opportunityFrom(
  record: Json,
  id: string,
  username: string | undefined,
  { apiUrl }: EspocrmSource,
): OpportunityInput {
  return {
    id,
    name: text(record.name) ?? id,
    attributes: { ...(text(record.accountName) && { account: text(record.accountName) ?? '' }) },
    url: `${apiUrl.replace(/\/$/, '')}/#Opportunity/view/${encodeURIComponent(id)}`,
    ...optional('stage', text(record.stage)),
    ...optional('amount', numberOf(record.amount)),
    ...optional('currency', text(record.amountCurrency)),
    ...optional('closeDate', text(record.closeDate)),
    ...optional('probability', numberOf(record.probability)),
    ...(username !== undefined && { owner: { username } }),
  };
}

export function contactFrom(
  record: Json,
  { defaultCountry }: EspocrmSource,
  primaryId: string | undefined,
  subjects: ReadonlyMap<string, string>,
): ContactInput {
  const id = text(record.id) ?? '';
  const listed = Array.isArray(record.phoneNumberData) ? (record.phoneNumberData as readonly Json[]) : [];
  const given = listed.length > 0 ? listed : [{ phoneNumber: record.phoneNumber }];
  const phones = given.flatMap(({ phoneNumber, type, invalid }) => {
    const number = invalid === true ? undefined : e164(phoneNumber, defaultCountry);
    return number === undefined ? [] : [{ number, ...optional('label', text(type)?.toLowerCase()) }];
  });
  return {
    id: contactSubject.idIn(subjects.get(id)) ?? id,
    name: text(record.name) ?? ([text(record.firstName), text(record.lastName)].filter(Boolean).join(' ') || id),
    phones: [...new Map(phones.map((phone) => [phone.number, phone])).values()],
    group: 'stakeholder',
    primary: id === primaryId,
    doNotCall: record.doNotCall === true,
    attributes: {},
    ...optional('title', text(record.title)),
    ...optional('company', text(record.accountName)),
    ...optional('email', text(record.emailAddress)),
    ...optional('role', text(record.opportunityRole)),
  };
}

/** None whose file is an agent's: it is here already. */
function documentFrom(record: Json, client: EspocrmClient, subjects: ReadonlyMap<string, string>): DocumentInput[] {
  const [id, fileId, fileName] = [text(record.id), text(record.fileId), text(record.fileName)];
  if (id === undefined || fileId === undefined || fileName === undefined) return [];
  if (isOurFile(subjects.get(fileId))) return [];
  return [
    {
      ...{ id: documentIdIn(subjects.get(id)) ?? id, fileName, title: text(record.name) ?? fileName },
      ...{ url: client.url(['Attachment', 'file', fileId]) },
      ...optional('category', text(record.type)),
    },
  ];
}
