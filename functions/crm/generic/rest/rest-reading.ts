/** An opportunity as a REST API has it, by its description, in our words. */
import type { ContactInput, DocumentInput, OpportunityInput } from '#core/contracts/call-request.ts';
import { MAX_CONTACTS, MAX_DOCUMENTS } from '#core/contracts/call-request.ts';
import type { GenericSource } from '#core/contracts/configuration.ts';
import type { RestDescription } from '#core/contracts/rest-description.ts';
import type { OpportunityRead, OpportunityReader } from '#core/ports/crm.ts';
import { usernameOf } from '../../agent-names.ts';
import type { CrmAccess } from '../../connector.ts';
import { type CrmFailure, readFailure } from '../../crm-session.ts';
import { idOf, optional } from '../../json.ts';
import { contactSubject } from '../../record-subjects.ts';
import { expand } from './address.ts';
import { find } from './expression.ts';
import { type Items, listItems } from './list-items.ts';
import { type RestClient, restClient } from './rest-client.ts';
import { userById } from './rest-users.ts';
import { attributesOf, dateOf, emailOf, flagOf, numberIn, phonesOf, textIn, timeZoneOf } from './values.ts';

const NOTHING: Items = { outcome: 'items', items: [] };

export function restReading(access: CrmAccess<GenericSource>, rest: RestDescription): OpportunityReader {
  const { source, records } = access;
  const client = restClient(rest, access);
  const { opportunity: described, people, documents } = rest;

  return {
    async usernameOf(crmUserId) {
      const user = await userById(client, rest, crmUserId);
      if (user.outcome !== 'found') throw new Error(`the CRM does not answer: ${user.status}`);
      return user.user && usernameOf(rest, user.user);
    },

    async read(opportunityId): Promise<OpportunityRead> {
      const names = { opportunityId };
      const answer = await client.get(described.request, names);
      if (answer.outcome !== 'ok') return readFailure(answer);
      const { json } = answer;
      const [persons, files, owner, subjects] = await Promise.all([
        listItems(client, people, names, json, MAX_CONTACTS),
        documents === undefined ? NOTHING : listItems(client, documents, names, json, MAX_DOCUMENTS),
        ownerIn(client, rest, rest.opportunity.fields, json),
        records.subjects({ sourceId: source.id, opportunityId }),
      ]);
      if (persons.outcome !== 'items') return readFailure(persons);
      if (files.outcome !== 'items') return readFailure(files);
      if (owner.outcome !== 'found') return readFailure(owner);
      const { username } = owner;
      const contacts = persons.items.map((item) => contactFrom(item, rest, subjects));
      return {
        outcome: 'read',
        data: {
          opportunity: opportunityFrom(json, opportunityId, rest, username),
          contacts: [...new Map(contacts.map((contact) => [contact.id, contact])).values()],
          documents: files.items.flatMap((item) => documentFrom(item, opportunityId, rest, client)),
        },
      };
    },
  };
}

type Owner = { readonly outcome: 'found'; readonly username?: string | undefined } | CrmFailure;

/** By the user name itself, else by an address in the same answer, else by asking for the user. */
export async function ownerIn(
  client: RestClient,
  rest: RestDescription,
  {
    ownerUsername,
    ownerEmail,
    ownerId,
  }: Pick<RestDescription['opportunity']['fields'], 'ownerUsername' | 'ownerEmail' | 'ownerId'>,
  json: unknown,
): Promise<Owner> {
  const username = textIn(ownerUsername, json, 100);
  if (username !== undefined) return { outcome: 'found', username };
  const [id, email] = [idOf(find(ownerId, json)), textIn(ownerEmail, json, 320)];
  if (email !== undefined) return { outcome: 'found', username: usernameOf(rest, { id: id ?? email, email }) };
  const asked = id === undefined ? undefined : await userById(client, rest, id);
  if (asked === undefined) return { outcome: 'found' };
  return asked.outcome === 'found' ? { outcome: 'found', username: asked.user && usernameOf(rest, asked.user) } : asked;
}

/** ISO 4217, in whichever case. */
export function currencyOf(expression: string | undefined, value: unknown): string | undefined {
  const currency = textIn(expression, value, 3)?.toUpperCase();
  return /^[A-Z]{3}$/.test(currency ?? '') ? currency : undefined;
}

function opportunityFrom(
  json: unknown,
  id: string,
  { opportunity: { fields, link } }: RestDescription,
  username: string | undefined,
): OpportunityInput {
  const probability = numberIn(fields.probability, json);
  return {
    id,
    name: textIn(fields.name, json, 500) ?? id,
    attributes: attributesOf(fields.attributes, json),
    ...optional('stage', textIn(fields.stage, json, 200)),
    ...optional('amount', numberIn(fields.amount, json)),
    ...optional('currency', currencyOf(fields.currency, json)),
    ...optional('closeDate', dateOf(find(fields.closeDate, json))),
    ...optional('probability', probability === undefined ? undefined : Math.min(100, Math.max(0, probability))),
    ...optional('url', link === undefined ? undefined : expand(link, { opportunityId: id })),
    ...(username !== undefined && { owner: { username } }),
  };
}

function contactFrom(
  item: unknown,
  { people: { fields, groups }, defaultCountry }: RestDescription,
  subjects: ReadonlyMap<string, string>,
): ContactInput {
  // Without an id it is refused, by the name of this field, with all the opportunity.
  const id = idOf(find(fields.id, item)) ?? '';
  const role = textIn(fields.role, item, 200);
  return {
    id: contactSubject.idIn(subjects.get(id)) ?? id,
    name: textIn(fields.name, item, 500) ?? id,
    phones: phonesOf(find(fields.phones, item), defaultCountry),
    group: (role === undefined ? undefined : groups[role]) ?? 'stakeholder',
    primary: flagOf(find(fields.primary, item)),
    doNotCall: flagOf(find(fields.doNotCall, item)),
    attributes: attributesOf(fields.attributes, item),
    ...optional('title', textIn(fields.title, item, 200)),
    ...optional('company', textIn(fields.company, item, 200)),
    ...optional('email', emailOf(find(fields.email, item))),
    ...optional('role', role),
    ...optional('reportsTo', idOf(find(fields.reportsTo, item))),
    ...optional('timeZone', timeZoneOf(find(fields.timeZone, item))),
  };
}

/** What has no id, no name or no bytes cannot be shown. */
function documentFrom(
  item: unknown,
  opportunityId: string,
  { documents }: RestDescription,
  client: RestClient,
): DocumentInput[] {
  if (documents === undefined) return [];
  const { fields, download } = documents;
  const [id, fileName] = [idOf(find(fields.id, item)), textIn(fields.fileName, item, 255)];
  if (id === undefined || fileName === undefined) return [];
  const own = download === undefined ? undefined : client.url(download.path, { opportunityId, documentId: id });
  const url = textIn(fields.url, item, 2_048) ?? own;
  const contentType = textIn(fields.contentType, item, 255)?.replace(/\s*;.*$/, '');
  const bytes = numberIn(fields.bytes, item);
  return [
    {
      ...{ id, fileName, title: textIn(fields.title, item, 500) ?? fileName },
      ...optional('url', url !== undefined && URL.canParse(url) ? url : undefined),
      ...optional('category', textIn(fields.category, item, 100)),
      ...optional('contentType', /^[\w.+-]+\/[\w.+-]+$/.test(contentType ?? '') ? contentType : undefined),
      ...optional('bytes', bytes !== undefined && Number.isInteger(bytes) && bytes >= 0 ? bytes : undefined),
    },
  ];
}
