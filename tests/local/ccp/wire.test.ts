import { describe, expect, it } from 'vitest';
import { forStreams, withDates } from '../../../local/connect/ccp/page/wire.ts';
import { SmallEngine } from './small-engine.ts';

describe('an update for Streams', () => {
  it('carries Dates, aliases and nothing that AWS does not send', () => {
    const engine = new SmallEngine();
    const contactId = engine.ring({ attributes: { timestamp: '2026-01-01' } });
    engine.whisper(contactId, 'Dana Reyes');
    const update = { snapshot: engine.snapshot(), configuration: engine.configuration() };
    const untouched = structuredClone(update);
    const now = Date.parse(update.snapshot.snapshotTimestamp) - 250;
    const sent = Object(forStreams(update, now));
    expect(update).toEqual(untouched);
    expect(sent.snapshot).toMatchObject({ localTimestamp: now, skew: 250, snapshotTimestamp: new Date(now + 250) });
    const [contact] = sent.snapshot.contacts;
    expect(contact.status).toEqual(contact.state);
    expect(contact.state.timestamp).toBeInstanceOf(Date);
    expect(contact.queue.queueId).toBe(contact.queue.queueARN);
    expect(contact.attributes.timestamp).toEqual({ name: 'timestamp', value: '2026-01-01' });
    expect(contact).not.toHaveProperty('heardByAgent');
    for (const { address, endpoint } of contact.connections) expect(address).toEqual(endpoint);
    const { routingProfile } = sent.configuration;
    expect(routingProfile.routingProfileId).toBe(routingProfile.routingProfileARN);
    for (const { queueId, queueARN } of routingProfile.queues) expect(queueId).toBe(queueARN);
  });

  it('survives a contact without a queue', () => {
    const engine = new SmallEngine();
    engine.ring();
    const snapshot = engine.snapshot();
    const contacts = snapshot.contacts.map((contact) => ({ ...contact, queue: null }));
    const sent = Object(forStreams({ snapshot: { ...snapshot, contacts }, configuration: engine.configuration() }, 0));
    expect(sent.snapshot.contacts[0].queue).toBeNull();
  });
});

describe('times', () => {
  it('become Dates from ISO 8601 and from epoch seconds', () => {
    const at = new Date('2026-11-24T09:00:00.250Z');
    expect(
      withDates({ a: [{ timestamp: at.toISOString() }, { startTimestamp: at.getTime() / 1000 }], timestamp: null }),
    ).toEqual({
      a: [{ timestamp: at }, { startTimestamp: at }],
      timestamp: null,
    });
  });
});
