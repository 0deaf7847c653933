/** Which contacts an agent has at hand, as Connect sees it now. */
import {
  type ConnectClient,
  type ContactState,
  DescribeContactCommand,
  GetCurrentUserDataCommand,
} from '@aws-sdk/client-connect';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import { unlessUnknown } from '../core/model/unknown-contact.ts';
import type { CallsAtHand } from '../core/ports/connect.ts';
import { agentIds } from './connect-users.ts';
import { environment } from './environment.ts';

/** Those that the agent has accepted; `ENDED` is their after-call work, `PAUSED` is a task's. */
const TAKEN: ReadonlySet<ContactState | 'PAUSED' | undefined> = new Set([
  ...(['CONNECTED', 'CONNECTED_ONHOLD', 'ENDED', 'PAUSED'] as const),
]);
/** These stay in the agent's list until somebody clears them. */
const LOST: ReadonlySet<ContactState | undefined> = new Set(['MISSED', 'REJECTED', 'ERROR']);

/**
 * GetCurrentUserData lists an agent's contacts by their states (Administrator Guide, "About contact states", which
 * `AgentContactReference.AgentContactState` refers to), from `CONNECTING` ("being offered to the agent (it's ringing)"; of a queued
 * callback `INCOMING`) to `ENDED` (after-call work). A state that nobody has named yet counts as ringing: that opens the least.
 * No contact event and no description names the agent while it rings; DescribeContact's AgentInfo is "the agent who accepted the
 * contact". GetCurrentUserData shares the common quota of 2/s: it is asked only about who would be refused otherwise.
 */
export function connectCallsAtHand(
  client: ConnectClient,
  instanceId = environment(ENVIRONMENT.connectInstance),
): CallsAtHand {
  const idOf = agentIds(client, instanceId);
  return {
    async stageOf(username, connectContactId) {
      const id = await idOf(username);
      if (id === undefined) return undefined;
      const { UserDataList: [agent] = [] } = await client.send(
        new GetCurrentUserDataCommand({ InstanceId: instanceId, Filters: { Agents: [id] } }),
      );
      const contact = agent?.Contacts?.find(({ ContactId }) => ContactId === connectContactId);
      if (contact === undefined || LOST.has(contact.AgentContactState)) return undefined;
      return TAKEN.has(contact.AgentContactState) ? 'taken' : 'ringing';
    },
    async hasTaken(username, connectContactId) {
      const asked = client.send(new DescribeContactCommand({ InstanceId: instanceId, ContactId: connectContactId }));
      const [id, described] = await Promise.all([idOf(username), unlessUnknown(asked)]);
      return id !== undefined && described?.Contact?.AgentInfo?.Id === id;
    },
  };
}
