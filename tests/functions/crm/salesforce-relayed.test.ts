import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { salesforceSourceSchema } from '#core/contracts/configuration.ts';
import { CtiError } from '#core/errors.ts';
import { relayedFrom } from '#crm/relayed.ts';
import { idIn, salesforceDemoId } from '../../../local/crm/salesforce/salesforce-demo.ts';

const EVENT_SOURCE = 'aws.partner/salesforce.com/00DRM000000Fxts2AC/0YLRM0000004Dfg4AE';
const source = v.parse(salesforceSourceSchema, {
  ...{ id: 'sf', kind: 'salesforce', apiUrl: 'https://x.my.salesforce.com', eventSources: [EVENT_SOURCE] },
});
const DEAL = salesforceDemoId('opp-1001');
const OTHER = salesforceDemoId('opp-1002');

const relayed = (payload: unknown, id = 'event-1', from = EVENT_SOURCE) =>
  relayedFrom({ id, source: from, detail: { id: 'uuid-1', schemaId: 'I8b-dYxvxs5wOtCBr4qsew', payload } }, [source]);
/** Change Data Capture Developer Guide, "ChangeEventHeader Fields". */
const change = (changeType: string, recordIds: readonly string[], entityName = 'Opportunity', fields = {}) => ({
  ...fields,
  ChangeEventHeader: {
    ...{ entityName, changeType, recordIds, changeOrigin: '', commitUser: '005RM000001hv4SYAQ', commitNumber: 1 },
    ...{
      transactionKey: '0005e192-9e62-2554-3880-3c3718bd6308',
      sequenceNumber: 1,
      commitTimestamp: 1_608_073_758_000,
    },
  },
});

describe('an event that Salesforce relays', () => {
  it.each(['CREATE', 'UPDATE', 'UNDELETE', 'GAP_UPDATE', 'GAP_CREATE'])(
    'about changed opportunities (%s) has them read',
    (type) => {
      const { sourceId, notices } = relayed(change(type, [DEAL, OTHER.slice(0, 15)]));
      expect(sourceId).toBe('sf');
      expect(notices).toMatchObject([{ read: { opportunityId: DEAL } }, { read: { opportunityId: OTHER } }]);
    },
  );

  it.each(['DELETE', 'GAP_DELETE'])('about deleted ones (%s) has them erased', (type) => {
    expect(relayed(change(type, [DEAL])).notices).toMatchObject([
      { message: { type: 'opportunity.deleted', data: { opportunity: { id: DEAL } } } },
    ]);
  });

  it('about an opportunity’s contact roles or files has it read, as far as it names it', () => {
    const role = change('CREATE', [idIn('role', 7)], 'OpportunityContactRole', { OpportunityId: DEAL });
    expect(relayed(role).notices).toMatchObject([{ read: { opportunityId: DEAL } }]);
    expect(relayed(change('UPDATE', [idIn('role', 7)], 'OpportunityContactRole')).notices).toEqual([]);
    const link = change('CREATE', ['06A5g000000aaaaAAA'], 'ContentDocumentLink', { LinkedEntityId: idIn('c', 1) });
    expect(relayed(link).notices).toEqual([]);
  });

  it('that names no records, or all of a kind, says nothing', () => {
    expect(relayed(change('GAP_OVERFLOW', [])).notices).toEqual([]);
    expect(relayed(change('UPDATE', ['006*'])).notices).toEqual([]);
  });

  it('has the same request ids when it is relayed again', () => {
    const once = relayed(change('UPDATE', [DEAL]), 'event-1').notices;
    expect(relayed(change('UPDATE', [DEAL]), 'event-2').notices).toEqual(once);
    const asked = { OpportunityId__c: DEAL };
    expect(relayed(asked, 'event-2').notices).toEqual(relayed(asked, 'event-1').notices);
    const wish = { OpportunityId__c: DEAL, RequestId__c: 'enrolment-7' };
    expect(relayed(wish).notices).not.toEqual(relayed(asked).notices);
  });

  it('of one’s own with an opportunity asks for a call', () => {
    const payload = {
      ...{ CreatedById: '005RM000001hv4SYAQ', CreatedDate: '2026-11-24T10:00:00Z', OpportunityId__c: DEAL },
      ...{ ContactId__c: salesforceDemoId('c-1'), UserId__c: null, Agent__c: 'ana', PhoneField__c: 'MobilePhone' },
    };
    expect(relayed(payload).notices).toMatchObject([
      {
        requestId: expect.stringMatching(/^salesforce-/),
        read: {
          opportunityId: DEAL,
          call: { contactId: salesforceDemoId('c-1'), agent: { username: 'ana' }, phoneLabel: 'mobile' },
        },
      },
    ]);
    expect(relayed({ Something__c: 'else' }).notices).toEqual([]);
  });

  it('of another event source, or one that no source names, is not believed', () => {
    const other = EVENT_SOURCE.replace('00DRM', '00DXX');
    expect(() => relayed(change('UPDATE', [DEAL]), 'event-1', other)).toThrow('no configured source');
    expect(() =>
      relayedFrom({ id: 'e', source: EVENT_SOURCE, detail: {} }, [{ ...source, eventSources: [] }]),
    ).toThrow();
  });

  it('of any other shape is refused in words, or says nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        try {
          expect(relayed(payload).notices).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(CtiError);
        }
      }),
    );
    expect(() => relayed({ OpportunityId__c: 'not-an-id' })).toThrow(CtiError);
  });
});

describe('a partner event source', () => {
  it.each(['aws.partner/salesforce.com/x/y', 'aws.partner/zendesk.com/1/default', 'aws.s3'])(
    '%s is refused',
    (name) => {
      const input = { id: 'sf', kind: 'salesforce', apiUrl: 'https://x.my.salesforce.com', eventSources: [name] };
      expect(v.is(salesforceSourceSchema, input)).toBe(false);
    },
  );
});
