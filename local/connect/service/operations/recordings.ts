/** Recording by request: "You can use this API to override the recording behavior configured in the Set recording behavior block." */
import type { Contact } from '../../contacts/contact.ts';
import { isOver } from '../../contacts/contact.ts';
import { type Engine, touch, traceContact } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { isRecorded } from '../../recordings/recording.ts';
import { invalidParameter, invalidRequest } from '../errors.ts';
import { checkInstance, contactIn, type Input, optionalChoice } from '../input.ts';
import { contactResource, type ServiceOperation } from '../operation.ts';

const recordedContact = (engine: Engine, input: Input): Contact => {
  checkInstance(engine, input);
  const contact = contactIn(engine, input);
  if (contactIn(engine, input, 'InitialContactId').id !== contact.initialContactId) {
    throw invalidRequest('InitialContactId is not the initial contact of the contact');
  }
  if (contact.channel !== 'VOICE') throw invalidRequest('Only voice contacts can be recorded');
  if (isOver(contact)) throw invalidRequest('The contact is not active');
  return contact;
};

const changed = (engine: Engine, contact: Contact, what: string): object => {
  traceContact(engine, contact, 'connect', what);
  touch(engine, contact);
  return {};
};

/** Recording has begun and not been stopped; SCREEN recordings do not exist here. */
const whileRecorded = (engine: Engine, input: Input): Contact => {
  const contact = recordedContact(engine, input);
  if (optionalChoice(input, 'ContactRecordingType', ['AGENT', 'IVR', 'SCREEN']) === 'SCREEN' || !isRecorded(contact)) {
    throw invalidRequest('The contact is not being recorded');
  }
  return contact;
};

export const startContactRecording: ServiceOperation = {
  resources: contactResource(),
  run: (engine, input) => {
    const contact = recordedContact(engine, input);
    if (!isRecord(input.VoiceRecordingConfiguration)) {
      throw invalidParameter('VoiceRecordingConfiguration is a required parameter');
    }
    const track = optionalChoice(input.VoiceRecordingConfiguration, 'VoiceRecordingTrack', [
      'FROM_AGENT',
      'TO_AGENT',
      'ALL',
    ]);
    const ivr = optionalChoice(input.VoiceRecordingConfiguration, 'IvrRecordingTrack', ['ALL']);
    const { recording } = contact;
    if (recording.startedAt !== undefined || recording.stoppedAt !== undefined) {
      throw invalidRequest('Recording of the contact was started or stopped before');
    }
    recording.startedAt = engine.scheduler.now();
    recording.agent = track === 'FROM_AGENT' || track === 'ALL';
    recording.customer = track === 'TO_AGENT' || track === 'ALL';
    recording.ivr ||= ivr === 'ALL';
    return changed(engine, contact, 'recording started');
  },
};

export const stopContactRecording: ServiceOperation = {
  partial: 'agent and IVR recording are stopped together',
  resources: contactResource(),
  run: (engine, input) => {
    const contact = whileRecorded(engine, input);
    contact.recording.stoppedAt = engine.scheduler.now();
    return changed(engine, contact, 'recording stopped');
  },
};

export const suspendContactRecording: ServiceOperation = {
  partial: 'agent and IVR recording are suspended together',
  resources: contactResource(),
  run: (engine, input) => {
    const contact = whileRecorded(engine, input);
    const { pauses } = contact.recording;
    const last = pauses.at(-1);
    if (last !== undefined && last.to === undefined) throw invalidRequest('The recording is suspended already');
    pauses.push({ from: engine.scheduler.now() });
    return changed(engine, contact, 'recording suspended');
  },
};

export const resumeContactRecording: ServiceOperation = {
  partial: 'agent and IVR recording are resumed together',
  resources: contactResource(),
  run: (engine, input) => {
    const contact = whileRecorded(engine, input);
    const last = contact.recording.pauses.at(-1);
    if (last === undefined || last.to !== undefined) throw invalidRequest('The recording is not suspended');
    last.to = engine.scheduler.now();
    return changed(engine, contact, 'recording resumed');
  },
};
