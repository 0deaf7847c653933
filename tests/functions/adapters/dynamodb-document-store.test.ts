import { describe, expect, it } from 'vitest';
import { AT, document, later } from '../support/opportunities.ts';
import { key, load, project, stores, useStores } from '../support/stores.ts';

useStores();

describe('a document', () => {
  it('becomes ready once, keeps state and pins through copies of the CRM', async () => {
    await project();
    const file = { bytes: 1_234, contentType: 'application/pdf' };
    expect(await stores.documents.markReady(key, 'd-1', file, later(1))).toMatchObject({ state: 'ready', version: 2 });
    expect(await stores.documents.markReady(key, 'd-1', file, later(2))).toMatchObject({ state: 'ready', version: 2 });
    await stores.documents.edit(key, 'd-1', 2, { pinned: true, tags: ['price'] }, 'ana', later(3));
    await project(later(4), { documents: [document('d-1', { title: 'Proposal v4', url: 'https://crm.example/d-1' })] });
    expect((await load()).documents).toMatchObject([
      { title: 'Proposal v4', state: 'ready', bytes: 1_234, pinned: true, tags: ['price'], version: 4 },
    ]);
  });

  it('that failed says why, and a later success wins; a failure after success does not', async () => {
    await project();
    await stores.documents.markFailed(key, 'd-1', 'too-large', later(1));
    expect(await stores.documents.get(key, 'd-1')).toMatchObject({ state: 'failed', reason: 'too-large' });
    await stores.documents.markReady(key, 'd-1', { bytes: 1, contentType: 'text/plain' }, later(2));
    await stores.documents.markFailed(key, 'd-1', 'unreachable', later(3));
    const ready = await stores.documents.get(key, 'd-1');
    expect(ready).toMatchObject({ state: 'ready', contentType: 'text/plain', addedBy: undefined });
    expect(ready).not.toHaveProperty('reason');
    expect(await stores.documents.markReady(key, 'd-9', { bytes: 1, contentType: 'text/plain' }, AT)).toBeUndefined();
  });

  it('that an agent removed stays away until the CRM has another one under its id', async () => {
    await project();
    const removed = await stores.documents.remove(key, 'd-1', 1, later(1));
    expect(removed).toMatchObject({ outcome: 'done', value: { title: 'Document d-1', state: 'fetching' } });
    await project(later(2));
    expect((await load()).documents).toEqual([]);
    expect(await stores.documents.markReady(key, 'd-1', { bytes: 1, contentType: 'text/plain' }, AT)).toBeUndefined();
    await project(later(3), { documents: [document('d-1', { title: 'Proposal v5' })] });
    expect((await load()).documents).toMatchObject([{ title: 'Proposal v5', state: 'awaiting-upload' }]);
  });

  it('of a stale version is neither edited nor removed', async () => {
    const added = await stores.documents.add(key, document('d-2', { category: 'Contract' }), 'ana', AT);
    expect(added).toMatchObject({
      outcome: 'done',
      value: { state: 'awaiting-upload', category: 'Contract', version: 1 },
    });
    expect(await stores.documents.get(key, 'd-2')).toMatchObject({ addedBy: 'ana' });
    await stores.documents.edit(key, 'd-2', 1, { title: 'Signed' }, 'ana', later(1));
    const current = { title: 'Signed', version: 2 };
    expect(await stores.documents.edit(key, 'd-2', 1, { title: 'x' }, 'ben', AT)).toMatchObject({
      outcome: 'conflict',
      current,
    });
    expect(await stores.documents.remove(key, 'd-2', 1, AT)).toMatchObject({ outcome: 'conflict', current });
    expect(await stores.documents.add(key, document('d-2'), 'ben', AT)).toMatchObject({ outcome: 'conflict', current });
    expect(await stores.documents.remove(key, 'd-9', 1, AT)).toEqual({ outcome: 'missing' });
  });
});
