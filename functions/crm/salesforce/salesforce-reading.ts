/** An opportunity of Salesforce's with its people and files: one round trip, unless there is more than a page of something. */
import { MAX_CONTACTS, MAX_DOCUMENTS, type OpportunityInput } from '#core/contracts/call-request.ts';
import type { SalesforceSource } from '#core/contracts/configuration.ts';
import type { OpportunityRead, OpportunityReader } from '#core/ports/crm.ts';
import type { CrmAccess } from '../connector.ts';
import { type CrmAnswer, type CrmFailure, readFailure } from '../crm-session.ts';
import { asJson, type Json, numberOf, optional, textOf } from '../json.ts';
import { errorCode, reasonOf } from './salesforce-answer.ts';
import { queryPath, type SalesforceClient, salesforceClient } from './salesforce-client.ts';
import { documentFrom, documentsQuery } from './salesforce-documents.ts';
import { isOf } from './salesforce-id.ts';
import { contactsQuery, peopleFrom, rolesQuery, teamQuery } from './salesforce-people.ts';
import { agentOf } from './salesforce-users.ts';
import { soql } from './soql.ts';

/** A picklist's names have up to 255 characters. */
const MAX_STAGE = 200;
/** Roles and contacts are read beyond what is kept: one contact may have several roles. */
const MOST_ROLES = 2 * MAX_CONTACTS;

export function salesforceReading(access: CrmAccess<SalesforceSource>): OpportunityReader {
  const { source, records, log } = access;
  const client = salesforceClient(access);

  return {
    async usernameOf(crmUserId) {
      if (!isOf('user', crmUserId)) return undefined;
      const answer = await client.request('GET', `/sobjects/User/${crmUserId}?fields=Email`);
      if (answer.outcome === 'unavailable') throw new Error(`the CRM does not answer: ${answer.status}`);
      return answer.outcome === 'ok' ? agentOf(source, crmUserId, asJson(answer.json)) : undefined;
    },

    async read(opportunityId): Promise<OpportunityRead> {
      if (!isOf('opportunity', opportunityId)) return { outcome: 'gone', detail: 'no-opportunity-id' };
      const [read, subjects] = await Promise.all([
        readParts(client, opportunityId),
        records.subjects({ sourceId: source.id, opportunityId }),
      ]);
      if (read.outcome !== 'parts') return read;
      const { opportunity, related, roles, contacts, team, links } = read;
      const people = peopleFrom({ roles, contacts, team }, source, subjects);
      if (people.length > MAX_CONTACTS || links.length > MAX_DOCUMENTS) {
        const detail = `contacts-${people.length}:documents-${links.length}`;
        log.info('crm-lists-cut', { sourceId: source.id, opportunityId, detail });
      }
      return {
        outcome: 'read',
        data: {
          opportunity: opportunityFrom(opportunityId, opportunity, related, source),
          contacts: people.slice(0, MAX_CONTACTS),
          documents: links.slice(0, MAX_DOCUMENTS).flatMap((link) => documentFrom(link, client, subjects)),
        },
      };
    },
  };
}

/** The opportunity as a whole record: a field that this organisation has not, or hides from us, is no error there. */
async function readParts(client: SalesforceClient, id: string) {
  const get = (path: string) => ({ method: 'GET', path }) as const;
  const answer = await client.together(
    {
      opportunity: get(`/sobjects/Opportunity/${id}`),
      related: get(queryPath(soql`SELECT Owner.Email, Account.Name FROM Opportunity WHERE Id = ${id}`)),
      roles: get(queryPath(rolesQuery(id))),
      contacts: get(queryPath(contactsQuery(id))),
      team: get(queryPath(teamQuery(id))),
      documents: get(queryPath(documentsQuery(id))),
    },
    false,
  );
  if (answer.outcome !== 'together') return readFailure(answer);
  const part = (name: string): CrmAnswer => answer.answers[name] ?? { outcome: 'unusable', status: 0 };
  const opportunity = part('opportunity');
  if (opportunity.outcome !== 'ok') return failureOf('opportunity', opportunity);
  const related = await client.allOf(part('related'), 1);
  const roles = await client.allOf(part('roles'), MOST_ROLES);
  const contacts = await client.allOf(part('contacts'), MOST_ROLES);
  const team = await client.allOf(withoutTeams(part('team')), MAX_CONTACTS);
  const links = await client.allOf(part('documents'), MAX_DOCUMENTS + 1);
  if (related.outcome !== 'found') return failureOf('related', related);
  if (roles.outcome !== 'found') return failureOf('roles', roles);
  if (contacts.outcome !== 'found') return failureOf('contacts', contacts);
  if (team.outcome !== 'found') return failureOf('team', team);
  if (links.outcome !== 'found') return failureOf('documents', links);
  return {
    outcome: 'parts',
    ...{ opportunity: asJson(opportunity.json), related: asJson(related.records[0]) },
    ...{ roles: roles.records, contacts: contacts.records, team: team.records, links: links.records },
  } as const;
}

/** Which part it was, and Salesforce's word for it: `contacts:invalid-field`. */
function failureOf(part: string, failure: CrmFailure): Exclude<OpportunityRead, { outcome: 'read' }> {
  const read = readFailure(failure);
  return read.outcome === 'unavailable' ? read : { ...read, detail: `${part}:${reasonOf(failure)}` };
}

/** The object is there only where team selling is enabled. */
const withoutTeams = (answer: CrmAnswer): CrmAnswer =>
  errorCode(answer) === 'INVALID_TYPE' ? { outcome: 'ok', status: 200, headers: {}, json: { records: [] } } : answer;

export function opportunityFrom(id: string, record: Json, related: Json, source: SalesforceSource): OpportunityInput {
  const [account, type] = [textOf(asJson(related.Account).Name), textOf(record.Type)];
  const ownerId = textOf(record.OwnerId);
  const username = ownerId === undefined ? undefined : agentOf(source, ownerId, asJson(related.Owner));
  return {
    ...{ id, name: textOf(record.Name) ?? id, url: `${source.apiUrl}/lightning/r/Opportunity/${id}/view` },
    attributes: { ...optional('account', account), ...optional('type', type) },
    ...optional('stage', textOf(record.StageName)?.slice(0, MAX_STAGE)),
    ...optional('amount', numberOf(record.Amount)),
    // Only an organisation with several currencies says which.
    ...optional('currency', textOf(record.CurrencyIsoCode) ?? source.currency),
    ...optional('closeDate', textOf(record.CloseDate)),
    ...optional('probability', numberOf(record.Probability)),
    ...(username !== undefined && { owner: { username } }),
  };
}
