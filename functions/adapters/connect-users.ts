/** Agents by Connect's id for them, and the other way round. Events carry the id, people and CRMs know the name. */
import { type ConnectClient, DescribeUserCommand, SearchUsersCommand } from '@aws-sdk/client-connect';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import type { ConnectUsers } from '../core/ports/connect.ts';
import { environment } from './environment.ts';
import { errorName } from './service-client.ts';

/** DescribeUser has the common quota of 2/s and every call names its agent: each name is asked for once per process. */
export function connectUsers(
  client: ConnectClient,
  instanceId = environment(ENVIRONMENT.connectInstance),
): ConnectUsers {
  const names = new Map<string, string>();
  return {
    async usernameOf(agentId) {
      const known = names.get(agentId);
      if (known !== undefined) return known;
      const username = await ask(client, instanceId, agentId);
      if (username !== undefined) names.set(agentId, username);
      return username;
    },
  };
}

async function ask(client: ConnectClient, instanceId: string, agentId: string): Promise<string | undefined> {
  try {
    const { User: user } = await client.send(new DescribeUserCommand({ InstanceId: instanceId, UserId: agentId }));
    return user?.Username;
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** Undefined for nobody's name. A user's id never changes: each is asked for once per process. */
export function agentIds(client: ConnectClient, instanceId: string): (username: string) => Promise<string | undefined> {
  const ids = new Map<string, string>();
  return async (username) => {
    const known = ids.get(username);
    if (known !== undefined) return known;
    const { Users: users = [] } = await client.send(
      new SearchUsersCommand({
        InstanceId: instanceId,
        SearchCriteria: { StringCondition: { FieldName: 'Username', Value: username, ComparisonType: 'EXACT' } },
      }),
    );
    const id = users.find((user) => user.Username === username)?.Id;
    if (id !== undefined) ids.set(username, id);
    return id;
  };
}
