/**
 * Dataverse's rows with conditions (learn.microsoft.com, "Filter rows using OData"). Numbers stand there as they were typed: the
 * digits are searched for with anything between them, and who is found is looked at again.
 */
import type { Dynamics365Source } from '#core/contracts/configuration.ts';
import { MAX_CRM_MATCHES } from '#core/policy.ts';
import type { OpportunitiesFound, OpportunityFinder } from '#core/ports/crm.ts';
import type { CrmAccess } from '../connector.ts';
import { readFailure } from '../crm-session.ts';
import { asJson, type Json, textOf } from '../json.ts';
import { type FoundPerson, found, matchOf, NOTHING_FOUND } from '../matches.ts';
import { e164, nationalDigits } from '../phone-numbers.ts';
import { dynamics365Client, type Listed } from './dynamics365-client.ts';
import { OPPORTUNITY_PARTS, opportunityFrom } from './dynamics365-opportunities.ts';
import { CONTACT_COLUMNS, CONTACT_PHONES } from './dynamics365-people.ts';
import { guidOf, odataPath, plain, spelled } from './odata.ts';

/** People whose opportunities are looked at: each is a few conditions of the next request. */
const MOST_PEOPLE = 10;

const any = (conditions: readonly string[]): string => `(${conditions.join(' or ')})`;

export function dynamics365Finding(access: CrmAccess<Dynamics365Source>): OpportunityFinder {
  const { source } = access;
  const client = dynamics365Client(access);

  const people = (condition: string): Promise<Listed> => {
    // Of people who were merged, the other one is found, too.
    const $filter = `statecode eq 0 and ${condition}`;
    return client.list(odataPath('contacts', { $select: CONTACT_COLUMNS, $filter }), MOST_PEOPLE);
  };
  const opportunities = (condition: string): Promise<Listed> => {
    const $filter = `statecode eq 0 and ${condition}`;
    const options = { ...OPPORTUNITY_PARTS, $filter, $orderby: 'modifiedon desc' };
    return client.list(odataPath('opportunities', options), MAX_CRM_MATCHES);
  };

  /** Whose they are by a column of their own, and those with which they are connected, either way round. */
  async function throughPeople(
    records: readonly Json[],
  ): Promise<OpportunitiesFound | Exclude<Listed, { outcome: 'listed' }>> {
    const persons = new Map(records.flatMap((record) => personIn(record)));
    if (persons.size === 0) return NOTHING_FOUND;
    const ids = [...persons.keys()];
    const columns = ['_parentcontactid_value', '_customerid_value'];
    const [own, connections] = await Promise.all([
      opportunities(any(ids.flatMap((id) => columns.map((column) => `${column} eq ${id}`)))),
      client.list(connectionsPath(ids), 10 * MAX_CRM_MATCHES),
    ]);
    if (own.outcome !== 'listed') return own;
    if (connections.outcome !== 'listed') return connections;
    const links = connections.records.flatMap((row) => linkIn(row, persons));
    const known = new Set(own.records.map(({ opportunityid }) => guidOf(opportunityid)));
    const others = [...new Set(links.map(({ opportunityId }) => opportunityId))]
      .filter((id) => !known.has(id))
      .slice(0, MAX_CRM_MATCHES);
    const connected =
      others.length === 0
        ? ({ outcome: 'listed', records: [] } as const)
        : await opportunities(any(others.map((id) => `opportunityid eq ${id}`)));
    if (connected.outcome !== 'listed') return connected;
    const matches = [...own.records, ...connected.records].flatMap((record) => {
      const id = guidOf(record.opportunityid) ?? '';
      const theirs = [record.parentcontactid, record.customerid_contact].flatMap(
        (contact) => guidOf(asJson(contact).contactid) ?? [],
      );
      const linked = links.filter(({ opportunityId }) => opportunityId === id).map(({ personId }) => personId);
      return [...new Set([...theirs, ...linked])].flatMap((personId) => {
        const person = persons.get(personId);
        return person === undefined ? [] : [matchOf(source.id, opportunityFrom(id, record, source), person)];
      });
    });
    return found(matches, 'each-person');
  }

  const hasNumber = (record: Json, phone: string): boolean =>
    CONTACT_PHONES.some(([column]) => e164(record[column], source.defaultCountry) === phone);

  return {
    async findByPhone(phone) {
      const digits = spelled(nationalDigits(phone));
      const listed = await people(any(CONTACT_PHONES.map(([column]) => `contains(${column},${digits})`)));
      if (listed.outcome !== 'listed') return readFailure(listed);
      return settled(await throughPeople(listed.records.filter((record) => hasNumber(record, phone))));
    },

    async findByText(text) {
      const name = plain(text);
      const [named, persons] = await Promise.all([
        opportunities(any(['name', 'parentaccountid/name'].map((column) => `contains(${column},${name})`))),
        people(`contains(fullname,${name})`),
      ]);
      if (named.outcome !== 'listed') return readFailure(named);
      if (persons.outcome !== 'listed') return readFailure(persons);
      const matched = settled(await throughPeople(persons.records));
      if (matched.outcome !== 'found') return matched;
      const own = named.records.flatMap((record) => {
        const id = guidOf(record.opportunityid);
        return id === undefined ? [] : [matchOf(source.id, opportunityFrom(id, record, source))];
      });
      return found([...own, ...matched.matches], 'each');
    },
  };
}

const settled = (result: OpportunitiesFound | Exclude<Listed, { outcome: 'listed' }>): OpportunitiesFound =>
  'status' in result ? readFailure(result) : result;

function personIn(record: Json): [string, FoundPerson][] {
  const id = guidOf(record.contactid);
  return id === undefined ? [] : [[id, { id, name: textOf(record.fullname) ?? id }]];
}

const SIDES = [
  ['_record1id_value', '_record2id_value'],
  ['_record2id_value', '_record1id_value'],
] as const;

/** Record types of connections ("Connection" table reference): 3 is Opportunity. */
const connectionsPath = (ids: readonly string[]): string =>
  odataPath('connections', {
    $select: '_record1id_value,_record2id_value',
    $filter: `statecode eq 0 and ${any(
      SIDES.map(([person, other]) => {
        const type = other.replace(/^_(record\d)id_value$/, '$1objecttypecode');
        return `(${type} eq 3 and ${any(ids.map((id) => `${person} eq ${id}`))})`;
      }),
    )}`,
  });

function linkIn(row: Json, persons: ReadonlyMap<string, FoundPerson>) {
  return SIDES.flatMap(([person, other]) => {
    const [personId, opportunityId] = [guidOf(row[person]), guidOf(row[other])];
    const isTheirs = personId !== undefined && opportunityId !== undefined && persons.has(personId);
    return isTheirs ? [{ personId, opportunityId }] : [];
  });
}
