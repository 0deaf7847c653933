import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { storedAdmissions } from '../adapters/dynamodb-admissions.ts';
import type { StoreTable } from '../adapters/dynamodb-table.ts';
import { agentAccess } from '../adapters/environment.ts';
import type { Viewer } from '../core/access-rule.ts';
import { asSeenBy, type GuardedPorts } from '../core/as-seen-by.ts';
import type { Admissions } from '../core/ports/opportunity-store.ts';
import type { AccessNote } from './access-note.ts';
import { agentNamedBy, agentOf } from './agent-identity.ts';

/** What a route that answers agents begins with: who asks, and the stores as they see them. */
export interface AsAgent<Ports> extends Viewer {
  readonly ports: Ports;
}

/**
 * Put together once per function, with stores that hide nothing. `admissions`: of a function that can ask Connect who has which
 * call; the others go by what is stored.
 */
export function agentView<Ports extends GuardedPorts>(
  table: StoreTable,
  ports: Ports,
  admissions: Pick<Admissions, 'look'> = storedAdmissions(table),
) {
  const agents = agentAccess();
  const seen = (viewer: Viewer): AsAgent<Ports> => ({ ...viewer, ports: asSeenBy(viewer, admissions, ports) });
  return {
    /** @throws CtiError `forbidden`: signed in, but no agent */
    of: (event: APIGatewayProxyEventV2, access: AccessNote) => seen(agentOf(event, agents, access)),
    /** By the claims of a token that the function itself has checked. */
    named: (claims: Readonly<Record<string, unknown>>, access: AccessNote) =>
      seen(agentNamedBy(claims, agents, access)),
  };
}
