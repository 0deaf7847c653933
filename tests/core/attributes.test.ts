import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callAttributes, cutText } from '../../functions/core/attributes.ts';
import { callRequested } from '../functions/support/call-requested.ts';

const bytesOf = (attributes: Record<string, string>): number =>
  Object.entries(attributes).reduce((bytes, pair) => bytes + Buffer.byteLength(pair.join('')), 0);
const attributesOf = (own: Record<string, string | number | boolean>) => {
  const { data: message } = callRequested();
  const opportunity = { ...message.opportunity, attributes: own };
  return callAttributes({ callId: 'call-1', sourceId: 'demo-crm', message: { ...message, opportunity } });
};
const ownAttributes = fc.dictionary(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.oneof(fc.string({ unit: 'grapheme', maxLength: 4_000 }), fc.double(), fc.boolean()),
  { maxKeys: 40 },
);

describe('the attributes of a call', () => {
  it('come ids first, then what is shown, then the opportunity’s own', () => {
    expect(Object.keys(attributesOf({ industry: 'Logistics' }))).toEqual([
      ...['callId', 'sourceId', 'opportunityId', 'contactId', 'agentUsername', 'ownerUsername', 'schemaVersion'],
      ...['opportunityName', 'stage', 'amount', 'currency', 'contactName', 'contactRole', 'contactTitle'],
      'opp_industry',
    ]);
    const { data } = callRequested();
    const message = { ...data, call: { ...data.call, topic: 'Lot 2' } };
    const told = callAttributes({ callId: 'call-1', sourceId: 'demo-crm', message });
    expect(told.callTopic).toBe('Lot 2');
    expect(Object.keys(told).indexOf('callTopic')).toBe(Object.keys(told).indexOf('contactTitle') + 1);
  });

  it('never exceed 32,768 bytes or the key charset, keep every id, and count what is missing', () => {
    fc.assert(
      fc.property(ownAttributes, fc.integer({ min: 0, max: 40_000 }), (own, size) => {
        const wanted = { ...own, big: 'ü'.repeat(size) };
        const attributes = attributesOf(wanted);
        expect(bytesOf(attributes)).toBeLessThanOrEqual(32_768);
        for (const key of Object.keys(attributes)) expect(key).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(attributes).toMatchObject({ callId: 'call-1', sourceId: 'demo-crm', schemaVersion: '1' });
        const kept = Object.keys(attributes).filter((key) => key.startsWith('opp_')).length;
        const dropped = Object.keys(wanted).length - kept;
        expect(attributes.attributesDropped).toBe(dropped === 0 ? undefined : String(dropped));
      }),
      { numRuns: 50 },
    );
  });

  it('waste no more than the digits of the count, and never take one byte more, wherever the end falls', () => {
    const sizes = Array.from({ length: 400 }, (_, index) => 32_400 - 300 + index);
    const totals = sizes.map((size) => bytesOf(attributesOf({ big: 'x'.repeat(size), small: 'y', tail: 'z' })));
    expect(Math.max(...totals)).toBeLessThanOrEqual(32_768);
    expect(Math.max(...totals)).toBeGreaterThan(32_768 - 4);
  });

  it('drop 40 KB from the end and cut no value', () => {
    const own = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`field${index}`, 'x'.repeat(1_000)]));
    const attributes = attributesOf(own);
    const kept = Object.keys(attributes).filter((key) => key.startsWith('opp_'));
    expect(kept).toEqual(
      Object.keys(own)
        .slice(0, kept.length)
        .map((name) => `opp_${name}`),
    );
    expect(kept.every((key) => attributes[key]?.length === 1_000)).toBe(true);
    expect(bytesOf(attributes)).toBeGreaterThan(31_000);
  });

  it('keep two names apart that become the same key', () => {
    const { opp_a_b: first, opp_a_b_2: second, opp_a_b_3: third } = attributesOf({ 'a b': 1, 'a.b': 2, 'a/b': 3 });
    expect([first, second, third]).toEqual(['1', '2', '3']);
  });
});

describe('a text that is cut', () => {
  it('has at most the limit and never half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 0, max: 40 }), (text, limit) => {
        const cut = cutText(text, limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(text.startsWith(cut)).toBe(true);
        expect(cut.isWellFormed()).toBe(true);
        if (text.length <= limit) expect(cut).toBe(text);
      }),
    );
  });
});
