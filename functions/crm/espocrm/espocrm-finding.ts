/**
 * EspoCRM's lists with conditions (docs.espocrm.com, development/api-search-params). `phoneNumberNumeric` are the digits of any of a
 * person's numbers (Espo's `FieldConverters/Phone.php`, version 8), so that who is found is looked at again.
 */
import type { EspocrmSource } from '#core/contracts/configuration.ts';
import { MAX_CRM_MATCHES } from '#core/policy.ts';
import type { OpportunityFinder } from '#core/ports/crm.ts';
import { usernameOf } from '../agent-names.ts';
import type { CrmAccess } from '../connector.ts';
import { readFailure } from '../crm-session.ts';
import { asJson, textOf } from '../json.ts';
import { found, matchOf, NOTHING_FOUND, remembered } from '../matches.ts';
import { nationalDigits } from '../phone-numbers.ts';
import { espocrmClient, type Json } from './espocrm-client.ts';
import { contactFrom, opportunityFrom } from './espocrm-reading.ts';

/** People whose opportunities are looked at. */
const MOST_PEOPLE = 20;

interface Condition {
  readonly type: string;
  readonly attribute?: string;
  readonly value: string | readonly string[] | readonly Condition[];
}

/** `where[0][type]=…`, as PHP reads it: every value is a parameter of its own. */
function whereOf(conditions: readonly Condition[], at = 'where'): Readonly<Record<string, string>> {
  return Object.fromEntries(
    conditions.flatMap(({ type, attribute, value }, index): [string, string][] => {
      const here = `${at}[${index}]`;
      const named: [string, string][] = [
        [`${here}[type]`, type],
        ...(attribute === undefined ? [] : [[`${here}[attribute]`, attribute] as [string, string]]),
      ];
      if (typeof value === 'string') return [...named, [`${here}[value]`, value]];
      const nested = value.flatMap((one, place) =>
        typeof one === 'string' ? [[`${here}[value][${place}]`, one] as [string, string]] : [],
      );
      const conditionsWithin = value.filter((one) => typeof one !== 'string');
      return [...named, ...nested, ...Object.entries(whereOf(conditionsWithin, `${here}[value]`))];
    }),
  );
}

/** `primaryFilter`: Opportunity's own, whatever its lost and won stages are called. */
const NEWEST_OPEN = { primaryFilter: 'open', orderBy: 'modifiedAt', order: 'desc' };

export function espocrmFinding(access: CrmAccess<EspocrmSource>): OpportunityFinder {
  const { source } = access;
  const client = espocrmClient(access);
  const ownerOf = remembered(async (id) => {
    const answer = await client.get(['User', id]);
    if (answer.outcome === 'unavailable') return undefined;
    const email = answer.outcome === 'ok' ? textOf(asJson(answer.json).emailAddress) : undefined;
    return { value: usernameOf(source, { id, email }) };
  });

  const opportunities = (conditions: readonly Condition[]) =>
    client.list(['Opportunity'], { ...whereOf(conditions), ...NEWEST_OPEN }, MAX_CRM_MATCHES);
  const people = (condition: Condition) => client.list(['Contact'], whereOf([condition]), MOST_PEOPLE);
  const opportunityOf = async (record: Json) => {
    const ownerId = textOf(record.assignedUserId);
    const username = ownerId === undefined ? undefined : await ownerOf(ownerId);
    return opportunityFrom(record, textOf(record.id) ?? '', username, source);
  };

  /** Each person's own list: which of a list for all is whose, it would not say. */
  async function throughPeople(records: readonly Json[]) {
    const lists = await Promise.all(
      records.map(async (record) => {
        const person = contactFrom(record, source, undefined, new Map());
        const listed = await opportunities([{ type: 'linkedWith', attribute: 'contacts', value: [person.id] }]);
        if (listed.outcome !== 'listed') return listed;
        const matches = listed.records.map(async (one) => matchOf(source.id, await opportunityOf(one), person));
        return { outcome: 'matched', matches: await Promise.all(matches) } as const;
      }),
    );
    const failure = lists.find((list) => list.outcome !== 'matched');
    if (failure !== undefined) return failure;
    return { outcome: 'matched', matches: lists.flatMap((list) => ('matches' in list ? list.matches : [])) } as const;
  }

  return {
    async findByPhone(phone) {
      const listed = await people({ type: 'endsWith', attribute: 'phoneNumberNumeric', value: nationalDigits(phone) });
      if (listed.outcome !== 'listed') return readFailure(listed);
      const theirs = listed.records.filter((record) =>
        contactFrom(record, source, undefined, new Map()).phones.some(({ number }) => number === phone),
      );
      const matched = await throughPeople(theirs.slice(0, AT_ONCE));
      return matched.outcome === 'matched' ? found(matched.matches, 'each-person') : readFailure(matched);
    },

    async findByText(text) {
      if (text === '') return NOTHING_FOUND;
      const contains = (attribute: string): Condition => ({ type: 'contains', attribute, value: text });
      const [named, persons] = await Promise.all([
        opportunities([{ type: 'or', value: [contains('name'), contains('accountName')] }]),
        people(contains('name')),
      ]);
      if (named.outcome !== 'listed') return readFailure(named);
      if (persons.outcome !== 'listed') return readFailure(persons);
      const [own, matched] = await Promise.all([
        Promise.all(named.records.map(opportunityOf)),
        throughPeople(persons.records.slice(0, AT_ONCE)),
      ]);
      if (matched.outcome !== 'matched') return readFailure(matched);
      return found([...own.map((one) => matchOf(source.id, one)), ...matched.matches], 'each');
    },
  };
}

/** People whose opportunities are asked for side by side. */
const AT_ONCE = 5;
