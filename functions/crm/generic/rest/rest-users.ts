/** Users of a CRM by its description: by their id, and by the Connect user name. */
import type { RestDescription } from '#core/contracts/rest-description.ts';
import { type CrmUser, crmUserOf } from '../../agent-names.ts';
import type { CrmFailure } from '../../crm-session.ts';
import { idOf, textOf } from '../../json.ts';
import { find } from './expression.ts';
import type { RestClient } from './rest-client.ts';

type Unavailable = Extract<CrmFailure, { outcome: 'unavailable' }>;

/** Whoever cannot be had is nobody: an entry without a user is better than none. */
export async function userById(
  client: RestClient,
  { users, agents }: RestDescription,
  id: string,
): Promise<{ readonly outcome: 'found'; readonly user: CrmUser | undefined } | Unavailable> {
  if (users?.get === undefined || id in agents) {
    return { outcome: 'found', user: id in agents ? { id } : undefined };
  }
  const answer = await client.get(users.get, { userId: id });
  if (answer.outcome === 'unavailable') return answer;
  const email =
    answer.outcome === 'ok' ? textOf(find(users.fields.email, find(users.get.item, answer.json))) : undefined;
  return { outcome: 'found', user: email === undefined ? undefined : { id, email } };
}

/** The CRM's id of who has this Connect user name. */
export async function userIdOf(
  client: RestClient,
  rest: RestDescription,
  username: string | undefined,
): Promise<{ readonly outcome: 'found'; readonly id: string | undefined } | Unavailable> {
  const { users } = rest;
  const user = username === undefined ? undefined : crmUserOf(rest, username);
  if (user === undefined) return { outcome: 'found', id: undefined };
  if ('id' in user) return { outcome: 'found', id: user.id };
  if (users?.find === undefined) return { outcome: 'found', id: undefined };
  const names = 'email' in user ? { email: user.email, emailName: user.email.replace(/@.*$/, '') } : user;
  const answer = await client.get(users.find, names);
  if (answer.outcome === 'unavailable') return answer;
  const items = answer.outcome === 'ok' ? find(users.find.items, answer.json) : undefined;
  const isAsked = (email: string | undefined): boolean =>
    'email' in user
      ? email === user.email.toLowerCase()
      : email?.startsWith(`${user.emailName.toLowerCase()}@`) === true;
  const found = (Array.isArray(items) ? items : []).find((item) =>
    isAsked(textOf(find(users.fields.email, item))?.toLowerCase()),
  );
  return { outcome: 'found', id: idOf(find(users.fields.id, found)) };
}
