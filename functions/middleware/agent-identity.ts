import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { CtiError } from '../core/errors.ts';
import type { AccessNote } from './access-note.ts';

export interface Agent {
  /** The agent's Connect user name. */
  readonly username: string;
}

/**
 * Who asks, from the token that the authorizer has checked.
 * @param usernameClaim the claim that holds the Connect user name
 * @param access what the agent is shown is audited
 * @throws CtiError `forbidden`: signed in, but no agent
 */
export const agentOf = (event: APIGatewayProxyEventV2, usernameClaim: string, access: AccessNote): Agent =>
  agentNamedBy(claimsOf(event), usernameClaim, access);

/** The same of a token that the function itself has checked. */
export function agentNamedBy(
  claims: Readonly<Record<string, unknown>>,
  usernameClaim: string,
  access: AccessNote,
): Agent {
  const username = claims[usernameClaim];
  if (typeof username !== 'string' || username === '') {
    throw new CtiError('forbidden', 'This sign-in does not belong to an agent.');
  }
  access.answersTo(username);
  return { username };
}

function claimsOf(event: APIGatewayProxyEventV2): Readonly<Record<string, unknown>> {
  const { authorizer } = event.requestContext as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } };
  return authorizer?.jwt?.claims ?? {};
}
