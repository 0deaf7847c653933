import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactRecord } from '../../../local/connect/events/contact-record.ts';
import { recordingOf } from '../../../local/connect/recordings/recording.ts';
import { wav } from '../../../local/connect/recordings/wav.ts';
import { action, CUSTOMER, type TestInstance, TO_AGENT_QUEUE, testInstance } from './instance.ts';

const RECORD = action(
  'record',
  'UpdateContactRecordingBehavior',
  { RecordingBehavior: { RecordedParticipants: ['Agent', 'Customer'] } },
  'target',
);
const talked = async (instance: TestInstance, actions: readonly object[]) => {
  instance.engine.phones.setBehavior(CUSTOMER, 'answer', 0);
  await instance.setStatus('ana', 'Available');
  const contact = instance.dial(instance.addFlow('flow', 'CONTACT_FLOW', actions), { agentUsername: 'ana' });
  await instance.scheduler.advance(1_000);
  await instance.perform('ana', 'acceptContact', { contactId: contact.id });
  await instance.scheduler.advance(10_000);
  instance.engine.phones.hangUp(CUSTOMER);
  await instance.perform('ana', 'clearContact', { contactId: contact.id });
  return contact;
};

describe('a contact record', () => {
  it('has the times, the queue, the agent and where the recording is', async () => {
    const instance = testInstance();
    const contact = await talked(instance, [RECORD, ...TO_AGENT_QUEUE]);
    expect(contactRecord(instance.engine, contact)).toMatchObject({
      ContactId: contact.id,
      Channel: 'VOICE',
      InitiationMethod: 'API',
      DisconnectReason: 'CUSTOMER_DISCONNECT',
      Attributes: { agentUsername: 'ana' },
      CustomerEndpoint: { Address: CUSTOMER, Type: 'TELEPHONE_NUMBER' },
      Queue: { Name: null, Duration: 1 },
      Agent: { Username: 'ana', AgentInteractionDuration: 10, NumberOfHolds: 0, AfterContactWorkDuration: 0 },
      Recording: {
        Location: `amazon-connect-test/connect/test/CallRecordings/2026/11/24/${contact.id}_20261124T09:00_UTC.wav`,
        Status: 'AVAILABLE',
      },
    });
  });

  it('has no recording when no flow asked for one', async () => {
    const instance = testInstance();
    const contact = await talked(instance, TO_AGENT_QUEUE);
    expect(contactRecord(instance.engine, contact)).toMatchObject({ Recording: null, Recordings: null });
  });
});

describe('a recording', () => {
  it('is a WAV file as long as the call, with the customer left and the agent right', async () => {
    const contact = await talked(testInstance(), [RECORD, ...TO_AGENT_QUEUE]);
    const file = recordingOf(contact);
    expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 12)).toBe('RIFFWAVE');
    const bytesPerSecond = file.readUInt32LE(28);
    expect(file.readUInt32LE(40) / bytesPerSecond).toBeCloseTo(10, 0);
    const frame = (at: number) => [file.readInt16LE(44 + at * 4), file.readInt16LE(46 + at * 4)];
    expect(frame(3)).not.toEqual([0, 0]);
    expect(frame(3)[0]).not.toBe(frame(3)[1]);
    expect(frame(8_000 * 5)).toEqual([0, 0]);
  });

  it('keeps every amplitude within 16 bits', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 20 }), (amplitudes) => {
        const file = wav(amplitudes.length, (frame) => [amplitudes[frame] ?? 0, 0]);
        expect(file.length).toBe(44 + amplitudes.length * 4);
        expect(file.readUInt32LE(4)).toBe(file.length - 8);
        for (const [frame, amplitude] of amplitudes.entries()) {
          const kept = Math.max(-1, Math.min(1, amplitude));
          expect(file.readInt16LE(44 + frame * 4) / 0x7fff).toBeCloseTo(kept, 4);
        }
      }),
    );
  });
});
