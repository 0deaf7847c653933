/** Inbound calls at agents' softphones, as Connect tells of them: its list of an agent's contacts, descriptions, events. */
import { randomUUID } from 'node:crypto';
import type { OpportunityKey } from '#core/ports/opportunity-store.ts';
import { services } from './agent-api.ts';
import { ask } from './http-event.ts';

const STARTED = { Channel: 'VOICE', InitiationMethod: 'INBOUND', InitiationTimestamp: 1_795_514_400 };
let calls = 0;

export interface DealAtHand {
  readonly key: OpportunityKey;
  readonly phone: string;
}

/** A call from the deal's number; with `ids` the flow has put the deal's ids on it, without them no record can be made of it. */
export function inboundCall({ key, phone }: DealAtHand, ids: 'with ids' | 'without ids') {
  calls += 1;
  const id = `cc-inbound-${calls}`;
  const attributes = ids === 'with ids' ? { ...key } : {};
  const contact = { ...STARTED, Id: id, CustomerEndpoint: { Address: phone } };
  services.contacts.set(id, { attributes, contact });
  const list = (username: string, state: Parameters<typeof services.agentStates.set>[1]): void => {
    services.atHand.set(username, [id]);
    services.agentStates.set(id, state);
  };
  return {
    id,
    rings: (username: string) => list(username, 'CONNECTING'),
    /** It stays on the agent's desk until somebody clears it. */
    missed: (username: string) => list(username, 'MISSED'),
    taken(username: string): void {
      services.users.set(username, username);
      services.contacts.set(id, { attributes, contact: { ...contact, AgentInfo: { Id: username } } });
      list(username, 'CONNECTED');
    },
    wrapsUp: (username: string) => list(username, 'ENDED'),
    cleared: (username: string) => void services.atHand.set(username, []),
    /** Connect tells who took it. */
    async event(username: string): Promise<void> {
      const { handler } = await import('../../../functions/apply-contact-event/handler.ts');
      const at = new Date().toISOString();
      const times = { initiationTimestamp: at, connectedToSystemTimestamp: at };
      const agentInfo = { agentArn: `arn:agent/${username}`, connectedToAgentTimestamp: at };
      const detail = { contactId: id, channel: 'VOICE', initiationMethod: 'INBOUND', ...times, agentInfo };
      await handler({ id: randomUUID(), detail: { ...detail, eventType: 'CONNECTED_TO_AGENT' }, time: at });
    },
  };
}

type Handler = Parameters<typeof ask>[0];
/** What an agent asks; the status of the answer. */
export const asking =
  (username: string) =>
  async (handler: Handler, path: Readonly<Record<string, string>>): Promise<number> =>
    (await ask(handler, 'GET', { path, claims: { username } })).status;
