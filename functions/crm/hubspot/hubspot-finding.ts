/**
 * HubSpot's search (API reference, "Search the CRM"): 5 requests a second for the whole account, and behind what was written by some
 * seconds. Numbers are compared without their country's prefix, in properties that HubSpot calculates for it
 * (`hs_searchable_calculated_…`), so that who is found is looked at again.
 */
import type { HubspotSource } from '#core/contracts/configuration.ts';
import { MAX_CRM_MATCHES } from '#core/policy.ts';
import type { OpportunitiesFound, OpportunityFinder } from '#core/ports/crm.ts';
import type { CrmAccess } from '../connector.ts';
import { type CrmFailure, readFailure } from '../crm-session.ts';
import { asJson, idOf, type Json, listIn, textOf } from '../json.ts';
import { type FoundPerson, found, matchOf, NOTHING_FOUND, remembered } from '../matches.ts';
import { nationalDigits } from '../phone-numbers.ts';
import { hubspotClient } from './hubspot-client.ts';
import { CONTACT_PROPERTIES, contactFrom } from './hubspot-contacts.ts';
import { DEAL_PROPERTIES, opportunityFrom, stageOf } from './hubspot-deals.ts';
import { ownerOf } from './hubspot-reading.ts';

/** Default properties of deals (knowledge base, "HubSpot's default deal properties"). */
const [IS_CLOSED, CHANGED] = ['hs_is_closed', 'hs_lastmodifieddate'];
const PROPERTIES = [...DEAL_PROPERTIES, IS_CLOSED, CHANGED];
/** People whose deals are looked at. */
const MOST_PEOPLE = 20;
/** "The query can be up to 3,000 characters". */
const MAX_QUERY = 3_000;

const is = (propertyName: string, value: string) => ({ filters: [{ propertyName, operator: 'EQ', value }] });

export function hubspotFinding(access: CrmAccess<HubspotSource>): OpportunityFinder {
  const { source } = access;
  const client = hubspotClient(access);

  const usernameOf = remembered(async (id) => {
    const owner = await ownerOf(client, source, id);
    return owner.outcome === 'unavailable'
      ? undefined
      : { value: owner.outcome === 'owner' ? owner.username : undefined };
  });
  const labelOf = remembered(async (id) => {
    const [pipeline, dealstage] = JSON.parse(id) as [unknown, unknown];
    const stage = await stageOf(client, { pipeline, dealstage });
    return stage.outcome === 'unavailable' ? undefined : { value: stage.label };
  });

  async function opportunityOf({ id, properties: given }: Json) {
    const properties = asJson(given);
    const ownerId = textOf(properties.hubspot_owner_id);
    const [username, label] = await Promise.all([
      ownerId === undefined ? undefined : usernameOf(ownerId),
      labelOf(JSON.stringify([properties.pipeline, properties.dealstage])),
    ]);
    return opportunityFrom(idOf(id) ?? '', properties, { label }, username, source);
  }

  /** Deal ids by the people's. */
  async function dealsOf(people: readonly FoundPerson[]) {
    const inputs = people.map(({ id }) => ({ id }));
    const answer = await client.request('POST', '/crm/v4/associations/contacts/deals/batch/read', { inputs });
    if (answer.outcome !== 'ok') return answer;
    const linked = (listIn(answer.json, 'results') ?? []).flatMap((result) =>
      (listIn(result, 'to') ?? []).flatMap(({ toObjectId }) => {
        const person = people.find(({ id }) => id === idOf(asJson(result.from).id));
        const dealId = idOf(toObjectId);
        return person === undefined || dealId === undefined ? [] : [{ person, dealId }];
      }),
    );
    return { outcome: 'linked', linked } as const;
  }

  async function throughPeople(records: readonly Json[]): Promise<OpportunitiesFound | CrmFailure> {
    const people = records.flatMap(({ id, properties }): FoundPerson[] => {
      const personId = idOf(id);
      return personId === undefined ? [] : [{ id: personId, name: nameOf(personId, asJson(properties)) }];
    });
    if (people.length === 0) return NOTHING_FOUND;
    const links = await dealsOf(people);
    if (links.outcome !== 'linked') return links;
    const ids = [...new Set(links.linked.map(({ dealId }) => dealId))];
    const deals = await client.batchRead('deals', ids, PROPERTIES);
    if (deals.outcome !== 'records') return deals;
    const open = deals.records.filter(isOpen).toSorted(newestFirst).slice(0, MAX_CRM_MATCHES);
    const matches = await Promise.all(
      open.map(async (deal) => {
        const opportunity = await opportunityOf(deal);
        return links.linked
          .filter(({ dealId }) => dealId === opportunity.id)
          .map(({ person }) => matchOf(source.id, opportunity, person));
      }),
    );
    return found(matches.flat(), 'each-person');
  }

  const nameOf = (id: string, properties: Json): string =>
    contactFrom({ id, labels: [], properties }, source, new Map(), false).name;
  const hasNumber = (properties: Json, phone: string): boolean =>
    contactFrom({ id: '', labels: [], properties }, source, new Map(), false).phones.some(
      ({ number }) => number === phone,
    );

  return {
    async findByPhone(phone) {
      const digits = nationalDigits(phone);
      const contacts = await client.search('contacts', {
        filterGroups: [
          ...['phone', 'mobilephone'].map((name) => is(name, phone)),
          ...['phone', 'mobile'].map((name) => is(`hs_searchable_calculated_${name}_number`, digits)),
        ],
        ...{ properties: CONTACT_PROPERTIES, limit: MOST_PEOPLE },
      });
      if (contacts.outcome !== 'records') return readFailure(contacts);
      return settled(
        await throughPeople(contacts.records.filter(({ properties }) => hasNumber(asJson(properties), phone))),
      );
    },

    async findByText(text) {
      const query = text.slice(0, MAX_QUERY);
      const sorts = [{ propertyName: CHANGED, direction: 'DESCENDING' }];
      const [deals, contacts] = await Promise.all([
        client.search('deals', {
          ...{ query, filterGroups: [is(IS_CLOSED, 'false')], sorts, properties: PROPERTIES, limit: MAX_CRM_MATCHES },
        }),
        client.search('contacts', { query, properties: CONTACT_PROPERTIES, limit: MOST_PEOPLE }),
      ]);
      if (deals.outcome !== 'records') return readFailure(deals);
      if (contacts.outcome !== 'records') return readFailure(contacts);
      const [named, people] = await Promise.all([
        Promise.all(deals.records.map(opportunityOf)),
        throughPeople(contacts.records),
      ]);
      if (people.outcome !== 'found') return settled(people);
      return found([...named.map((deal) => matchOf(source.id, deal)), ...people.matches], 'each');
    },
  };
}

const settled = (result: OpportunitiesFound | CrmFailure): OpportunitiesFound =>
  'status' in result ? readFailure(result) : result;

const isOpen = ({ properties }: Json): boolean => String(asJson(properties)[IS_CLOSED]) !== 'true';
const changedAt = ({ properties }: Json): string => String(asJson(properties)[CHANGED] ?? '');
const newestFirst = (one: Json, other: Json): number => changedAt(other).localeCompare(changedAt(one));
