/** Runs in the fake CCP's frame: the conduit protocol of amazon-connect-streams, driven by the test through `ccp`. */
interface State {
  readonly name: string;
  readonly type: string;
}

interface Snapshot {
  readonly state: State;
  /** Name of the status that the agent has chosen. */
  readonly chosen?: string;
  readonly next?: State;
  readonly contacts: readonly unknown[];
}

const ARN = 'arn:aws:connect:eu-central-1:123456789012:instance/5f0b3a52-9c1d-4e8f-a1b2-c3d4e5f60718';
const queue = { queueARN: `${ARN}/queue/q1`, queueId: `${ARN}/queue/q1`, name: 'Sales' };
const STATUSES = [
  { agentStateARN: `${ARN}/agent-state/1`, type: 'routable', name: 'Available' },
  { agentStateARN: `${ARN}/agent-state/2`, type: 'offline', name: 'Offline' },
  { agentStateARN: `${ARN}/agent-state/3`, type: 'not_routable', name: 'Lunch' },
];
const QUICK_CONNECTS = [
  { type: 'agent', endpointARN: `${ARN}/transfer-destination/1`, name: 'Robin Agent' },
  { type: 'queue', endpointARN: `${ARN}/transfer-destination/2`, name: 'Second level' },
];
let current: Snapshot = { state: { name: 'Available', type: 'routable' }, contacts: [] };

const down = (event: string, data?: unknown): void => parent.postMessage({ event, data }, '*');

const statusOf = (name: string): string | null =>
  STATUSES.find((status) => status.name === name)?.agentStateARN ?? null;

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
      agentStates: STATUSES,
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
      state: { agentStateARN: statusOf(current.state.name), startTimestamp: now, ...current.state },
      nextState: current.next ? { ...current.next, startTimestamp: now } : null,
      agentAvailabilityState: { state: current.chosen ?? 'Available', timeStamp: now },
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
  /** The customer has called. */
  readonly inbound?: boolean;
  /** The customer's leg; connected as the call is, unless it is said. */
  readonly leg?: string;
  readonly others?: readonly PartyPicture[];
}

interface PartyPicture {
  readonly id: string;
  readonly state: string;
  readonly phone?: string;
  readonly type?: string;
  readonly name?: string;
}

function contactFrom(picture: CallPicture): unknown {
  const { contactId, state, attributes = {}, phone = '+14155550101', inbound, others = [] } = picture;
  const at = { timestamp: new Date() };
  const leg = { connecting: 'connecting', connected: 'connected' }[state] ?? 'disconnected';
  const connection = (connectionId: string, type: string, initial: boolean, legState: string): unknown => {
    const endpoint = { type: initial ? 'phone_number' : 'agent', phoneNumber: initial ? phone : null };
    return { connectionId, type, initial, state: { type: legState, ...at }, endpoint, address: endpoint, mute: false };
  };
  const party = ({ id, state: legState, phone: number, type = 'phone_number', name }: PartyPicture): unknown => {
    const endpoint = { type, phoneNumber: number ?? null, name: name ?? null };
    const about = { initial: false, mute: false, quickConnectName: name ?? null };
    const status = { type: legState, ...at };
    return { connectionId: id, type: 'outbound', state: status, endpoint, address: endpoint, ...about };
  };
  const status = { type: state, ...at };
  return {
    contactId,
    initialContactId: contactId,
    type: 'voice',
    state: status,
    status,
    initiationMethod: inbound ? 'inbound' : 'api',
    queue,
    queueTimestamp: new Date(),
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { name, value }])),
    contactDuration: '0',
    contactFeatures: {},
    connections: [
      connection(`${contactId}-agent`, 'agent', false, leg),
      connection(
        `${contactId}-customer`,
        inbound ? 'inbound' : 'outbound',
        true,
        picture.leg ?? (leg === 'connecting' ? 'connected' : leg),
      ),
      ...others.map(party),
    ],
  };
}

const ccp = {
  calls(calls: readonly CallPicture[], state: State = { name: 'Available', type: 'routable' }): void {
    current = { ...current, state, contacts: calls.map(contactFrom) };
    publish();
  },
  /** What the page with the microphone tells, whoever has switched it. */
  muted: (muted: boolean): void => down('agent::mute_toggle', { muted }),
  /** The agent has selected it, here or in another page. */
  selects: (contactId: string): void => down('contact::view', { contactId }),
  /** What it was asked to show. */
  viewed: [] as string[],
  soundFault: (errorType: string): void =>
    down('agent::softphone_error', { errorType, errorMessage: '', endPointUrl: '' }),
  /** Whatever Streams asked, as `{method, params}`. */
  requests: [] as unknown[],
  /** By method, the exception that the next request is refused with. */
  refusals: {} as Record<string, string>,
  silent: false,
};
Object.assign(globalThis, { ccp });

addEventListener('message', (message: MessageEvent) => {
  if (message.source !== parent) return;
  const { event, data } = message.data as {
    event?: string;
    data?: {
      requestId: string;
      method: string;
      params?: { contactId?: string; state?: State; enqueueNextState?: boolean };
      event?: string;
      data?: { mute?: boolean; contactId?: string };
    };
  };
  if (event === 'synchronize' && !ccp.silent) down('acknowledge');
  if (event === 'broadcast' && data?.event === 'mute') ccp.muted(data.data?.mute === true);
  if (event === 'broadcast' && data?.event === 'contact::view' && data.data?.contactId) {
    ccp.viewed.push(data.data.contactId);
    ccp.selects(data.data.contactId);
  }
  if (event === 'terminate') down('terminated');
  if (event !== 'api_request' || !data) return;
  ccp.requests.push({ method: data.method, params: data.params });
  const refusal = ccp.refusals[data.method];
  if (refusal) {
    delete ccp.refusals[data.method];
    const err = JSON.stringify({ type: refusal, message: 'refused', stack: [] });
    return down('api_response', { event: 'api_response', requestId: data.requestId, data: null, err });
  }
  const { state, enqueueNextState } = data.params ?? {};
  if (data.method === 'putAgentState' && state) {
    const { next: _, ...rest } = current;
    current = enqueueNextState ? { ...current, next: state } : { ...rest, state, chosen: state.name };
    setTimeout(publish);
  }
  if (data.method === 'clearContact' || data.method === 'completeContact') {
    current = {
      ...current,
      contacts: current.contacts.filter((one) => (one as { contactId: string }).contactId !== data.params?.contactId),
    };
    setTimeout(publish);
  }
  const answer = data.method === 'getEndpoints' ? { endpoints: QUICK_CONNECTS, nextToken: null } : {};
  down('api_response', { event: 'api_response', requestId: data.requestId, data: answer, err: null });
});
const options = new URLSearchParams(location.search);
if (!options.has('silent')) {
  down('acknowledge', { id: 'port-1' });
  // A page that loads in mid-call is told of the call at once, and of nothing before.
  if (!options.has('untold')) publish();
}
