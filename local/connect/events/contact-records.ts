/**
 * Contact records leave when their contact is completed, and again whenever what they say changes: "Amazon Connect
 * delivers contact records at least once. Contact records may be delivered again for multiple reasons, such as new
 * information arriving after initial delivery" (Administrator Guide, contact records data model).
 */
import type { Contact } from '../contacts/contact.ts';
import type { Engine } from '../engine.ts';
import { contactRecord } from './contact-record.ts';
import { deliverToStream } from './deliver-to-stream.ts';

export const sendContactRecords = (engine: Engine): void => {
  /** What was said last, without the time of the update. */
  const said = new WeakMap<Contact, string>();
  engine.changes.on('contact', (contactId) => {
    const contact = engine.contacts.get(contactId);
    if (contact?.state !== 'completed') return;
    // A copy: what changes until it is delivered belongs to the next one.
    const record: Readonly<Record<string, unknown>> = structuredClone(contactRecord(engine, contact));
    const content = JSON.stringify({ ...record, LastUpdateTimestamp: null });
    if (said.get(contact) === content) return;
    said.set(contact, content);
    engine.outbox.send(`record:${contact.channel}`, engine.tuning.recordDelayMs, () =>
      deliverToStream(engine, 'CONTACT_TRACE_RECORDS', contactId, record),
    );
  });
};
