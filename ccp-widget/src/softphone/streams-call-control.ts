/// <reference types="amazon-connect-streams" />
import { ANSWER_WITHIN_MS, refusalNamed, settleInTime } from './control-outcome.ts';
import type { CallControl, ControlOutcome, ControlRefusal, Destination, QuickConnect } from './softphone.ts';
import { partyKind } from './state-kinds.ts';

export interface ControlledSoftphone {
  contact(connectContactId: string): connect.Contact | undefined;
  agent(): connect.Agent | undefined;
}

export interface StreamsCallControl extends Omit<CallControl, 'select'> {
  quickConnects(): Promise<readonly QuickConnect[]>;
}

export function createStreamsCallControl({ contact: find, agent }: ControlledSoftphone): StreamsCallControl {
  /** As the agent's softphone has listed them. */
  const listed = new Map<string, connect.Endpoint>();

  const onContact = (
    connectContactId: string,
    act: (contact: connect.Contact, callbacks: connect.SuccessFailOptions) => void,
  ): Promise<ControlOutcome> => {
    const contact = find(connectContactId);
    return contact ? outcomeOf((callbacks) => act(contact, callbacks)) : Promise.resolve('wrong-moment');
  };
  /** "Good practice not to persist these objects" (typings): a connection is looked for each time. */
  const onParty = (
    connectContactId: string,
    partyId: string,
    act: (connection: connect.BaseConnection, callbacks: connect.SuccessFailOptions) => void,
  ): Promise<ControlOutcome> => {
    const connection = find(connectContactId)
      ?.getConnections()
      .find((one) => one.getConnectionId() === partyId);
    return connection ? outcomeOf((callbacks) => act(connection, callbacks)) : Promise.resolve('wrong-moment');
  };
  const onDestination = (
    connectContactId: string,
    to: Destination,
    act: (contact: connect.Contact, endpoint: connect.Endpoint, callbacks: connect.SuccessFailOptions) => void,
  ): Promise<ControlOutcome> => {
    const endpoint = to.kind === 'number' ? numberEndpoint(to.number, to.name) : listed.get(to.id);
    if (!endpoint) return Promise.resolve('bad-destination');
    return onContact(connectContactId, (contact, callbacks) => act(contact, endpoint, callbacks));
  };

  return {
    accept: (id) => onContact(id, (contact, callbacks) => contact.accept(callbacks)),
    dial(number, relatedContactId) {
      const current = agent();
      if (!current) return Promise.resolve('wrong-moment');
      return outcomeOf((callbacks) =>
        current.connect(numberEndpoint(number, undefined), { ...callbacks, relatedContactId }),
      );
    },
    decline: (id) => onContact(id, (contact, callbacks) => contact.reject(callbacks)),
    leave: (id) => onContact(id, (contact, callbacks) => contact.getAgentConnection().destroy(callbacks)),
    clear: (id) =>
      find(id) ? onContact(id, (contact, callbacks) => contact.clear(callbacks)) : Promise.resolve('done'),
    hold: (id, partyId) => onParty(id, partyId, (connection, callbacks) => connection.hold(callbacks)),
    resume: (id, partyId) => onParty(id, partyId, (connection, callbacks) => connection.resume(callbacks)),
    drop: (id, partyId) => onParty(id, partyId, (connection, callbacks) => connection.destroy(callbacks)),
    add: (id, to) =>
      onDestination(id, to, (contact, endpoint, callbacks) => contact.addConnection(endpoint, callbacks)),
    merge: (id) => onContact(id, (contact, callbacks) => contact.conferenceConnections(callbacks)),
    swap: (id) => onContact(id, (contact, callbacks) => contact.toggleActiveConnections(callbacks)),
    transfer: (id, to) =>
      onDestination(id, to, (contact, endpoint, callbacks) => contact.transfer(endpoint, callbacks)),
    async mute(muted) {
      const current = agent();
      if (!current) return 'wrong-moment';
      // Told to whichever page has the microphone; `onMuteToggle` says that it was done.
      if (muted) current.mute();
      else current.unmute();
      return 'done';
    },
    async choosePresence(statusId) {
      const current = agent();
      const status = current?.getAgentStates().find(({ agentStateARN }) => agentStateARN === statusId);
      if (!current || !status) return 'wrong-moment';
      const enqueueNextState = current.getContacts().length > 0;
      return outcomeOf((callbacks) => current.setState(status, callbacks, { enqueueNextState }));
    },
    quickConnects: () =>
      new Promise((resolve, reject) => {
        const current = agent();
        if (!current) return reject(new Error('there is no agent'));
        setTimeout(() => reject(new Error('no answer')), ANSWER_WITHIN_MS);
        current.getEndpoints(current.getAllQueueARNs(), {
          success: ({ endpoints }) => {
            listed.clear();
            for (const endpoint of endpoints) listed.set(endpoint.endpointARN, endpoint);
            resolve(endpoints.map(quickConnectFrom));
          },
          failure: (reason) => reject(new Error(reason)),
        });
      }),
  };
}

/** Streams takes a plain endpoint at run time; its class is a global that is there only once the library has loaded. */
const numberEndpoint = (phoneNumber: string, name: string | undefined): connect.Endpoint =>
  Object.assign(connect.Endpoint.byPhoneNumber(phoneNumber), name === undefined ? {} : { name });

const quickConnectFrom = ({ endpointARN, name, type }: connect.Endpoint): QuickConnect => ({
  id: endpointARN,
  name,
  to: partyKind(type),
});

const outcomeOf = (act: (callbacks: connect.SuccessFailOptions) => void): Promise<ControlOutcome> =>
  settleInTime((settle) => act({ success: () => settle('done'), failure: (reason) => settle(refusalFrom(reason)) }));

/** The reason is JSON as a string, `{"type","message",…}`, or a word (`accept` says only "error"). */
export function refusalFrom(reason: unknown): ControlRefusal {
  try {
    const { type } = Object(typeof reason === 'string' ? JSON.parse(reason) : reason) as { readonly type?: unknown };
    return refusalNamed(type);
  } catch {
    return 'failed';
  }
}
