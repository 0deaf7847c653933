/**
 * Salesforce's parameterized search, in which no query is written (REST API Developer Guide, "Search with Parameters in the Request
 * Body"), and then the open opportunities of who and what was found, by their ids.
 */
import type { SalesforceSource } from '#core/contracts/configuration.ts';
import { MAX_CRM_MATCHES } from '#core/policy.ts';
import type { OpportunitiesFound, OpportunityFinder } from '#core/ports/crm.ts';
import type { CrmAccess } from '../connector.ts';
import { type CrmAnswer, readFailure } from '../crm-session.ts';
import { asJson, type Json, listIn, textOf } from '../json.ts';
import { found, matchOf, NOTHING_FOUND } from '../matches.ts';
import { nationalDigits } from '../phone-numbers.ts';
import { queryPath, salesforceClient } from './salesforce-client.ts';
import { PHONE_FIELDS, phonesFrom } from './salesforce-phones.ts';
import { opportunityFrom } from './salesforce-reading.ts';
import { soql } from './soql.ts';

/** Records of each object that are looked at. */
const MOST = 20;
const NAMES = ['Id', 'Name'];

export function salesforceFinding(access: CrmAccess<SalesforceSource>): OpportunityFinder {
  const { source } = access;
  const client = salesforceClient(access);

  async function search(q: string, scope: 'PHONE' | 'NAME', sobjects: Readonly<Record<string, readonly string[]>>) {
    const objects = Object.entries(sobjects).map(([name, fields]) => ({ name, fields, limit: MOST }));
    const answer = await client.request('POST', '/parameterizedSearch', { q, in: scope, sobjects: objects });
    if (answer.outcome !== 'ok') return answer;
    const records = listIn(answer.json, 'searchRecords');
    if (records === undefined) return { outcome: 'unusable', status: answer.status } as const;
    const of = (object: string) => records.filter(({ attributes }) => asJson(attributes).type === object);
    return { outcome: 'found', of } as const;
  }

  /** Beside the opportunities themselves, those of companies, and those in which people have a role. */
  async function open(wanted: {
    readonly ids?: readonly string[];
    readonly accountIds?: readonly string[];
    readonly people: readonly Json[];
  }): Promise<OpportunitiesFound> {
    const { ids = [], accountIds = [], people } = wanted;
    const byId = new Map(people.map((person) => [textOf(person.Id) ?? '', person]));
    const queries = Object.entries({
      ...(ids.length > 0 && { named: ofOpportunities(soql`Id IN ${ids}`) }),
      ...(byId.size > 0 && { roles: ofRoles([...byId.keys()]) }),
      ...(accountIds.length > 0 && { accounts: ofOpportunities(soql`AccountId IN ${accountIds}`) }),
    });
    if (queries.length === 0) return NOTHING_FOUND;
    const requests = queries.map(([name, query]) => [name, { method: 'GET', path: queryPath(query) }] as const);
    const together = await client.together(Object.fromEntries(requests), false);
    if (together.outcome !== 'together') return readFailure(together);
    const matches = [];
    for (const [name] of queries) {
      const answer: CrmAnswer = together.answers[name] ?? { outcome: 'unusable', status: 0 };
      const page = await client.allOf(answer, MOST);
      if (page.outcome !== 'found') return readFailure(page);
      for (const row of page.records) {
        const record = name === 'roles' ? asJson(row.Opportunity) : row;
        const person = asJson(byId.get(textOf(row.ContactId) ?? ''));
        const [id, personId] = [textOf(record.Id), textOf(person.Id)];
        if (id === undefined) continue;
        const through = personId === undefined ? undefined : { id: personId, name: textOf(person.Name) ?? personId };
        matches.push(matchOf(source.id, opportunityFrom(id, record, record, source), through));
      }
    }
    return found(matches, ids.length + accountIds.length > 0 ? 'each' : 'each-person');
  }

  return {
    async findByPhone(phone) {
      const answer = await search(nationalDigits(phone), 'PHONE', { Contact: [...NAMES, ...PHONE_FIELDS] });
      if (answer.outcome !== 'found') return readFailure(answer);
      const isTheirs = (record: Json) =>
        phonesFrom(record, source.defaultCountry).some(({ number }) => number === phone);
      return open({ people: answer.of('Contact').filter(isTheirs) });
    },

    async findByText(text) {
      const q = searchable(text);
      if (q === undefined) return NOTHING_FOUND;
      const answer = await search(q, 'NAME', { Opportunity: ['Id'], Contact: NAMES, Account: ['Id'] });
      if (answer.outcome !== 'found') return readFailure(answer);
      const idsOf = (object: string) => answer.of(object).flatMap(({ Id }) => textOf(Id) ?? []);
      return open({ ids: idsOf('Opportunity'), accountIds: idsOf('Account'), people: answer.of('Contact') });
    },
  };
}

/** The currency is a field only where there are several (`opportunityFrom`): a search does without. */
const FIELDS = ['Id', 'Name', 'StageName', 'Amount', 'CloseDate', 'OwnerId', 'Owner.Email', 'Account.Name'];
const NEWEST = `ORDER BY LastModifiedDate DESC LIMIT ${MAX_CRM_MATCHES}`;

const ofOpportunities = (condition: string): string =>
  `SELECT ${FIELDS.join(', ')} FROM Opportunity WHERE IsClosed = false AND ${condition} ${NEWEST}`;

const ofRoles = (contactIds: readonly string[]): string => {
  const fields = FIELDS.map((field) => `Opportunity.${field}`).join(', ');
  const condition = soql`Opportunity.IsClosed = false AND ContactId IN ${contactIds}`;
  return `SELECT ContactId, ${fields} FROM OpportunityContactRole WHERE ${condition} ORDER BY Opportunity.LastModifiedDate DESC LIMIT ${MOST}`;
};

/**
 * Words, of which the last may go on. Reserved characters and operators search for nothing (SOQL and SOSL Reference, "FIND
 * {SearchQuery}"); undefined for less than two characters, which Salesforce does not search for.
 */
export function searchable(text: string): string | undefined {
  const words = text
    .replace(/[?&|!{}[\]()^~*:\\"'+-]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !/^(?:and|or|not)$/i.test(word));
  const query = words.join(' ').slice(0, MAX_SEARCH);
  return [...query].length < 2 ? undefined : `${query}*`;
}

/** A tenth of what Salesforce takes. */
const MAX_SEARCH = 1_000;
