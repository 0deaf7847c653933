import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Viewer } from '../core/access-rule.ts';
import type { AgentAccess } from '../core/contracts/configuration.ts';
import { CtiError } from '../core/errors.ts';
import type { AccessNote } from './access-note.ts';

/**
 * Who asks, from the token that the authorizer has checked.
 * @param access what the agent is shown, or refused, is audited
 * @throws CtiError `forbidden`: signed in, but no agent
 */
export const agentOf = (event: APIGatewayProxyEventV2, agents: AgentAccess, access: AccessNote): Viewer =>
  agentNamedBy(claimsOf(event), agents, access);

/** The same of a token that the function itself has checked. */
export function agentNamedBy(
  claims: Readonly<Record<string, unknown>>,
  { usernameClaim, rule, groupsClaim, supervisors }: AgentAccess,
  access: AccessNote,
): Viewer {
  const username = claims[usernameClaim];
  if (typeof username !== 'string' || username === '') {
    throw new CtiError('forbidden', 'This sign-in does not belong to an agent.');
  }
  access.answersTo(username);
  const isSupervisor = supervisors !== undefined && groupsOf(claims[groupsClaim]).includes(supervisors);
  return { username, seesAll: rule === 'all' || isSupervisor, refused: (record) => access.refuses(record) };
}

/** The JWT authorizer of an HTTP API hands a list over as the text `[one two]`; a token that we read ourselves has the list. */
function groupsOf(claim: unknown): readonly unknown[] {
  if (Array.isArray(claim)) return claim;
  return typeof claim === 'string' ? claim.replace(/^\[(.*)\]$/, '$1').split(' ') : [];
}

function claimsOf(event: APIGatewayProxyEventV2): Readonly<Record<string, unknown>> {
  const { authorizer } = event.requestContext as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } };
  return authorizer?.jwt?.claims ?? {};
}
