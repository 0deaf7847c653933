import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/min';
import type { AgentConnection } from '../../../agent-session.ts';
import { callCti } from '../server.ts';
import type { Update } from '../wire.ts';
import {
  added,
  type Command,
  CommandError,
  contactOf,
  type Data,
  done,
  onConnection,
  participant,
  self,
} from './command.ts';

const isOnHold = ({ state }: AgentConnection) => state.type === 'hold';
const ownConnection = (data: Data, update: Update) => self(contactOf(data, update));
const phoneNumber: Command = (data, update) => ({ phoneNumber: contactOf(data, update).customerEndpoint.phoneNumber });
const onOwnConnection =
  (operation: string): Command =>
  (data, update) => {
    const contact = contactOf(data, update);
    return onConnection(operation, [contact, self(contact)]);
  };

export const voiceCommands: Readonly<Record<string, Command>> = {
  'voice/createOutboundCall': async ({ phoneNumber, options }, { configuration }, context) => {
    const contactId = await added(
      context,
      ({ snapshot }) => snapshot.contacts.map((contact) => contact.contactId),
      () =>
        callCti('createOutboundContact', {
          endpoint: { type: 'phone_number', phoneNumber },
          queueARN: configuration.routingProfile.defaultOutboundQueue.queueARN,
          ...Object(options),
        }),
    );
    return { contactId };
  },
  'voice/getInitialCustomerPhoneNumber': phoneNumber,
  'contact/getPhoneNumber': phoneNumber,
  'voice/getOutboundCallPermission': (_, { configuration }) => ({
    outboundCallPermission: configuration.permissions.includes('outboundCall'),
  }),
  'voice/listDialableCountries': (_, { configuration }) => configuration.dialableCountries.map(dialableCountry),
  'voice/holdParticipant': (data, update) => onConnection('holdConnection', participant(data, update)),
  'voice/resumeParticipant': (data, update) => onConnection('resumeConnection', participant(data, update)),
  'voice/holdSelf': onOwnConnection('holdConnection'),
  'voice/resumeSelf': onOwnConnection('resumeConnection'),
  'voice/isParticipantOnHold': (data, update) => ({ isOnHold: isOnHold(participant(data, update)[1]) }),
  'voice/canResumeParticipant': (data, update) => ({ canResumeParticipant: isOnHold(participant(data, update)[1]) }),
  'voice/isSelfOnHold': (data, update) => ({ isOnHold: isOnHold(ownConnection(data, update)) }),
  'voice/canResumeSelf': (data, update) => ({ canResumeSelf: isOnHold(ownConnection(data, update)) }),
  'voice/conferenceParticipants': async ({ contactId }) => done(await callCti('conferenceConnections', { contactId })),
  'voice/getVoiceEnhancementMode': (_, { configuration }) => ({
    voiceEnhancementMode: configuration.voiceEnhancementMode,
  }),
  'voice/setVoiceEnhancementMode': async ({ voiceEnhancementMode }) =>
    done(await callCti('updateAgentConfiguration', { configuration: { voiceEnhancementMode } })),
  'voice/getVoiceEnhancementPaths': () => {
    throw new CommandError('voiceEnhancementUnavailable', 'Calls of the local Connect have no audio to enhance');
  },
};

const NAMES = new Intl.DisplayNames(['en'], { type: 'region' });

/** `us` as `{countryCode: 'us', callingCode: '+1', label: 'United States'}`; the form of the code is as on the CTI wire. */
const dialableCountry = (countryCode: string) => {
  const country = countryCode.toUpperCase();
  return {
    countryCode,
    callingCode: isSupportedCountry(country) ? `+${getCountryCallingCode(country)}` : '',
    label: NAMES.of(country) ?? country,
  };
};
