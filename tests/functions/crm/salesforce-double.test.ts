/** jsforce, the client that most who program against Salesforce use, takes the double for Salesforce. */
import fc from 'fast-check';
import { Connection } from 'jsforce';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { soql } from '#crm/salesforce/soql.ts';
import { salesforceDemoId } from '../../../local/crm/salesforce/salesforce-demo.ts';
import { SalesforceDouble } from '../../../local/crm/salesforce/salesforce-double.ts';
import { runSoql } from '../../../local/crm/salesforce/soql-engine.ts';
import { type ServedDouble, serveDouble } from './support/crm-under-test.ts';

describe('Salesforce’s double, for jsforce', () => {
  let double: SalesforceDouble;
  let served: ServedDouble;
  let connection: Connection;
  beforeEach(async () => {
    double = new SalesforceDouble({
      ...{ clientId: 'app', clientSecret: 'secret', fileOf: async () => new Uint8Array(1) },
    });
    served = await serveDouble(double);
    const oauth2 = { clientId: 'app', clientSecret: 'secret', loginUrl: served.origin };
    connection = new Connection({ version: '62.0', oauth2, instanceUrl: served.origin });
    await connection.authorize({ grant_type: 'client_credentials' });
  });
  afterEach(() => served.stop());

  it('gives records by query, page by page, and by id', async () => {
    const first = await connection.query('SELECT Id, LastName FROM Contact');
    expect(first.done).toBe(false);
    const all = await connection.query('SELECT Id, LastName FROM Contact', { autoFetch: true, maxFetch: 100 });
    expect(all.records.length).toBe(first.totalSize);
    expect(all.records.length).toBeGreaterThan(first.records.length);
    const dana = await connection.sobject('Contact').retrieve(salesforceDemoId('c-1'));
    expect(dana).toMatchObject({ LastName: 'Reyes' });
  });

  it('makes one task by an external id, and changes it', async () => {
    const task = { ConnectCallId__c: 'call-1', Subject: 'Call', Status: 'Completed', TaskSubtype: 'Call' };
    const made = await connection.sobject('Task').upsert(task, 'ConnectCallId__c');
    expect(made).toMatchObject({ success: true });
    const { TaskSubtype: _, ...change } = { ...task, Subject: 'Call to Dana' };
    await connection.sobject('Task').upsert(change, 'ConnectCallId__c');
    expect(double.loggedCalls()).toHaveLength(1);
    await expect(connection.sobject('Task').upsert(task, 'ConnectCallId__c')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    });
  });

  it.each([
    ['MALFORMED_QUERY', 'SELECT FROM Contact'],
    ['INVALID_FIELD', 'SELECT Nothing FROM Contact'],
    ['INVALID_TYPE', 'SELECT Id FROM Nothing'],
    ['MALFORMED_QUERY', 'SELECT ContentDocumentId FROM ContentDocumentLink'],
  ])('refuses with %s: %s', async (errorCode, query) => {
    await expect(connection.query(query)).rejects.toMatchObject({ errorCode });
  });

  it('does many requests in one, or none of them', async () => {
    const base = '/services/data/v62.0';
    const compositeRequest = [
      { method: 'POST', url: `${base}/sobjects/Contact`, referenceId: 'person', body: { LastName: 'Lee' } },
      {
        ...{ method: 'POST', url: `${base}/sobjects/OpportunityContactRole`, referenceId: 'role' },
        body: { ContactId: '@{person.id}', OpportunityId: salesforceDemoId('opp-9999') },
      },
    ];
    const answer = await connection.requestPost<{ compositeResponse: { httpStatusCode: number }[] }>(
      `${base}/composite`,
      { allOrNone: true, compositeRequest },
    );
    expect(answer.compositeResponse.map(({ httpStatusCode }) => httpStatusCode)).toEqual([400, 400]);
    expect((await connection.query("SELECT Id FROM Contact WHERE LastName = 'Lee'")).totalSize).toBe(0);
  });
});

describe('SOQL', () => {
  it('means with a value in it what jsforce’s means', async () => {
    const connection = new Connection({ instanceUrl: 'http://nowhere.example', accessToken: 'none' });
    const sobject = connection.sobject('T');
    // Without backslashes, which jsforce 3.10 does not escape: after one its text does not end where it should.
    const text = fc.string({ unit: fc.constantFrom("'", 'a', ' ', '%', '_') });
    await fc.assert(
      fc.asyncProperty(text, text, async (value, other) => {
        const tables = { T: { fields: ['Id', 'F'], rows: [value, other].map((F) => ({ Id: F, F })) } };
        const theirs = await sobject.find({ F: value }, ['Id']).toSOQL();
        expect(runSoql(soql`SELECT Id FROM T WHERE F = ${value}`, tables)).toEqual(runSoql(theirs, tables));
      }),
    );
  });
});
