import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showWaiting, withoutEdit, withWaiting } from '../../../ccp-widget/src/outbox/overlay.ts';
import { beforeOf, type EditWork, type WaitingEdit } from '../../../ccp-widget/src/outbox/waiting-edit.ts';
import { INITIAL_STATE } from '../../../ccp-widget/src/state/desktop-state.ts';
import { sampleDeal } from '../harness/sample-deal.ts';

const key = { sourceId: 'demo-crm', opportunityId: 'opp/1001' };
const waiting = (work: EditWork, part: Partial<WaitingEdit> = {}): WaitingEdit => ({
  ...{ work, key, name: '', version: 1, uid: JSON.stringify(work), owner: '', at: 0 },
  ...part,
});
const role = (id: string, value: string | null): EditWork => {
  const body = { role: value };
  const record = sampleDeal().contacts.find((one) => one.id === id) ?? {};
  return { kind: 'edit-contact', id, body, before: beforeOf(body, record) };
};
const roleOf = (deal: ReturnType<typeof sampleDeal>, id: string) => deal.contacts.find((one) => one.id === id)?.role;

describe('the opportunity with what waits', () => {
  const deal = sampleDeal();

  it('shows edits, additions and removals as they were made', () => {
    const shown = withWaiting(deal, [
      waiting(role('c-1', 'Sponsor')),
      waiting({ kind: 'add-contact', id: 'new', body: { name: 'Lee Chen', group: 'team', phones: [] } as never }),
      waiting({ kind: 'remove-contact', id: 'c-2', before: {} }),
      waiting({ kind: 'edit-document', id: 'd-1', body: { pinned: false }, before: { pinned: true } }),
    ]);
    expect(roleOf(shown, 'c-1')).toBe('Sponsor');
    expect(shown.contacts.map(({ id }) => id)).toEqual([
      ...deal.contacts.map(({ id }) => id).filter((id) => id !== 'c-2'),
      'new',
    ]);
    expect(shown.documents.find(({ id }) => id === 'd-1')?.pinned).toBe(false);
  });

  it('is the same object when it is shown already, however often it is asked', () => {
    const value = fc.option(fc.constantFrom('Sponsor', 'Legal', 'User'));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('c-1', 'c-2', 'nobody'), value), { maxLength: 6 }), (edits) => {
        const queue = edits.map(([id, text]) => waiting(role(id, text)));
        const shown = withWaiting(deal, queue);
        expect(withWaiting(shown, queue)).toBe(shown);
        for (const id of ['c-1', 'c-2']) {
          const last = edits.findLast(([one]) => one === id);
          expect(roleOf(shown, id)).toBe(last ? (last[1] ?? undefined) : roleOf(deal, id));
        }
      }),
    );
  });

  it('shows what everybody sees as long as the agent has to decide', () => {
    const stuck = { name: 'conflict', theirs: { role: 'Legal' }, version: 2 } as const;
    const queue = [waiting(role('c-1', 'Sponsor'), { stuck }), waiting(role('c-1', 'User'))];
    expect(withWaiting(deal, queue)).toBe(deal);
  });

  it('takes back a discarded edit, but nothing that has come since', () => {
    const work = role('c-1', 'Sponsor');
    const shown = withWaiting(deal, [waiting(work)]);
    expect(roleOf(withoutEdit(shown, work), 'c-1')).toBe(roleOf(deal, 'c-1'));
    const newer = withWaiting(shown, [waiting(role('c-1', 'Legal'))]);
    expect(roleOf(withoutEdit(newer, work), 'c-1')).toBe('Legal');
  });

  it('belongs to its own opportunity only', () => {
    const contexts = {
      'demo-crm/opp%2F1001': { status: 'ready', context: deal },
      'demo-crm/opp-2': { status: 'ready', context: deal },
    } as const;
    const own = [waiting(role('c-1', 'Sponsor'))];
    const state = { ...INITIAL_STATE, contexts, waiting: { own, others: 0, failing: false, reachable: true } };
    const shown = showWaiting(state);
    expect(roleOf(shown.contexts['demo-crm/opp%2F1001']?.context ?? deal, 'c-1')).toBe('Sponsor');
    expect(shown.contexts['demo-crm/opp-2']?.context).toBe(deal);
    expect(showWaiting(shown)).toBe(shown);
  });
});
