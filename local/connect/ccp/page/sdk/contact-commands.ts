import type { AgentContact } from '../../../agent-session.ts';
import { callCti } from '../server.ts';
import {
  added,
  type Command,
  CommandError,
  contactOf,
  done,
  endpointOf,
  onConnection,
  participant,
  self,
  withQueueId,
} from './command.ts';
import { participantOf, subtypeOf } from './topics.ts';

export const contactCommands: Readonly<Record<string, Command>> = {
  'contact/getAttributes': (data, update) => {
    const { attributes } = contactOf(data, update);
    // `'*'` or nothing stands for all.
    const wanted = Array.isArray(data.attributes) ? data.attributes : Object.keys(attributes);
    return Object.fromEntries(wanted.flatMap((key) => (attributes[key] ? [[key, attributes[key].value]] : [])));
  },
  'contact/getInitialContactId': (data, update) => ({ initialContactId: contactOf(data, update).initialContactId }),
  'contact/getType': (data, update) => ({ type: contactOf(data, update).type }),
  'contact/getChannelType': (data, update) => {
    const contact = contactOf(data, update);
    return { type: contact.type, subtype: subtypeOf(contact) };
  },
  'contact/getDescription': (data, update) => ({ description: contactOf(data, update).description }),
  'contact/getReferences': (data, update) => ({ references: contactOf(data, update).references }),
  'contact/getStateDuration': (data, update) => ({
    stateDuration: Date.now() - Date.parse(contactOf(data, update).state.timestamp),
  }),
  'contact/getQueue': (data, update) => withQueueId(contactOf(data, update).queue),
  'contact/getQueueTimestamp': (data, update) => ({ queueTimestamp: contactOf(data, update).queueTimestamp }),
  'contact/getContact': (data, update) => {
    const contact = contactOf(data, update);
    return { ...shortContact(contact), queue: withQueueId(contact.queue) };
  },
  'contact/listContacts': (_, { snapshot }) => snapshot.contacts.map(shortContact),
  'contact/listParticipants': (data, update) => {
    const { contactId, connections } = contactOf(data, update);
    return connections.map((connection) => participantOf(contactId, connection));
  },
  'contact/getParticipant': (data, update) => {
    const [{ contactId }, connection] = participant(data, update);
    return participantOf(contactId, connection);
  },
  'contact/getParticipantState': (data, update) => ({ value: participant(data, update)[1].state.type }),
  'contact/isAutoAcceptEnabled': (_, { configuration }) => ({
    isAutoAcceptEnabled: configuration.softphoneAutoAccept,
  }),
  'contact/isPreviewMode': (data, update) => {
    contactOf(data, update);
    // Preview dialling belongs to outbound campaigns, which the local Connect has not.
    return { isPreviewMode: false };
  },
  'contact/getPreviewConfiguration': (data, update) => noPreview(contactOf(data, update)),
  'contact/engagePreviewContact': (data, update) => noPreview(contactOf(data, update)),
  'contact/getContactRegion': (_data, _update, { instance }) => ({ region: instance().region }),
  'contact/getInstanceDetails': (_data, _update, { instance }) => ({
    origin: window.location.origin,
    region: instance().region,
  }),
  'contact/accept': async ({ contactId }) => done(await callCti('acceptContact', { contactId })),
  'contact/reject': async ({ contactId }) => done(await callCti('rejectContact', { contactId })),
  'contact/clear': async ({ contactId }) => done(await callCti('clearContact', { contactId })),
  'contact/disconnectSelf': (data, update) => {
    const contact = contactOf(data, update);
    return onConnection('destroyConnection', [contact, self(contact)]);
  },
  'contact/disconnectParticipant': (data, update) => onConnection('destroyConnection', participant(data, update)),
  'contact/addParticipant': async (data, update, context) => {
    const { contactId } = contactOf(data, update);
    const params = { contactId, endpoint: endpointOf(data) };
    const participantId = await added(
      context,
      ({ snapshot }) =>
        snapshot.contacts
          .filter((contact) => contact.contactId === contactId)
          .flatMap(({ connections }) => connections.map(({ connectionId }) => connectionId)),
      () => callCti('addNewConnection', params),
    );
    return { participantId };
  },
  'contact/transfer': async (data, update) => {
    const { contactId } = contactOf(data, update);
    return done(await callCti('transferContact', { contactId, endpoint: endpointOf(data) }));
  },
};

const noPreview = ({ contactId }: AgentContact): never => {
  throw new CommandError('notPreviewContact', `The contact ${contactId} is not in preview mode`);
};

const shortContact = (contact: AgentContact) => ({
  contactId: contact.contactId,
  type: contact.type,
  subtype: subtypeOf(contact),
  initialContactId: contact.initialContactId ?? undefined,
});
