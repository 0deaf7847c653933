import { randomUUID } from 'node:crypto';
import {
  type AgentConfiguration,
  type AgentEngine,
  type AgentSnapshot,
  type AgentStateType,
  type AgentStatus,
  type AgentUpdate,
  type ConnectionStateType,
  CtiError,
  type CtiOperation,
  type Endpoint,
} from '../../../local/connect/agent-session.ts';
import { attributesOf, type Contact, end, find, type Params } from './small-contact.ts';
import {
  CONFIGURATION,
  type Connection,
  connection,
  endpoint,
  INSTANCE,
  now,
  QUEUE,
  QUICK_CONNECTS,
  STATUSES,
  stateOf,
  status,
} from './small-instance.ts';

/** One agent and their calls in memory, with the far end in the hands of the test: what the pages need to be tried. */
export class SmallEngine implements AgentEngine {
  readonly instance = INSTANCE;
  origins: string[] = [];
  digits = '';
  #contacts: Contact[] = [];
  #chosen: AgentStatus = STATUSES[1] ?? status('2', 'offline', 'Offline');
  #next: AgentStatus | undefined;
  #since = now();
  #stateName = '';
  #version = 1;
  readonly #listeners = new Set<(update: AgentUpdate) => void>();

  approvedOrigins = () => this.origins;
  hasUser = (username: string) => username === 'ana';
  version = () => this.#version;

  subscribe(_username: string, listener: (update: AgentUpdate) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  configuration = (): AgentConfiguration => CONFIGURATION;

  snapshot = (): AgentSnapshot => {
    const system = this.#systemState();
    const name = system?.[0] ?? this.#chosen.name;
    if (name !== this.#stateName) this.#since = now();
    this.#stateName = name;
    return {
      state: system
        ? { agentStateARN: null, name, type: system[1], startTimestamp: this.#since }
        : { ...this.#chosen, startTimestamp: this.#since },
      nextState: this.#next ? { ...this.#next, startTimestamp: this.#since } : null,
      agentAvailabilityState: { state: this.#chosen.name, timeStamp: this.#since },
      contacts: structuredClone(this.#contacts),
      snapshotTimestamp: now(),
    };
  };

  async perform(_username: string, operation: CtiOperation, params: Params): Promise<Params> {
    const run = this.#operations[operation];
    if (!run) throw new CtiError('UnknownOperationException', operation);
    return run(params) ?? {};
  }

  /** The customer's call rings at the agent. */
  ring(given: { from?: string; name?: string; attributes?: Record<string, string> } = {}): string {
    const customer = endpoint({ phoneNumber: given.from ?? '+14155550101' });
    const connections = [
      connection('agent', false, endpoint({ type: 'agent' }), 'connecting'),
      connection('inbound', true, customer, 'connected'),
    ];
    return this.#add('API', customer, connections, { name: given.name ?? null, ...attributesOf(given.attributes) });
  }

  /** A task is offered to the agent. */
  offerTask(given: Pick<Contact, 'name' | 'description' | 'references'>): string {
    const nobody = endpoint({});
    const connections = [connection('agent', false, endpoint({ type: 'agent' }), 'connecting')];
    return this.#add('API', nobody, connections, { type: 'task', ...given });
  }

  whisper(contactId: string, line: string): void {
    const contact = this.#get({ contactId });
    contact.heardByAgent = [...contact.heardByAgent, line];
    this.#changed();
  }

  setAttributes(contactId: string, attributes: Record<string, string>): void {
    Object.assign(this.#get({ contactId }), attributesOf(attributes));
    this.#changed();
  }

  /** The dialled customer answers, or the agent's whispers are over. */
  join(contactId: string): void {
    const contact = this.#get({ contactId });
    contact.state = stateOf('connected');
    for (const party of contact.connections) party.state = stateOf('connected');
    this.#changed();
  }

  customerHangsUp(contactId: string): void {
    const contact = this.#get({ contactId });
    end(contact);
    this.#changed();
  }

  miss(contactId: string): void {
    const contact = this.#get({ contactId });
    end(contact);
    contact.state = stateOf('error');
    this.#changed();
  }

  readonly #operations: Partial<Record<CtiOperation, (params: Params) => Params | undefined>> = {
    getAgentSnapshot: () => ({ snapshot: this.snapshot(), nextToken: String(this.#version) }),
    getAgentConfiguration: () => ({ configuration: this.configuration() }),
    getEndpoints: () => ({ endpoints: QUICK_CONNECTS, nextToken: null }),
    putAgentState: ({ state, enqueueNextState }) => {
      const chosen = STATUSES.find(({ agentStateARN }) => agentStateARN === Object(state).agentStateARN);
      if (!chosen) throw new CtiError('InvalidStateException', 'There is no such state.');
      if (this.#contacts.length > 0 && !enqueueNextState) throw new CtiError('InvalidStateException', 'On a contact.');
      if (this.#contacts.length > 0) this.#next = chosen;
      else this.#chosen = chosen;
      return this.#changed();
    },
    createOutboundContact: ({ endpoint: given }) => {
      const { phoneNumber } = Object(given);
      if (!/^\+\d{6,15}$/.test(phoneNumber))
        throw new CtiError('BadEndpointException', 'This number cannot be dialled.');
      const customer = endpoint({ phoneNumber });
      this.#add('outbound', customer, [
        connection('agent', false, endpoint({ type: 'agent' }), 'connected'),
        connection('outbound', true, customer, 'connecting'),
      ]);
      return undefined;
    },
    acceptContact: (params) => {
      this.join(this.#get(params).contactId);
      return undefined;
    },
    rejectContact: (params) => {
      this.miss(this.#get(params).contactId);
      return undefined;
    },
    clearContact: (params) => {
      const contact = this.#get(params);
      if (contact.state.type !== 'ended' && contact.state.type !== 'error')
        throw new CtiError('InvalidStateException', 'The contact has not ended.');
      this.#contacts = this.#contacts.filter((other) => other !== contact);
      this.#chosen = this.#next ?? this.#chosen;
      this.#next = undefined;
      return this.#changed();
    },
    destroyConnection: (params) => {
      const contact = this.#get(params);
      const party = find(contact, params);
      party.state = stateOf('disconnected');
      const others = contact.connections.filter(({ type, state }) => type !== 'agent' && state.type !== 'disconnected');
      if (party.type === 'agent' || others.length === 0) end(contact);
      return this.#changed();
    },
    holdConnection: (params) => this.#setState(params, 'hold'),
    resumeConnection: (params) => this.#setState(params, 'connected'),
    muteParticipant: (params) => this.#setMute(params, true),
    unmuteParticipant: (params) => this.#setMute(params, false),
    createAdditionalConnection: (params) => {
      const contact = this.#get(params);
      for (const party of contact.connections) if (party.initial) party.state = stateOf('hold');
      const added = connection('outbound', false, endpoint(Object(params.endpoint)), 'connected');
      contact.connections.push({ ...added, quickConnectName: Object(params.endpoint).name ?? null });
      return this.#changed();
    },
    addNewConnection: (params) => this.#operations.createAdditionalConnection?.(params),
    transferContact: (params) => {
      end(this.#get(params));
      return this.#changed();
    },
    pauseContact: (params) => this.#setContactState(params, 'paused'),
    resumeContact: (params) => this.#setContactState(params, 'connected'),
    completeContact: (params) => {
      end(this.#get(params));
      return this.#changed();
    },
    toggleActiveConnections: (params) => {
      for (const party of this.#get(params).connections)
        if (party.type !== 'agent') party.state = stateOf(party.state.type === 'hold' ? 'connected' : 'hold');
      return this.#changed();
    },
    conferenceConnections: (params) => {
      for (const party of this.#get(params).connections) party.state = stateOf('connected');
      return this.#changed();
    },
    sendDigits: ({ digits }) => {
      this.digits += String(digits);
      return undefined;
    },
  };

  #add(initiationMethod: string, customer: Endpoint, connections: Connection[], more: Partial<Contact> = {}): string {
    const contactId = randomUUID();
    this.#contacts.push({
      contactId,
      initialContactId: contactId,
      relatedContactId: null,
      type: 'voice',
      state: stateOf('connecting'),
      initiationMethod,
      queue: QUEUE,
      queueTimestamp: now(),
      connections,
      attributes: {},
      contactDuration: '0',
      name: null,
      description: null,
      references: null,
      channelContext: null,
      contactFeatures: { attachmentsEnabled: null, messagingMarkdownEnabled: null, multiPartyConferenceEnabled: true },
      segmentAttributes: { 'connect:Subtype': { ValueString: 'connect:Telephony' } },
      customerEndpoint: customer,
      heardByAgent: [],
      ...more,
    });
    this.#changed();
    return contactId;
  }

  #get({ contactId }: Params): Contact {
    const contact = this.#contacts.find((candidate) => candidate.contactId === contactId);
    if (!contact) throw new CtiError('ContactNotFoundException', 'Contact not found.', 404);
    return contact;
  }

  #setState(params: Params, type: ConnectionStateType): undefined {
    find(this.#get(params), params).state = stateOf(type);
    return this.#changed();
  }

  #setContactState(params: Params, type: 'paused' | 'connected'): undefined {
    this.#get(params).state = stateOf(type);
    return this.#changed();
  }

  #setMute(params: Params, mute: boolean): undefined {
    find(this.#get(params), params).mute = mute;
    return this.#changed();
  }

  #systemState(): [string, AgentStateType] | undefined {
    const [contact] = this.#contacts;
    switch (contact?.state.type) {
      case 'connecting':
        return [contact.initiationMethod === 'outbound' ? 'CallingCustomer' : 'PendingBusy', 'system'];
      case 'connected':
        return ['Busy', 'system'];
      case 'ended':
        return ['AfterCallWork', 'system'];
      case 'error':
        return ['MissedCallAgent', 'error'];
      default:
        return undefined;
    }
  }

  #changed(): undefined {
    this.#version += 1;
    const update = { snapshot: this.snapshot(), configuration: this.configuration(), version: this.#version };
    for (const listener of this.#listeners) listener(update);
    return undefined;
  }
}
