import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamodbCrmRecords } from '#adapters/dynamodb-crm-records.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { dynamodbPersonalData } from '#adapters/dynamodb-personal-data.ts';
import { RECORD_CLAIM_PATIENCE } from '#core/policy.ts';
import { callRequested } from '../support/call-requested.ts';
import { startTestTable, type TestTable } from '../support/test-table.ts';

let test: TestTable;
let now: number;
let count = 0;
let key: { sourceId: string; opportunityId: string };
beforeAll(async () => {
  test = await startTestTable();
});
afterAll(() => test.stop());
beforeEach(() => {
  now = Date.parse('2026-11-24T10:00:00Z');
  count += 1;
  key = { sourceId: 'demo-crm', opportunityId: `opp-${count}` };
});
const records = () => dynamodbCrmRecords(test.table, { now: () => new Date(now) });

describe('the CRM’s record of a call', () => {
  it('is made by one of many who come at once', async () => {
    const claims = await Promise.all(Array.from({ length: 8 }, () => records().claim(key, 'call-1')));
    expect(claims.filter(({ outcome }) => outcome === 'claimed')).toHaveLength(1);
    expect(claims.filter(({ outcome }) => outcome === 'busy')).toHaveLength(7);
  });

  it('is known to everybody once its maker has said so', async () => {
    await records().claim(key, 'call-1');
    await records().remember(key, 'call-1', 'crm-77');
    expect(await records().claim(key, 'call-1')).toEqual({ outcome: 'known', recordId: 'crm-77' });
  });

  it('is unproven until it has been looked at, when somebody has named it', async () => {
    await records().remember(key, 'call-1', 'crm-81', { isUnproven: true });
    expect(await records().claim(key, 'call-1')).toEqual({ outcome: 'known', recordId: 'crm-81', isUnproven: true });
    await records().remember(key, 'call-1', 'crm-81');
    expect(await records().claim(key, 'call-1')).toEqual({ outcome: 'known', recordId: 'crm-81' });
  });

  it('is looked for by one when its maker has been silent for too long', async () => {
    await records().claim(key, 'call-1');
    now += RECORD_CLAIM_PATIENCE;
    const claims = await Promise.all([records().claim(key, 'call-1'), records().claim(key, 'call-1')]);
    expect(claims.map(({ outcome }) => outcome).sort()).toEqual(['busy', 'stale']);
  });

  it('may be made by another when nothing was made, but not when it was', async () => {
    await records().claim(key, 'call-1');
    await records().release(key, 'call-1');
    expect(await records().claim(key, 'call-1')).toEqual({ outcome: 'claimed' });
    await records().remember(key, 'call-1', 'crm-78');
    await records().release(key, 'call-1');
    expect((await records().claim(key, 'call-1')).outcome).toBe('known');
  });

  it('is made anew when the CRM has it no more, and only then', async () => {
    await records().remember(key, 'call-1', 'crm-80');
    await records().forget(key, 'call-1', 'another');
    expect(await records().claim(key, 'call-1')).toEqual({ outcome: 'known', recordId: 'crm-80' });
    await records().forget(key, 'call-1', 'crm-80');
    expect(await records().claim(key, 'call-1')).toEqual({ outcome: 'claimed' });
  });

  it('is found by the CRM’s id too', async () => {
    await records().claim(key, 'contact:new-1');
    await records().remember(key, 'contact:new-1', 'crm-79');
    await records().claim(key, 'call-1');
    expect(await records().subjects(key)).toEqual(new Map([['crm-79', 'contact:new-1']]));
  });

  it('goes with its opportunity, and is not read with it', async () => {
    const store = dynamodbOpportunityStore(test.table);
    await store.project(key, callRequested().data, new Date(now).toISOString());
    await records().claim(key, 'call-1');
    await records().remember(key, 'call-1', 'crm-77');
    expect(JSON.stringify(await store.loadContext(key))).not.toContain('crm-77');
    const held = dynamodbPersonalData(test.table);
    for await (const page of held.ofOpportunity(key)) {
      for (const item of page) await held.remove(item, new Date(now).toISOString());
    }
    expect((await records().claim(key, 'call-1')).outcome).toBe('claimed');
  });
});
