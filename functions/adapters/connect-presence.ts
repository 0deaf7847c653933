/** Whether agents can take a call now, as Connect sees it. */
import { type ConnectClient, GetCurrentUserDataCommand, ListAgentStatusesCommand } from '@aws-sdk/client-connect';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import { AGENT_MEMORY } from '../core/policy.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { AgentPresence } from '../core/ports/connect.ts';
import { agentIds } from './connect-users.ts';
import { environment } from './environment.ts';

/**
 * GetCurrentUserData wants ids and shares the common quota of 2/s: ids and the routable statuses are asked for once per
 * process, and an answer is believed for some seconds. An agent who is signed out is not in the answer at all. Whether
 * `AvailableSlotsByChannel` is zero in a status of the administrator's own (`Lunch`) is not documented, so that the status
 * is looked at too.
 */
export function connectPresence(
  client: ConnectClient,
  clock: Clock,
  instanceId = environment(ENVIRONMENT.connectInstance),
): AgentPresence {
  const idOf = agentIds(client, instanceId);
  const looks = new Map<string, { readonly at: number; readonly answer: Promise<boolean> }>();
  let routable: Promise<ReadonlySet<string>> | undefined;

  async function routableStatuses(): Promise<ReadonlySet<string>> {
    const { AgentStatusSummaryList: statuses = [] } = await client.send(
      new ListAgentStatusesCommand({ InstanceId: instanceId, AgentStatusTypes: ['ROUTABLE'] }),
    );
    return new Set(statuses.map(({ Arn }) => Arn ?? ''));
  }

  async function look(username: string): Promise<boolean> {
    routable ??= routableStatuses();
    routable.catch(() => {
      routable = undefined;
    });
    const [id, available] = await Promise.all([idOf(username), routable]);
    if (id === undefined) return false;
    const { UserDataList: [agent] = [] } = await client.send(
      new GetCurrentUserDataCommand({ InstanceId: instanceId, Filters: { Agents: [id] } }),
    );
    return available.has(agent?.Status?.StatusArn ?? '') && (agent?.AvailableSlotsByChannel?.VOICE ?? 0) > 0;
  }

  return {
    isAvailable(username) {
      const now = clock.now().getTime();
      const known = looks.get(username);
      if (known !== undefined && now - known.at < AGENT_MEMORY) return known.answer;
      const answer = look(username);
      looks.set(username, { at: now, answer });
      answer.catch(() => looks.delete(username));
      return answer;
    },
  };
}
