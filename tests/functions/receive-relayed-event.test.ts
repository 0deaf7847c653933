import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { callIdOf } from '#core/ids.ts';
import { salesforceDemoId } from '../../local/crm/salesforce/salesforce-demo.ts';
import { sourcesFile } from './support/sources-file.ts';
import { startTestServices, type TestServices } from './support/test-services.ts';
import { startTestTable, type TestTable } from './support/test-table.ts';

const EVENT_SOURCE = 'aws.partner/salesforce.com/00DRM000000Fxts2AC/0YLRM0000004Dfg4AE';
const DEAL = salesforceDemoId('opp-1001');

let test: TestTable;
let services: TestServices;
let handle: typeof import('../../functions/receive-relayed-event/handler.ts').handler;

beforeAll(async () => {
  test = await startTestTable();
  services = await startTestServices(test);
  process.env.SOURCES_FILE = sourcesFile([
    {
      ...{ id: 'sf', kind: 'salesforce', apiUrl: 'https://x.my.salesforce.com', eventSources: [EVENT_SOURCE] },
      secretId: 'z',
    },
  ]);
  process.env.ERASURE_QUEUE_URL = process.env.READ_QUEUE_URL;
  handle = (await import('../../functions/receive-relayed-event/handler.ts')).handler;
});
afterAll(async () => {
  await services.stop();
  await test.stop();
});
beforeEach(() => services.reset());

const event = (payload: object, id = 'event-1', source = EVENT_SOURCE) => ({
  ...{ id, source, detail: { id: `uuid-of-${JSON.stringify(payload)}`, payload } },
});
const changed = (changeType: string) => ({
  ChangeEventHeader: {
    entityName: 'Opportunity',
    changeType,
    recordIds: [DEAL],
    transactionKey: 't',
    sequenceNumber: 1,
  },
});

describe('an event on a source’s partner event bus', () => {
  it('of a change has the opportunity read', async () => {
    await handle(event(changed('UPDATE')));
    expect(services.messages).toMatchObject([{ sourceId: 'sf', opportunityId: DEAL }]);
    expect(services.messages[0]).not.toHaveProperty('call');
  });

  it('of a call that is wanted puts it on record and has its opportunity read, once however often it is relayed', async () => {
    const wanted = { OpportunityId__c: DEAL, Agent__c: 'ana' };
    await handle(event(wanted, 'event-1'));
    await handle(event(wanted, 'event-2'));
    const [first, second] = services.messages as { requestId: string }[];
    expect(first).toMatchObject({ sourceId: 'sf', call: { agent: { username: 'ana' } } });
    expect(second?.requestId).toBe(first?.requestId);
    const callId = callIdOf('sf', first?.requestId ?? '');
    const call = await dynamodbCallStore(test.table).get({ sourceId: 'sf', opportunityId: DEAL, callId });
    expect(call).toMatchObject({ state: 'requested', agentUsername: 'ana', version: 1 });
  });

  it('of a deletion has the opportunity erased', async () => {
    await handle(event(changed('DELETE')));
    expect(services.messages).toMatchObject([{ sourceId: 'sf', opportunityId: DEAL }]);
    expect(services.messages[0]).toHaveProperty('markedAt');
  });

  it('that nobody can understand, or of another source, fails, so that it rests in the dead-letter queue', async () => {
    await expect(handle(event({ OpportunityId__c: 'no-id' }))).rejects.toThrow('could not be processed');
    await expect(handle(event(changed('UPDATE'), 'event-1', 'aws.s3'))).rejects.toThrow('could not be processed');
    expect(services.messages).toEqual([]);
  });

  it('is taken again from there', async () => {
    const replayed = {
      Records: [{ messageId: 'm', receiptHandle: 'r', body: JSON.stringify(event(changed('UPDATE'))), attributes: {} }],
    } as unknown as SQSEvent;
    expect(await handle(replayed)).toEqual({ batchItemFailures: [] });
    expect(services.messages).toHaveLength(1);
  });
});
