/** Runs in the fake CCP's frame: the conduit protocol of amazon-connect-streams, driven by the test through `ccp`. */
interface Snapshot {
  readonly state: { readonly name: string; readonly type: string };
  readonly contacts: readonly unknown[];
}

const ARN = 'arn:aws:connect:eu-central-1:123456789012:instance/5f0b3a52-9c1d-4e8f-a1b2-c3d4e5f60718';
const queue = { queueARN: `${ARN}/queue/q1`, queueId: `${ARN}/queue/q1`, name: 'Sales' };
let current: Snapshot = { state: { name: 'Available', type: 'routable' }, contacts: [] };

const down = (event: string, data?: unknown): void => parent.postMessage({ event, data }, '*');

function publish(): void {
  const now = new Date();
  document.body.dataset.state = current.state.name;
  down('agent::update', {
    configuration: {
      name: 'Ana Flores',
      username: 'ana',
      agentARN: `${ARN}/agent/a1`,
      softphoneEnabled: true,
      softphoneAutoAccept: false,
      extension: '',
      agentPreferences: {},
      permissions: ['outboundCall'],
      dialableCountries: ['us'],
      agentStates: [{ agentStateARN: `${ARN}/agent-state/1`, type: 'routable', name: 'Available' }],
      routingProfile: {
        name: 'Sales',
        routingProfileARN: `${ARN}/routing-profile/r1`,
        routingProfileId: `${ARN}/routing-profile/r1`,
        defaultOutboundQueue: queue,
        queues: [queue, { queueARN: `${ARN}/queue/agent/a1`, queueId: `${ARN}/queue/agent/a1`, name: null }],
        channelConcurrencyMap: { VOICE: 2 },
      },
    },
    snapshot: {
      state: { agentStateARN: `${ARN}/agent-state/1`, startTimestamp: now, ...current.state },
      nextState: null,
      agentAvailabilityState: { state: 'Available', timeStamp: now },
      contacts: current.contacts,
      snapshotTimestamp: now,
      localTimestamp: now.getTime(),
      skew: 0,
    },
  });
}

interface CallPicture {
  readonly contactId: string;
  readonly state: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly phone?: string;
}

function contactFrom({ contactId, state, attributes = {}, phone = '+14155550101' }: CallPicture): unknown {
  const at = { timestamp: new Date() };
  const leg = { connecting: 'connecting', connected: 'connected' }[state] ?? 'disconnected';
  const connection = (connectionId: string, type: string, initial: boolean, legState: string): unknown => {
    const endpoint = { type: initial ? 'phone_number' : 'agent', phoneNumber: initial ? phone : null };
    return { connectionId, type, initial, state: { type: legState, ...at }, endpoint, address: endpoint, mute: false };
  };
  const status = { type: state, ...at };
  return {
    contactId,
    initialContactId: contactId,
    type: 'voice',
    state: status,
    status,
    initiationMethod: 'api',
    queue,
    queueTimestamp: new Date(),
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { name, value }])),
    contactDuration: '0',
    contactFeatures: {},
    connections: [
      connection(`${contactId}-agent`, 'agent', false, leg),
      connection(`${contactId}-customer`, 'outbound', true, leg === 'connecting' ? 'connected' : leg),
    ],
  };
}

const ccp = {
  calls(calls: readonly CallPicture[], state = { name: 'Available', type: 'routable' }): void {
    current = { state, contacts: calls.map(contactFrom) };
    publish();
  },
  silent: false,
};
Object.assign(globalThis, { ccp });

addEventListener('message', (message: MessageEvent) => {
  if (message.source !== parent) return;
  const { event, data } = message.data as {
    event?: string;
    data?: { requestId: string; method: string; params?: { contactId?: string } };
  };
  if (event === 'synchronize' && !ccp.silent) down('acknowledge');
  if (event !== 'api_request' || !data) return;
  if (data.method === 'clearContact' || data.method === 'completeContact') {
    current = {
      ...current,
      contacts: current.contacts.filter((one) => (one as { contactId: string }).contactId !== data.params?.contactId),
    };
    setTimeout(publish);
  }
  down('api_response', { event: 'api_response', requestId: data.requestId, data: {}, err: null });
});
if (!new URLSearchParams(location.search).has('silent')) {
  down('acknowledge', { id: 'port-1' });
  publish();
}
