/** Which contacts an agent has at hand, as Connect sees it now. */
import { type ConnectClient, GetCurrentUserDataCommand } from '@aws-sdk/client-connect';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import type { CallsAtHand } from '../core/ports/connect.ts';
import { agentIds } from './connect-users.ts';
import { environment } from './environment.ts';

/**
 * GetCurrentUserData lists an agent's contacts from `CONNECTING` ("being offered to the agent (it's ringing)", Administrator
 * Guide, "About contact states", which `AgentContactReference.AgentContactState` refers to; of a queued callback `INCOMING`) to
 * `ENDED` (after-call work); no contact event and no description names the agent while it rings. It shares the common quota of
 * 2/s, so that it is asked only about who would be refused otherwise.
 */
export function connectCallsAtHand(
  client: ConnectClient,
  instanceId = environment(ENVIRONMENT.connectInstance),
): CallsAtHand {
  const idOf = agentIds(client, instanceId);
  return {
    async isAtHand(username, connectContactId) {
      const id = await idOf(username);
      if (id === undefined) return false;
      const { UserDataList: [agent] = [] } = await client.send(
        new GetCurrentUserDataCommand({ InstanceId: instanceId, Filters: { Agents: [id] } }),
      );
      return (agent?.Contacts ?? []).some((contact) => contact.ContactId === connectContactId);
    },
  };
}
