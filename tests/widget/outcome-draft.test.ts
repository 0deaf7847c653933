import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  draftedCalls,
  draftFrom,
  EMPTY_DRAFT,
  KEEP_DRAFTS_MS,
  outcomeFrom,
  parseDraft,
  readDraft,
  writeDraft,
} from '../../ccp-widget/src/outcome/outcome-draft.ts';
import { memoryStorage } from './harness/memory-storage.ts';

describe('a draft on this computer', () => {
  it('comes back as it was written, whatever was typed', () => {
    const draft = fc.record({
      disposition: fc.string({ unit: 'binary' }),
      notes: fc.string({ unit: 'binary', maxLength: 200 }),
      followUp: fc.constantFrom('', '2026-12-01T09:30'),
      changedAt: fc.nat(),
      unsaved: fc.boolean(),
    });
    fc.assert(
      fc.property(draft, (value) => {
        expect(parseDraft(JSON.stringify(value))).toEqual(value);
      }),
    );
  });

  it('is nothing when something else stands in its place', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const parsed = parseDraft(text);
        if (parsed) expect(typeof parsed.notes).toBe('string');
      }),
    );
    expect(parseDraft('{"disposition":1,"notes":"","followUp":"","changedAt":0,"unsaved":false}')).toBeUndefined();
    expect(parseDraft('null')).toBeUndefined();
  });

  it('keeps the follow-up at the same moment through the form and back', () => {
    const saved = { disposition: 'follow-up', notes: '', savedAt: '2026-11-24T12:00:00Z', savedBy: 'ana' };
    const at = '2026-12-01T08:30:00.000Z';
    expect(outcomeFrom(draftFrom({ ...saved, followUpAt: at })).followUpAt).toBe(at);
    expect(outcomeFrom(draftFrom(saved)).followUpAt).toBeNull();
  });

  it('is forgotten after a week', () => {
    const storage = memoryStorage();
    const now = 1_000_000_000_000;
    writeDraft(storage, 'old', { ...EMPTY_DRAFT, notes: 'x', changedAt: now - KEEP_DRAFTS_MS });
    writeDraft(storage, 'new', { ...EMPTY_DRAFT, notes: 'y', changedAt: now - 1 });
    storage.setItem('somebody-else', 'untouched');
    expect(draftedCalls(storage, now)).toEqual(['new']);
    expect(readDraft(storage, 'old')).toBeUndefined();
    expect(storage.getItem('somebody-else')).toBe('untouched');
  });
});
