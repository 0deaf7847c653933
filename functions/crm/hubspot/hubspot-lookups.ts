import type { HubspotSource } from '#core/contracts/configuration.ts';
import { crmUserOf } from '../agent-names.ts';
import type { CrmFailure } from '../crm-session.ts';
import { asJson, idOf, type Json, listIn, textOf } from '../json.ts';
import type { HubspotClient } from './hubspot-client.ts';

const MAX_PAGES = 20;

/** An entry without an owner is better than none: whoever is not found is left out. */
export type Found = { readonly outcome: 'found'; readonly id: string | undefined } | CrmUnavailable;
type CrmUnavailable = Extract<CrmFailure, { outcome: 'unavailable' }>;

const found = (id: string | undefined): Found => ({ outcome: 'found', id });

/** The owner whose call it is. */
export async function ownerIdOf(
  client: HubspotClient,
  source: HubspotSource,
  username: string | undefined,
): Promise<Found> {
  if (username === undefined) return found(undefined);
  const user = crmUserOf(source, username);
  if ('id' in user) return found(user.id);
  if ('email' in user) {
    const answer = await client.request('GET', `/crm/v3/owners?email=${encodeURIComponent(user.email)}&limit=1`);
    if (answer.outcome === 'unavailable') return answer;
    return found(answer.outcome === 'ok' ? idOf(asJson(listIn(answer.json, 'results')?.[0]).id) : undefined);
  }
  let after = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await client.request('GET', `/crm/v3/owners?limit=100${after}`);
    if (answer.outcome === 'unavailable') return answer;
    if (answer.outcome !== 'ok') return found(undefined);
    const owner = listIn(answer.json, 'results')?.find(({ email }) => textOf(email)?.startsWith(`${user.emailName}@`));
    if (owner !== undefined) return found(idOf(owner.id));
    const next = textOf(asJson(asJson(asJson(answer.json).paging).next).after);
    if (next === undefined) return found(undefined);
    after = `&after=${encodeURIComponent(next)}`;
  }
  return found(undefined);
}

/** The id of the account's call outcome of that name: asked for once, and again when a name is not among them. */
export function dispositionIn(client: HubspotClient): (label: string | undefined) => Promise<Found> {
  let known: ReadonlyMap<string, string> = new Map();
  return async (label) => {
    if (label === undefined) return found(undefined);
    const name = label.toLowerCase();
    if (!known.has(name)) {
      const answer = await client.request('GET', '/calling/v1/dispositions');
      if (answer.outcome === 'unavailable') return answer;
      if (answer.outcome === 'ok' && Array.isArray(answer.json)) known = namesIn(answer.json as readonly Json[]);
    }
    return found(known.get(name));
  };
}

const namesIn = (dispositions: readonly Json[]): ReadonlyMap<string, string> =>
  new Map(
    dispositions.flatMap(({ label, id, deleted }): [string, string][] => {
      const [name, key] = [textOf(label), textOf(id)];
      return name === undefined || key === undefined || deleted === true ? [] : [[name.toLowerCase(), key]];
    }),
  );
