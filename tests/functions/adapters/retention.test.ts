/** What is kept for a limited time says until when, at each write; what has expired is not shown while DynamoDB still has it. */
import { describe, expect, it } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import type { StoredCall } from '#core/ports/call-store.ts';
import { AT, document, later, opportunity } from '../support/opportunities.ts';
import { dana, key, matches, PHONE, project, stores, test, useStores } from '../support/stores.ts';
import { itemsOf } from '../support/table-dump.ts';

useStores();

const DAY = 86_400;
const NOW = new Date().toISOString();
const itemsHere = async () =>
  (await itemsOf(test.table)).filter(({ pk }) => String(pk).startsWith(`OPP#${key.sourceId}#`));
const daysLeft = async (prefix: string, since = NOW) => {
  const items = (await itemsHere()).filter(({ sk }) => String(sk).startsWith(prefix));
  return items.map(({ expiresAt }) => Math.round((Number(expiresAt) - Date.parse(since) / 1_000) / DAY));
};

const call = (changes: Partial<StoredCall> = {}): StoredCall => ({
  ...{ ...key, callId: `call-of-${key.sourceId}`, direction: 'outbound', state: 'requested', requestedAt: NOW },
  ...{ connectContactId: `cc-of-${key.sourceId}`, agentUsername: key.sourceId, history: [], version: 0, ...changes },
});
const write = (stored: StoredCall) => dynamodbCallStore(test.table).change(stored, stored, (one) => one);

describe('what is written', () => {
  it('is kept for the time of its kind', async () => {
    await project(NOW);
    await write(call());
    const line = { at: NOW, by: 'ana', type: 'contact.added', subjectId: 'c-1', subjectName: 'Dana' } as const;
    await stores.activity.record(key, line, 'c-1');
    for (const prefix of ['OPPORTUNITY', 'CONTACT#', 'PHONE#', 'DOCUMENT#', 'CALL#', 'ACTIVITY#']) {
      expect([prefix, await daysLeft(prefix)]).toEqual([prefix, [730]]);
    }
  });

  it('as a call that is planned is kept from when it is due', async () => {
    const dueAt = new Date(Date.parse(NOW) + 100 * DAY * 1_000).toISOString();
    await write(call({ state: 'scheduled', dueAt }));
    expect(await daysLeft('CALL#')).toEqual([830]);
  });

  it('as people is kept longer by every word of the source, an unchanged one too, without a new version', async () => {
    const monthAgo = new Date(Date.parse(NOW) - 30 * DAY * 1_000).toISOString();
    await project(monthAgo);
    expect(await daysLeft('CONTACT#')).toEqual([700]);
    await project(NOW);
    expect([await daysLeft('CONTACT#'), await daysLeft('PHONE#')]).toEqual([[730], [730]]);
    expect((await stores.contacts.get(key, 'c-1'))?.version).toBe(1);
    const { operations } = await test.measure(() => project(NOW));
    expect(operations.filter((name) => name === 'UpdateItem')).toHaveLength(4);
  });

  it('as a document is kept from when its bytes came, whatever is said of it later', async () => {
    await project(new Date(Date.parse(NOW) - 20 * DAY * 1_000).toISOString());
    expect(await daysLeft('DOCUMENT#')).toEqual([710]);
    await stores.documents.markReady(key, 'd-1', { id: 'f', bytes: 4, contentType: 'application/pdf' }, NOW);
    expect(await daysLeft('DOCUMENT#')).toEqual([730]);
    await project(later(60 * 24 * 400), { documents: [document('d-1', { title: 'Renamed' })] });
    expect(await daysLeft('DOCUMENT#')).toEqual([730]);
  });

  it('is kept for ever when the configuration says so', async () => {
    const { retention } = test.table;
    Object.assign(test.table, { retention: { opportunities: null, calls: null, documents: null } });
    try {
      await project(NOW);
      await write(call());
      expect((await itemsHere()).filter((item) => 'expiresAt' in item)).toEqual([]);
    } finally {
      Object.assign(test.table, { retention });
    }
  });
});

describe('what has expired and is not removed yet', () => {
  const YEARS_AGO = '2020-01-01T00:00:00.000Z';

  it('is in no answer, and back when the source speaks of it again', async () => {
    await project(YEARS_AGO);
    await write(call({ requestedAt: YEARS_AGO }));
    expect((await itemsHere()).length).toBe(5);
    expect(await stores.opportunities.loadContext(key)).toBeUndefined();
    expect(await stores.opportunities.getOpportunity(key)).toBeUndefined();
    expect(await stores.opportunities.findByName(key.sourceId, opportunity().name)).toEqual([]);
    expect(await matches(PHONE)).toEqual([]);
    expect(await stores.contacts.get(key, dana.id)).toBeUndefined();
    expect(await stores.documents.get(key, 'd-1')).toBeUndefined();
    const calls = dynamodbCallStore(test.table);
    expect(await calls.get(call())).toBeUndefined();
    expect(await calls.find(call().callId)).toBeUndefined();
    expect(await calls.findByConnectContact(`cc-of-${key.sourceId}`)).toBeUndefined();
    expect((await calls.listByAgent(key.sourceId)).calls).toEqual([]);
    expect(await calls.listByOpportunity(key)).toEqual([]);

    await project(AT < NOW ? NOW : AT);
    expect((await stores.opportunities.loadContext(key))?.contacts.map(({ id }) => id)).toEqual([dana.id]);
  });
});
