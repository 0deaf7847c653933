import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areRelated } from '../../ccp-widget/src/state/are-related.ts';
import { lastCalls } from '../../ccp-widget/src/state/last-calls.ts';
import { decides, type Relationship, relationshipsOf } from '../../ccp-widget/src/state/relationships.ts';
import type { ContactView } from '../../functions/core/contracts/opportunity-context.ts';
import { sampleCall, sampleDeal } from './harness/sample-deal.ts';

const person = (id: string, reportsTo?: string): ContactView => ({
  ...{ id, name: id, phones: [], group: 'stakeholder', primary: false, doNotCall: false, attributes: {}, version: 1 },
  ...{ updatedAt: '2026-11-24T12:00:00Z', updatedBy: 'crm' },
  ...(reportsTo === undefined ? {} : { reportsTo }),
});
const drawn = (relationships: readonly Relationship[]): string =>
  relationships.map(({ contact, reports }) => contact.id + (reports.length > 0 ? `(${drawn(reports)})` : '')).join(' ');

describe('who reports to whom', () => {
  it('stands under whom they report to, the largest branch first', () => {
    expect(drawn(relationshipsOf(sampleDeal().contacts))).toBe('c-2(c-1(c-3)) c-4');
  });

  it('bears a manager that nobody knows, and people who report to themselves or in a circle', () => {
    expect(drawn(relationshipsOf([person('a', 'gone'), person('b', 'b')]))).toBe('a b');
    expect(drawn(relationshipsOf([person('a', 'c'), person('b', 'a'), person('c', 'b'), person('d', 'c')]))).toBe(
      'a(b(c(d)))',
    );
    expect(areRelated([person('a', 'gone'), person('b', 'b')])).toBe(false);
    expect(areRelated([person('a', 'b'), person('b')])).toBe(true);
  });

  it('shows everybody exactly once, whatever the CRM says', () => {
    const ids = fc.integer({ min: 0, max: 30 }).map(String);
    const people = fc.uniqueArray(fc.tuple(ids, fc.option(ids, { nil: undefined })), { selector: ([id]) => id });
    fc.assert(
      fc.property(people, (pairs) => {
        const contacts = pairs.map(([id, reportsTo]) => person(id, reportsTo));
        const shown = drawn(relationshipsOf(contacts)).match(/\d+/g) ?? [];
        expect(shown.toSorted()).toEqual(contacts.map(({ id }) => id).toSorted());
      }),
    );
  });

  it('marks who decides', () => {
    expect(['Decision maker', 'economic Buyer', 'Entscheiderin'].every((role) => decides({ role }))).toBe(true);
    expect(['Champion', ''].some((role) => decides({ role }))).toBe(false);
    expect(decides({})).toBe(false);
  });
});

describe('the last call with a person', () => {
  it('is the newest that is over', () => {
    const calls = [
      sampleCall({ callId: 'now', state: 'with_agent' }),
      sampleCall({ callId: 'old', state: 'completed', requestedAt: '2026-01-01T00:00:00Z' }),
      sampleCall({ callId: 'new', state: 'failed', reason: 'busy', requestedAt: '2026-02-01T00:00:00Z' }),
      sampleCall({ callId: 'other', state: 'completed', contactId: 'c-3' }),
    ];
    const last = lastCalls(calls);
    expect([...last].map(([contact, { callId }]) => [contact, callId])).toEqual([
      ['c-1', 'new'],
      ['c-3', 'other'],
    ]);
  });
});
