import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  append,
  contested,
  discarded,
  KEEP_EDITS_MS,
  keptMine,
  nextOf,
  type Queue,
  sent,
  stuck,
  young,
} from '../../../ccp-widget/src/outbox/queue.ts';
import type { WaitingEdit } from '../../../ccp-widget/src/outbox/waiting-edit.ts';

const key = { sourceId: 'demo-crm', opportunityId: 'opp-1' };
const edit = (uid: string, id: string, part: Partial<WaitingEdit> = {}): WaitingEdit => ({
  work: { kind: 'edit-contact', id, body: { role: uid }, before: { role: null } },
  ...{ key, name: id, version: 3, uid, owner: 'ana', at: 0 },
  ...part,
});
const conflict = { name: 'conflict', theirs: { role: 'Legal' }, version: 5 } as const;
const queued = (...edits: readonly WaitingEdit[]): Queue => edits.reduce<Queue>(append, []);

describe('edits that wait', () => {
  it('go in the order in which they were made', () => {
    let queue = queued(edit('1', 'dana'), edit('2', 'ingrid'), edit('3', 'dana'));
    const order: string[] = [];
    for (let next = nextOf(queue, 'ana'); next; next = nextOf(queue, 'ana')) {
      order.push(next.uid);
      queue = sent(queue, next.uid, 4);
    }
    expect(order).toEqual(['1', '2', '3']);
  });

  it('of the same record wait behind a conflict; other records go on', () => {
    const queue = stuck(queued(edit('1', 'dana'), edit('2', 'dana'), edit('3', 'ingrid')), '1', conflict);
    expect(nextOf(queue, 'ana')?.uid).toBe('3');
    expect(nextOf(sent(queue, '3', 4), 'ana')).toBeUndefined();
    const [again] = keptMine(queue, '1');
    expect(again).toMatchObject({ version: 5, work: { before: { role: 'Legal' } } });
    expect(again).not.toHaveProperty('stuck');
  });

  it('made on top of one that is sent go on from its version; those that have seen another one do not', () => {
    const queue = queued(edit('1', 'dana'), edit('2', 'dana'), edit('3', 'dana', { version: 7 }), edit('4', 'ingrid'));
    expect(sent(queue, '1', 4).map(({ version }) => version)).toEqual([4, 7, 3]);
    expect(sent(queue, '1', undefined).map(({ version }) => version)).toEqual([3, 7, 3]);
  });

  it('are only the newest, where a record is saved as a whole', () => {
    const outcome = (uid: string, owner = 'ana') =>
      edit(uid, 'call-1', {
        owner,
        work: { kind: 'outcome', id: 'call-1', body: { disposition: 'connected', notes: uid, followUpAt: null } },
      });
    const queue = queued(outcome('1'), edit('2', 'dana'), outcome('3'), outcome('4', 'ben'));
    expect(queue.map(({ uid }) => uid)).toEqual(['3', '2', '4']);
    // The answer to the one that was on its way does not take the newer one along.
    expect(sent(queue, '1', undefined)).toBe(queue);
  });

  it('of a person who is not added after all are gone with the person', () => {
    const added = edit('1', 'new', {
      work: { kind: 'add-contact', id: 'new', body: { name: 'Lee' } as never },
      version: 0,
    });
    expect(discarded(queued(added, edit('2', 'new'), edit('3', 'dana')), '1').map(({ uid }) => uid)).toEqual(['3']);
    expect(discarded(queued(edit('1', 'dana'), edit('2', 'dana')), '1').map(({ uid }) => uid)).toEqual(['2']);
  });

  it('are sent under their own agent’s sign-in only', () => {
    const queue = queued(edit('1', 'dana', { owner: 'ben' }), edit('2', 'dana'));
    expect(nextOf(queue, 'ana')?.uid).toBe('2');
    expect(nextOf(queue, 'ben')?.uid).toBe('1');
  });

  it('are forgotten after thirty days', () => {
    const queue = queued(edit('1', 'dana'), edit('2', 'dana', { at: 1 }));
    expect(young(queue, KEEP_EDITS_MS).map(({ uid }) => uid)).toEqual(['2']);
  });

  it('conflict exactly where somebody else has changed a field of mine to something else', () => {
    const value = fc.constantFrom('Champion', 'Sponsor', 'Legal', null);
    fc.assert(
      fc.property(fc.record({ role: value, title: value }), value, value, (current, before, mine) => {
        const theirs = contested({ role: mine }, { role: before }, current);
        const isTheirs = current.role !== before && current.role !== mine;
        expect(theirs).toEqual(isTheirs ? { role: current.role } : {});
      }),
    );
  });
});
