import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactEventFrom } from '#adapters/connect-contact-event.ts';
import { lookupQuestionFrom } from '#adapters/connect-flow-event.ts';
import { decodeCursor, encodeCursor } from '#adapters/dynamodb-cursor.ts';
import { CtiError } from '#core/errors.ts';

describe('what comes from outside', () => {
  it('is read as a contact event or not at all, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.option(fc.string(), { nil: undefined }), (detail, time) => {
        const event = contactEventFrom(detail, time);
        if (event !== undefined) expect(typeof event.connectContactId).toBe('string');
      }),
    );
    const names = fc.constantFrom(
      'eventType',
      'contactId',
      'channel',
      'agentInfo',
      'disconnectTimestamp',
      'initialContactId',
    );
    const values = fc.oneof(
      fc.constantFrom('INITIATED', 'COMPLETED', 'VOICE', '1970-01-01T00:00:00.001Z'),
      fc.anything(),
    );
    fc.assert(
      fc.property(fc.dictionary(names, values), (detail) => {
        const event = contactEventFrom(detail, '2026-11-24T10:00:00Z');
        for (const [name, value] of Object.entries(event ?? {})) {
          expect(typeof value).toBe('string');
          if (name.endsWith('At')) expect(value).toBe(new Date(value).toISOString());
        }
      }),
    );
  });

  it('is an unset time when it is the first millisecond of 1970, and the envelope’s time when the event has none', () => {
    const unset = '1970-01-01T00:00:00.001Z';
    const detail = {
      eventType: 'DISCONNECTED',
      contactId: 'cc',
      initiationTimestamp: unset,
      disconnectTimestamp: unset,
    };
    expect(contactEventFrom(detail, '2026-11-24T10:00:00Z')).toEqual({
      channel: 'VOICE',
      ...{ type: 'DISCONNECTED', connectContactId: 'cc', disconnectedAt: '2026-11-24T10:00:00.000Z' },
    });
  });

  it('is a question of strings, the parameters of the block before the attributes of the call', () => {
    const data = { Attributes: { callId: 'a', contactId: 'c' }, CustomerEndpoint: { Address: '+1415' } };
    expect(lookupQuestionFrom({ Details: { ContactData: data, Parameters: { callId: 'b', sourceId: '' } } })).toEqual({
      ...{ callId: 'b', contactId: 'c', phone: '+1415' },
    });
    expect(lookupQuestionFrom({})).toEqual({});
  });

  it('is a cursor of this very list or refused as a wrong field', () => {
    const parts = { fixed: { pk: 'OPP#a#b' }, given: ['sk'] };
    const whole = fc.string({ minLength: 1, unit: 'binary' });
    fc.assert(
      fc.property(whole, (sk) => {
        const key = { pk: 'OPP#a#b', sk: sk.toWellFormed() };
        expect(decodeCursor(encodeCursor(key), parts)).toEqual(key);
      }),
    );
    const forged = fc.oneof(
      fc.string(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
    );
    fc.assert(
      fc.property(forged, (cursor) => {
        try {
          decodeCursor(cursor, parts);
          expect.unreachable();
        } catch (error) {
          expect(error).toBeInstanceOf(CtiError);
        }
      }),
    );
    expect(decodeCursor(undefined, parts)).toBeUndefined();
  });
});
