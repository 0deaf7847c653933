import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { documentItemKey } from '#adapters/dynamodb-keys.ts';
import { MAX_FILE_VERSIONS } from '#core/policy.ts';
import { AT, document, later } from '../support/opportunities.ts';
import { key, load, project, stores, test, useStores } from '../support/stores.ts';

useStores();

describe('a document', () => {
  it('becomes ready once, keeps state and pins through copies of the CRM', async () => {
    await project();
    const file = { id: 'f-1', bytes: 1_234, contentType: 'application/pdf' };
    const ready = { document: { state: 'ready', version: 2, fileVersion: 1 }, dropped: [] };
    expect(await stores.documents.markReady(key, 'd-1', file, later(1))).toMatchObject(ready);
    expect(await stores.documents.markReady(key, 'd-1', file, later(2))).toMatchObject(ready);
    await stores.documents.edit(key, 'd-1', 2, { pinned: true, tags: ['price'] }, 'ana', later(3));
    await project(later(4), { documents: [document('d-1', { title: 'Proposal v4', url: 'https://crm.example/d-1' })] });
    expect((await load()).documents).toMatchObject([
      { title: 'Proposal v4', state: 'ready', bytes: 1_234, pinned: true, tags: ['price'], version: 4 },
    ]);
  });

  it('that failed says why, and a later success wins; a failure after success leaves it as it was, with the reason', async () => {
    await project();
    await stores.documents.markFailed(key, 'd-1', { reason: 'http-error', httpStatus: 403 }, later(1));
    const failed = { state: 'failed', reason: 'http-error', httpStatus: 403 };
    expect(await stores.documents.get(key, 'd-1')).toMatchObject(failed);
    await stores.documents.markReady(key, 'd-1', { id: 'f', bytes: 1, contentType: 'text/plain' }, later(2));
    const ready = await stores.documents.get(key, 'd-1');
    expect(ready).toMatchObject({ state: 'ready', contentType: 'text/plain', addedBy: undefined });
    expect([ready?.reason, ready?.httpStatus]).toEqual([undefined, undefined]);
    await stores.documents.markFailed(key, 'd-1', { reason: 'unreachable' }, later(3));
    const shown = { state: 'ready', bytes: 1, reason: 'unreachable', current: { id: 'f' } };
    expect(await stores.documents.get(key, 'd-1')).toMatchObject(shown);
    expect(await stores.documents.markFetching(key, 'd-1', later(4))).toMatchObject({ state: 'ready' });
    expect(await stores.documents.get(key, 'd-1')).not.toHaveProperty('reason');
    expect(
      await stores.documents.markReady(key, 'd-9', { id: 'f', bytes: 1, contentType: 'text/plain' }, AT),
    ).toBeUndefined();
  });

  it('that an agent removed stays away until the CRM has another one under its id', async () => {
    await project();
    const removed = await stores.documents.remove(key, 'd-1', 1, later(1));
    expect(removed).toMatchObject({ outcome: 'done', value: { title: 'Document d-1', state: 'fetching' } });
    await project(later(2));
    expect((await load()).documents).toEqual([]);
    expect(
      await stores.documents.markReady(key, 'd-1', { id: 'f', bytes: 1, contentType: 'text/plain' }, AT),
    ).toBeUndefined();
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

  it('keeps its newest files, each once, of any number that arrive at the same time', async () => {
    await project();
    const file = (id: string) => ({ id, bytes: 1, contentType: 'text/plain', by: 'ana', fileName: `${id}.txt` });
    const first = ['f-1', 'f-2', 'f-3', 'f-2'];
    await Promise.all(first.map((id) => stores.documents.markReady(key, 'd-1', file(id), later(1))));
    const together = await stores.documents.get(key, 'd-1');
    expect(together?.files.map(({ id }) => id).toSorted()).toEqual(['f-1', 'f-2', 'f-3']);
    expect(together?.files.map(({ number }) => number)).toEqual([1, 2, 3]);
    for (let number = 4; number <= MAX_FILE_VERSIONS; number += 1) {
      const ready = await stores.documents.markReady(key, 'd-1', file(`f-${number}`), later(number));
      expect(ready?.dropped).toEqual([]);
    }
    const last = await stores.documents.markReady(key, 'd-1', file('last'), later(99));
    expect(last?.dropped).toEqual([together?.files[0]]);
    expect(last?.document).toMatchObject({ fileVersion: MAX_FILE_VERSIONS + 1, fileName: 'last.txt' });
    expect(last?.document.fileVersions).toHaveLength(MAX_FILE_VERSIONS);
    expect(last?.document.fileVersions?.[0]).toEqual({
      ...{ number: MAX_FILE_VERSIONS + 1, at: later(99), by: 'ana', bytes: 1 },
      ...{ contentType: 'text/plain', fileName: 'last.txt' },
    });
  });

  it('of an earlier release keeps the file it has when another one comes', async () => {
    await project();
    const { table } = test;
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: documentItemKey(key, 'd-1'),
        UpdateExpression: 'SET #state = :ready, bytes = :bytes',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':ready': 'ready', ':bytes': 7 },
      }),
    );
    expect(await stores.documents.get(key, 'd-1')).toMatchObject({ fileVersion: 1, current: { id: '', bytes: 7 } });
    await stores.documents.markReady(key, 'd-1', { id: 'f-2', bytes: 8, contentType: 'text/plain' }, later(2));
    expect(await stores.documents.get(key, 'd-1')).toMatchObject({ files: [{ id: '' }, { id: 'f-2', number: 2 }] });
  });
});
