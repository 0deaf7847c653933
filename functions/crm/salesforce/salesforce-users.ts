/** Salesforce's users and Connect's. */
import type { SalesforceSource } from '#core/contracts/configuration.ts';
import { crmUserOf, usernameOf } from '../agent-names.ts';
import type { CrmFailure } from '../crm-session.ts';
import { type Json, textOf } from '../json.ts';
import type { SalesforceClient } from './salesforce-client.ts';
import { salesforceId } from './salesforce-id.ts';
import { soql } from './soql.ts';

/** The configuration may name users by the short form of their ids. */
const namingOf = ({ agents, usernames }: SalesforceSource) => ({
  usernames,
  agents: Object.fromEntries(Object.entries(agents).map(([id, name]) => [salesforceId(id) ?? id, name])),
});

export const agentOf = (source: SalesforceSource, id: string, user: Json): string | undefined =>
  usernameOf(namingOf(source), { id, email: textOf(user.Email) });

export type UserFound =
  | { readonly outcome: 'found'; readonly id: string | undefined }
  | Extract<CrmFailure, { outcome: 'unavailable' }>;

/** Of an agent; whoever is not found owns nothing, and the entry is the integration user's. */
export async function userIdOf(
  client: SalesforceClient,
  source: SalesforceSource,
  username: string | undefined,
): Promise<UserFound> {
  if (username === undefined) return { outcome: 'found', id: undefined };
  const user = crmUserOf(namingOf(source), username);
  if ('id' in user) return { outcome: 'found', id: user.id };
  const query =
    'email' in user
      ? soql`SELECT Id FROM User WHERE IsActive = true AND Email = ${user.email} ORDER BY CreatedDate LIMIT 1`
      : soql`SELECT Id FROM User WHERE IsActive = true AND Email LIKE ${{ beginsWith: `${user.emailName}@` }} ORDER BY CreatedDate LIMIT 1`;
  const found = await client.query(query, 1);
  if (found.outcome === 'unavailable') return found;
  return { outcome: 'found', id: found.outcome === 'found' ? textOf(found.records[0]?.Id) : undefined };
}
