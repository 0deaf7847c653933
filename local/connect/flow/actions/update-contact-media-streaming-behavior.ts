import { touch } from '../../engine.ts';
import { isoTime } from '../../scheduler.ts';
import { type ActionDefinition, done, ENTRY_FLOWS, failed, NO_MATCHING_ERROR, WHISPER_FLOWS } from '../action.ts';
import { isRecord } from '../language.ts';
import { oneOf, required } from '../parameter-rules.ts';

const DIRECTIONS = ['From', 'To'];
const isParticipant = (value: unknown): boolean =>
  isRecord(value) &&
  value.ParticipantType === 'Customer' &&
  Array.isArray(value.MediaDirections) &&
  value.MediaDirections.length > 0 &&
  value.MediaDirections.every((direction) => DIRECTIONS.includes(String(direction)));

/** Notes the stream, for `$.MediaStreams.Customer.Audio` and Lambda functions; there is no Kinesis video, and no audio. */
export const updateContactMediaStreamingBehavior: ActionDefinition = {
  type: 'UpdateContactMediaStreamingBehavior',
  partial: 'the stream is noted in $.MediaStreams, but no audio flows: there is no Kinesis Video Streams here',
  flowTypes: [...ENTRY_FLOWS, ...WHISPER_FLOWS, 'CUSTOMER_QUEUE'],
  parameters: {
    MediaStreamingState: required(oneOf('Enabled', 'Disabled')),
    Participants: required((value) =>
      Array.isArray(value) && value.length > 0 && value.every(isParticipant)
        ? undefined
        : 'must list participants of type Customer with the directions From and To',
    ),
    MediaStreamType: required(oneOf('Audio')),
  },
  errors: NO_MATCHING_ERROR,
  run: ({ engine, contact }, parameters) => {
    if (contact.channel !== 'VOICE') return failed('only a voice contact has audio');
    const { instance, scheduler } = engine;
    const now = isoTime(scheduler.now());
    if (parameters.MediaStreamingState === 'Enabled') {
      contact.mediaStream = {
        StreamARN: `arn:aws:kinesisvideo:${instance.region}:${instance.accountId}:stream/${instance.alias}-connect-contact-${contact.id}/1`,
        StartTimestamp: now,
        StartFragmentNumber: '1',
      };
    } else if (contact.mediaStream !== undefined) contact.mediaStream = { ...contact.mediaStream, StopTimestamp: now };
    touch(engine, contact);
    return done(String(parameters.MediaStreamingState));
  },
};
