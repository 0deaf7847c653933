import { callCti } from '../server.ts';
import { type Command, contactOf, done, endpointOf, onConnection, participant, self } from './command.ts';

export const voiceCommands: Readonly<Record<string, Command>> = {
  'voice/createOutboundCall': async ({ phoneNumber, options }, { configuration }) => {
    const chosen = { queueARN: configuration.routingProfile.defaultOutboundQueue.queueARN, ...Object(options) };
    return done(await callCti('createOutboundContact', { endpoint: endpointOf({ phoneNumber }), ...chosen }));
  },
  'voice/getInitialCustomerPhoneNumber': (data, update) => ({
    phoneNumber: contactOf(data, update).customerEndpoint.phoneNumber,
  }),
  'contact/getPhoneNumber': (data, update) => ({ phoneNumber: contactOf(data, update).customerEndpoint.phoneNumber }),
  'voice/getOutboundCallPermission': (_, { configuration }) => ({
    outboundCallPermission: configuration.permissions.includes('outboundCall'),
  }),
  'voice/listDialableCountries': (_, { configuration }) => configuration.dialableCountries,
  'voice/holdParticipant': (data, update) => onConnection('holdConnection', participant(data, update)),
  'voice/resumeParticipant': (data, update) => onConnection('resumeConnection', participant(data, update)),
  'voice/isParticipantOnHold': (data, update) => ({ isOnHold: participant(data, update)[1].state.type === 'hold' }),
  'voice/canResumeParticipant': (data, update) => ({
    canResumeParticipant: participant(data, update)[1].state.type === 'hold',
  }),
  'voice/isSelfOnHold': (data, update) => ({ isOnHold: self(contactOf(data, update)).state.type === 'hold' }),
  'voice/conferenceParticipants': async ({ contactId }) => done(await callCti('conferenceConnections', { contactId })),
  // Nothing enhances the voice of a call that has no audio.
  'voice/getVoiceEnhancementMode': () => ({ voiceEnhancementMode: 'NONE' }),
};
