import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../local/connect/contacts/contact.ts';
import { recordingsOf } from '../../../local/connect/recordings/recording.ts';
import { soundOf } from '../../../local/connect/recordings/sounds.ts';
import { storeRecordings } from '../../../local/connect/recordings/store-recordings.ts';
import { SAMPLE_RATE, wav } from '../../../local/connect/recordings/wav.ts';
import { OPERATIONS } from '../../../local/connect/service/operations/index.ts';
import { action, PLACE, type TestInstance, TO_AGENT_QUEUE, testInstance } from './instance.ts';
import { answeredBy, endedBy, RECORD_BOTH, recordingAction, talked } from './recorded-call.ts';

const HEADER = 44;
const sounds = (instance: TestInstance, contact: Contact): Buffer[] =>
  recordingsOf(instance.engine.instance, contact).map((one) => soundOf(contact, one, instance.engine.tuning));
const seconds = (file: Buffer): number => file.readUInt32LE(40) / file.readUInt32LE(28);
/** Whether anything is heard in a channel (0 is the customer's) between two seconds of the file. */
const heard = (file: Buffer, channel: 0 | 1, from: number, to: number): boolean => {
  for (let frame = Math.ceil(from * SAMPLE_RATE); frame < to * SAMPLE_RATE; frame += 1)
    if (file.readInt16LE(HEADER + frame * 4 + channel * 2) !== 0) return true;
  return false;
};
const perform = (instance: TestInstance, operation: string, contact: Contact, more: object = {}) =>
  OPERATIONS.get(operation)?.run(instance.engine, {
    InstanceId: PLACE.instanceId,
    ContactId: contact.id,
    InitialContactId: contact.initialContactId,
    ...more,
  });
const only = (files: readonly Buffer[]): Buffer => {
  expect(files).toHaveLength(1);
  const [file] = files;
  if (file === undefined) throw new Error('no recording');
  return file;
};

describe('a recording', () => {
  it('is a WAV file as long as the call, with the customer left and the agent right', async () => {
    const instance = testInstance();
    const file = only(sounds(instance, await talked(instance)));
    expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 12)).toBe('RIFFWAVE');
    expect([file.readUInt16LE(22), file.readUInt32LE(24), file.readUInt16LE(34)]).toEqual([2, SAMPLE_RATE, 16]);
    expect(seconds(file)).toBeCloseTo(10, 1);
    expect([heard(file, 1, 0, 1), heard(file, 0, 0, 1)]).toEqual([true, false]);
    expect([heard(file, 1, 2, 3), heard(file, 0, 2, 3)]).toEqual([false, true]);
  });

  it('has only the participants that the flow named', async () => {
    const instance = testInstance();
    const record = recordingAction({ RecordedParticipants: ['Agent'] });
    const file = only(sounds(instance, await talked(instance, [record, ...TO_AGENT_QUEUE])));
    expect([heard(file, 0, 0, 10), heard(file, 1, 0, 10)]).toEqual([false, true]);
  });

  it('is silent while the customer is on hold', async () => {
    const instance = testInstance();
    const contact = await answeredBy(instance, [RECORD_BOTH, ...TO_AGENT_QUEUE]);
    const customer = contact.legs.find(({ initial }) => initial)?.id;
    await instance.scheduler.advance(2_000);
    await instance.perform('ana', 'holdConnection', { contactId: contact.id, connectionId: customer });
    await instance.scheduler.advance(4_000);
    await instance.perform('ana', 'resumeConnection', { contactId: contact.id, connectionId: customer });
    await instance.scheduler.advance(4_000);
    const file = only(sounds(instance, await endedBy(instance, contact)));
    expect([heard(file, 0, 2, 6), heard(file, 1, 2, 6)]).toEqual([false, false]);
    expect(heard(file, 1, 8, 9)).toBe(true);
  });

  it('has keys of the customer as two tones at once (ITU-T Q.23)', async () => {
    const instance = testInstance();
    const contact = await answeredBy(instance, [RECORD_BOTH, ...TO_AGENT_QUEUE]);
    await instance.scheduler.advance(1_200);
    expect(instance.engine.phones.pressDigits(contact.customerPhone ?? '', '5')).toBe(true);
    await instance.scheduler.advance(4_000);
    const file = only(sounds(instance, await endedBy(instance, contact)));
    const strength = (hertz: number): number => {
      let [sine, cosine] = [0, 0];
      for (let frame = 1.2 * SAMPLE_RATE; frame < 1.3 * SAMPLE_RATE; frame += 1) {
        const angle = (2 * Math.PI * hertz * frame) / SAMPLE_RATE;
        const sample = file.readInt16LE(HEADER + frame * 4);
        sine += sample * Math.sin(angle);
        cosine += sample * Math.cos(angle);
      }
      return Math.hypot(sine, cosine);
    };
    const loud = [697, 770, 852, 941, 1_209, 1_336, 1_477].filter((hertz) => strength(hertz) > 0.5 * strength(770));
    expect(loud).toEqual([770, 1_336]);
  });

  it('keeps the part with the flow apart, under ivr/', async () => {
    const instance = testInstance();
    const record = action(
      'record',
      'UpdateContactRecordingBehavior',
      { RecordingBehavior: { RecordedParticipants: [], IVRRecordingBehavior: 'Enabled' } },
      'say',
    );
    const say = action('say', 'MessageParticipant', { Text: 'Good morning' }, 'target', {
      errors: { NoMatchingError: 'target' },
    });
    const contact = await talked(instance, [record, say, ...TO_AGENT_QUEUE]);
    const [ivr, ...more] = recordingsOf(instance.engine.instance, contact);
    expect(more).toEqual([]);
    expect(ivr?.key).toBe(`connect/test/CallRecordings/ivr/2026/11/24/${contact.id}_20261124T09:00_UTC.wav`);
    const file = only(sounds(instance, contact));
    expect([heard(file, 1, 0, 0.2), heard(file, 0, 0, 0.2)]).toEqual([true, false]);
  });
});

describe('recording by request (API reference)', () => {
  it('fills a suspended time with silence', async () => {
    const instance = testInstance();
    const contact = await answeredBy(instance, [RECORD_BOTH, ...TO_AGENT_QUEUE]);
    await instance.scheduler.advance(2_000);
    perform(instance, 'SuspendContactRecording', contact);
    expect(() => perform(instance, 'SuspendContactRecording', contact)).toThrow('suspended already');
    await instance.scheduler.advance(4_000);
    perform(instance, 'ResumeContactRecording', contact);
    expect(() => perform(instance, 'ResumeContactRecording', contact)).toThrow('not suspended');
    await instance.scheduler.advance(4_000);
    const file = only(sounds(instance, await endedBy(instance, contact)));
    expect(seconds(file)).toBeCloseTo(10, 1);
    expect([heard(file, 0, 2, 6), heard(file, 1, 2, 6), heard(file, 1, 8, 9)]).toEqual([false, false, true]);
  });

  it('starts at the time of the request when the agent is there already, and only once', async () => {
    const instance = testInstance();
    const contact = await answeredBy(instance, TO_AGENT_QUEUE);
    await instance.scheduler.advance(4_000);
    const order = { VoiceRecordingConfiguration: { VoiceRecordingTrack: 'ALL' } };
    expect(() => perform(instance, 'StopContactRecording', contact)).toThrow('not being recorded');
    perform(instance, 'StartContactRecording', contact, order);
    await instance.scheduler.advance(3_000);
    perform(instance, 'StopContactRecording', contact);
    expect(() => perform(instance, 'StartContactRecording', contact, order)).toThrow('started or stopped before');
    await instance.scheduler.advance(5_000);
    expect(seconds(only(sounds(instance, await endedBy(instance, contact))))).toBeCloseTo(3, 1);
  });
});

describe('the bucket of the instance', () => {
  it('has the recording once the after-contact work is done, under the key of the service', async () => {
    const instance = testInstance();
    storeRecordings(instance.engine);
    const contact = await answeredBy(instance, [RECORD_BOTH, ...TO_AGENT_QUEUE]);
    await instance.scheduler.advance(3_000);
    await instance.perform('ana', 'destroyConnection', {
      contactId: contact.id,
      connectionId: contact.legs.find(({ initial }) => initial)?.id,
    });
    await instance.scheduler.advance(1_000);
    expect(contact.state).toBe('after_call_work');
    expect(instance.objects).toEqual([]);
    await instance.perform('ana', 'clearContact', { contactId: contact.id });
    await turn();
    expect(instance.objects).toMatchObject([
      {
        bucket: 'amazon-connect-test',
        key: `connect/test/CallRecordings/2026/11/24/${contact.id}_20261124T09:00_UTC.wav`,
        contentType: 'audio/wav',
      },
    ]);
  });

  it('gets nothing when the instance has no bucket', async () => {
    const instance = testInstance();
    storeRecordings(instance.engine);
    instance.engine.instance.storage.delete('CALL_RECORDINGS');
    await talked(instance);
    expect(instance.objects).toEqual([]);
  });
});

it('keeps every tone within its channel, its time and 16 bits', () => {
  const tone = fc.record({
    channel: fc.constantFrom(0 as const, 1 as const),
    hertz: fc.array(fc.integer({ min: 50, max: 3_500 }), { minLength: 1, maxLength: 3 }),
    from: fc.integer({ min: -50, max: 300 }),
    to: fc.integer({ min: -50, max: 300 }),
  });
  fc.assert(
    fc.property(fc.nat({ max: 200 }), fc.array(tone, { maxLength: 4 }), (frames, tones) => {
      const file = wav(frames, tones);
      expect([file.length, file.readUInt32LE(4), file.readUInt32LE(40)]).toEqual([
        HEADER + frames * 4,
        file.length - 8,
        frames * 4,
      ]);
      for (let frame = 0; frame < frames; frame += 1) {
        for (const channel of [0, 1] as const) {
          const covered = tones.some((one) => one.channel === channel && one.from <= frame && frame < one.to);
          if (!covered) expect(file.readInt16LE(HEADER + frame * 4 + channel * 2)).toBe(0);
        }
      }
    }),
  );
});
