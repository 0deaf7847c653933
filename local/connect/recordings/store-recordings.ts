/** Puts a call's recordings into the instance's bucket once the call is completed, after-contact work and all. */
import type { Contact } from '../contacts/contact.ts';
import { type Engine, traceContact } from '../engine.ts';
import { type Recording, recordingsOf } from './recording.ts';
import { soundOf } from './sounds.ts';

const put = async (engine: Engine, contact: Contact, recording: Recording): Promise<void> => {
  const { bucket, key } = recording;
  const detail = { bucket, key };
  try {
    const body = soundOf(contact, recording, engine.tuning);
    await engine.surroundings.putObject?.({ bucket, key, contentType: 'audio/wav', body });
    traceContact(engine, contact, 'connect', `recording stored (${recording.part})`, { detail });
  } catch (error) {
    traceContact(engine, contact, 'connect', 'recording not stored', {
      ok: false,
      detail: { ...detail, error: String(error) },
    });
  }
};

export const storeRecordings = (engine: Engine): void => {
  // What was completed before is stored already, or was by an earlier run.
  const stored = new Set<string>(
    [...engine.contacts.values()].filter(({ state }) => state === 'completed').map(({ id }) => id),
  );
  engine.changes.on('contact', (contactId) => {
    const contact = engine.contacts.get(contactId);
    if (contact?.state !== 'completed' || stored.has(contactId) || engine.surroundings.putObject === undefined) return;
    stored.add(contactId);
    for (const recording of recordingsOf(engine.instance, contact)) void put(engine, contact, recording);
  });
};
