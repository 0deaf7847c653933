/** Opportunities that a REST API finds by a number or a text, by its description. */
import type { GenericSource } from '#core/contracts/configuration.ts';
import type { RestDescription, RestSearch } from '#core/contracts/rest-description.ts';
import { MAX_CRM_MATCHES } from '#core/policy.ts';
import type { OpportunitiesFound, OpportunityFinder } from '#core/ports/crm.ts';
import type { CrmAccess } from '../../connector.ts';
import { readFailure } from '../../crm-session.ts';
import { idOf } from '../../json.ts';
import { found, matchOf, NOTHING_FOUND } from '../../matches.ts';
import { nationalDigits } from '../../phone-numbers.ts';
import type { Names } from './address.ts';
import { find } from './expression.ts';
import { listItems } from './list-items.ts';
import { restClient } from './rest-client.ts';
import { currencyOf, ownerIn } from './rest-reading.ts';
import { numberIn, phonesOf, textIn } from './values.ts';

/** More than are shown: some are left out. */
const MOST_ITEMS = 5 * MAX_CRM_MATCHES;

export function restFinding(
  access: CrmAccess<GenericSource>,
  rest: RestDescription,
  { byPhone, byText, fields }: RestSearch,
): OpportunityFinder {
  const { source } = access;
  const client = restClient(rest, access);

  async function search(list: RestSearch['byPhone'], names: Names, phone?: string): Promise<OpportunitiesFound> {
    if (list === undefined) return NOTHING_FOUND;
    const listed = await listItems(client, list, names, undefined, MOST_ITEMS);
    // Many an API has nothing where nothing was found.
    if (listed.outcome === 'gone') return NOTHING_FOUND;
    if (listed.outcome !== 'items') return readFailure(listed);
    const theirs = listed.items.filter(
      (item) =>
        phone === undefined ||
        fields.phones === undefined ||
        phonesOf(find(fields.phones, item), rest.defaultCountry).some(({ number }) => number === phone),
    );
    const matches = await Promise.all(theirs.slice(0, MAX_CRM_MATCHES).map(matchIn));
    return found(matches.flat(), phone === undefined ? 'each' : 'each-person');
  }

  async function matchIn(item: unknown) {
    const id = idOf(find(fields.opportunityId, item));
    if (id === undefined) return [];
    const owner = await ownerIn(client, rest, fields, item);
    const username = owner.outcome === 'found' ? owner.username : undefined;
    const personId = idOf(find(fields.personId, item));
    const opportunity = {
      ...{ id, name: textIn(fields.opportunityName, item, 500) ?? id, attributes: {} },
      ...{ stage: textIn(fields.stage, item, 200), amount: numberIn(fields.amount, item) },
      ...{ currency: currencyOf(fields.currency, item), owner: username === undefined ? undefined : { username } },
    };
    const person = personId && { id: personId, name: textIn(fields.personName, item, 500) ?? personId };
    return [matchOf(source.id, opportunity, person || undefined)];
  }

  return {
    findByPhone: (phone) => search(byPhone, { phone, digits: nationalDigits(phone) }, phone),
    findByText: (text) => search(byText, { text }),
  };
}
