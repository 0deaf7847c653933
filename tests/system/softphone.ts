/** An agent at the softphone, without a browser: the sign-in and the CTI API that the softphone's own page uses. */
import type { Endpoints } from '../../local/parts.ts';

interface Snapshot {
  readonly contacts: readonly { readonly contactId: string; readonly state: { readonly type: string } }[];
}

export interface Softphone {
  setStatus(name: string): Promise<void>;
  /** Id of the contact that rings. */
  ringing(): Promise<string | undefined>;
  /** Contacts on the desk, by id, with their state: `connecting`, `connected`, `ended`, `missed`. */
  onDesk(): Promise<Readonly<Record<string, string>>>;
  accept(contactId: string): Promise<void>;
  reject(contactId: string): Promise<void>;
  /** As Streams' `agent.connect` does. */
  dial(phoneNumber: string, relatedContactId?: string): Promise<void>;
  /** Ends the after-call work, or puts a missed call away. */
  clear(contactId: string): Promise<void>;
}

export async function signIn({ connect, agents }: Endpoints, username: string): Promise<Softphone> {
  const agent = agents.find((one) => one.username === username);
  const login = await fetch(`${connect}/login`, {
    method: 'POST',
    headers: { origin: connect, 'content-type': 'application/json' },
    body: JSON.stringify(agent),
  });
  if (!login.ok) throw new Error(`${username} cannot sign in: ${login.status} ${await login.text()}`);
  const cookie = login.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');

  const perform = async <T>(operation: string, params: object = {}): Promise<T> => {
    const response = await fetch(`${connect}/api`, {
      method: 'POST',
      headers: { origin: connect, cookie, 'x-amz-target': `AmazonConnectCTIService.${operation}` },
      body: JSON.stringify(params),
    });
    if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    async setStatus(name) {
      const { states } = await perform<{ states: readonly { readonly name: string }[] }>('GetAgentStates');
      await perform('PutAgentState', { state: states.find((state) => state.name === name) });
    },
    async ringing() {
      const { snapshot } = await perform<{ snapshot: Snapshot }>('GetAgentSnapshot');
      return snapshot.contacts.find(({ state }) => state.type === 'connecting')?.contactId;
    },
    async onDesk() {
      const { snapshot } = await perform<{ snapshot: Snapshot }>('GetAgentSnapshot');
      return Object.fromEntries(snapshot.contacts.map(({ contactId, state }) => [contactId, state.type]));
    },
    dial: (phoneNumber, relatedContactId = '') =>
      perform('CreateOutboundContact', {
        endpoint: { type: 'phone_number', phoneNumber },
        ...(relatedContactId !== '' && { relatedContactId }),
      }),
    accept: (contactId) => perform('AcceptContact', { contactId }),
    reject: (contactId) => perform('RejectContact', { contactId }),
    clear: (contactId) => perform('ClearContact', { contactId }),
  };
}
