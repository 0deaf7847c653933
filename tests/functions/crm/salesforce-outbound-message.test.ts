import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { salesforceSourceSchema } from '#core/contracts/configuration.ts';
import { CtiError } from '#core/errors.ts';
import type { SignedRequest } from '#crm/connector.ts';
import { parseOutboundMessage } from '#crm/salesforce/outbound-message.ts';
import { addressKey } from '#crm/salesforce/receive-outbound-message.ts';
import { salesforceInbound } from '#crm/salesforce/salesforce-inbound.ts';
import { idIn, salesforceDemoId } from '../../../local/crm/salesforce/salesforce-demo.ts';

const [SECRET, OTHER] = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0'];
const ORGANIZATION = idIn('00D', 1);
const SOURCE = v.parse(salesforceSourceSchema, {
  ...{ id: 'salesforce-eu', kind: 'salesforce', apiUrl: 'https://x.my.salesforce.com' },
  organizationId: ORGANIZATION.slice(0, 15),
});
const NOW = new Date('2026-11-24T10:00:00.000Z');
const [DEAL, OTHER_DEAL] = [salesforceDemoId('opp-1001'), salesforceDemoId('opp-1002')];

const notification = (number: number, id: string, type = 'sf:Opportunity') => `
  <Notification>
    <Id>${idIn('04l', number)}</Id>
    <sObject xsi:type="${type}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
      <sf:Id>${id}</sf:Id>
      <sf:Name>Fish &amp; Chips &lt;b&gt;</sf:Name>
    </sObject>
  </Notification>`;

/** As Salesforce writes it (SOAP API Developer Guide). */
const envelope = (notifications: string, organization = ORGANIZATION) => `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soapenv:Body>
  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
   <OrganizationId>${organization}</OrganizationId>
   <ActionId>04k5e000000CaRkAAK</ActionId>
   <SessionId xsi:nil="true"/>
   <EnterpriseUrl>https://x.my.salesforce.com/services/Soap/c/62.0/00D</EnterpriseUrl>
   <PartnerUrl>https://x.my.salesforce.com/services/Soap/u/62.0/00D</PartnerUrl>${notifications}
  </notifications>
 </soapenv:Body>
</soapenv:Envelope>`;

const sent = (xml: string, query = `?key=${addressKey(SECRET, SOURCE.id)}`): SignedRequest => ({
  ...{ method: 'POST', url: `https://api.example/webhooks/salesforce-eu${query}`, body: Buffer.from(xml) },
  headers: { 'content-type': 'text/xml; charset=utf-8' },
});

/** What becomes of it: notices, or the code of the refusal. */
function outcomeOf(request: SignedRequest, secrets = [SECRET], source = SOURCE) {
  try {
    const deliveryId = salesforceInbound.verify(request, secrets, NOW, source);
    return salesforceInbound.parse(request, deliveryId, source);
  } catch (error) {
    if (error instanceof CtiError) return error.code;
    throw error;
  }
}

describe('an Outbound Message of Salesforce’s', () => {
  const whole = envelope(notification(1, DEAL) + notification(2, OTHER_DEAL));

  it('has its opportunities read again, each under the id of its notification', () => {
    expect(outcomeOf(sent(whole))).toEqual([
      { requestId: `salesforce-${idIn('04l', 1)}`, read: { opportunityId: DEAL } },
      { requestId: `salesforce-${idIn('04l', 2)}`, read: { opportunityId: OTHER_DEAL } },
    ]);
  });

  it('asks for calls where its address says so', () => {
    const query = `?action=call&key=${addressKey(SECRET, SOURCE.id)}`;
    expect(outcomeOf(sent(envelope(notification(1, DEAL)), query))).toEqual([
      { requestId: `salesforce-${idIn('04l', 1)}`, read: { opportunityId: DEAL, call: {} } },
    ]);
  });

  it('is acknowledged in Salesforce’s words; what is signed, in ours', () => {
    const { contentType, body } = salesforceInbound.acknowledge?.(sent(whole)) ?? expect.fail('no answer');
    expect(contentType).toBe('text/xml; charset=utf-8');
    const answer = new XMLParser({ ignoreAttributes: true }).parse(body);
    expect(answer['soapenv:Envelope']['soapenv:Body'].notificationsResponse).toEqual({ Ack: true });
    const signed = { ...sent('{}'), headers: { 'content-type': 'application/json' } };
    expect(salesforceInbound.acknowledge?.(signed)).toBeUndefined();
  });

  it('is believed by the key in its address only, which during a rotation may be either', () => {
    expect(outcomeOf(sent(whole), [OTHER, SECRET])).toHaveLength(2);
    expect(outcomeOf(sent(whole), [OTHER])).toBe('signature-invalid');
    expect(outcomeOf(sent(whole, ''))).toBe('signature-missing');
    expect(outcomeOf(sent(whole, `?key=${SECRET}`))).toBe('signature-invalid');
    expect(outcomeOf(sent(whole, `?key=${addressKey(SECRET, 'another-source')}`))).toBe('signature-invalid');
  });

  it('is believed of our organisation only, when that is known', () => {
    expect(outcomeOf(sent(envelope(notification(1, DEAL), idIn('00D', 2))))).toBe('signature-invalid');
    expect(outcomeOf(sent(envelope(notification(1, DEAL), '')))).toBe('invalid-fields');
    const { organizationId: _, ...unknown } = SOURCE;
    expect(outcomeOf(sent(whole), [SECRET], unknown)).toBe('signature-missing');
  });

  it('does not get past the signature by calling itself XML, nor past the key by calling itself JSON', () => {
    const json = JSON.stringify({ opportunityId: DEAL });
    expect(outcomeOf({ ...sent(json) })).toBe('invalid-fields');
    expect(outcomeOf({ ...sent(whole), headers: { 'content-type': 'application/json' } })).toBe('signature-missing');
  });

  it('defines no entities, and is whole', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${whole.replace(/^<\?.*\?>/, '')}`;
    expect(outcomeOf(sent(bomb))).toBe('invalid-fields');
    expect(outcomeOf(sent(whole.replace('Fish &amp; Chips', '&file;')))).toBe('invalid-fields');
    expect(outcomeOf(sent(whole.slice(0, -20)))).toBe('invalid-fields');
    expect(outcomeOf(sent(whole.replaceAll('soap.sforce.com/2005/09/outbound', 'else.example')))).toBe(
      'invalid-fields',
    );
    expect(outcomeOf({ ...sent(''), body: Buffer.from([0xff, 0xfe, 0x3c]) })).toBe('invalid-fields');
  });

  it('has one to a hundred notifications, each about an opportunity', () => {
    const many = (count: number) =>
      envelope(Array.from({ length: count }, (_, number) => notification(number, DEAL)).join(''));
    expect(outcomeOf(sent(many(0)))).toBe('invalid-fields');
    expect(outcomeOf(sent(many(100)))).toHaveLength(100);
    expect(outcomeOf(sent(many(101)))).toBe('invalid-fields');
    expect(outcomeOf(sent(envelope(notification(1, DEAL, 'sf:Lead'))))).toBe('invalid-fields');
    expect(outcomeOf(sent(envelope(notification(1, salesforceDemoId('c-1')))))).toBe('invalid-fields');
  });

  it('takes an id from nowhere else: a field may hold whatever it likes', () => {
    const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (name) => {
        const xml = envelope(notification(1, DEAL)).replace('Fish &amp; Chips &lt;b&gt;', () => escaped(name));
        expect(parseOutboundMessage(Buffer.from(xml)).notifications).toEqual([
          { id: idIn('04l', 1), object: 'Opportunity', recordId: DEAL },
        ]);
      }),
    );
  });

  it('with anything in it ends in a refusal that names fields', () => {
    const cut = fc.tuple(fc.nat(whole.length), fc.nat(whole.length), fc.string());
    fc.assert(
      fc.property(cut, ([from, to, text]) => {
        const request = sent(whole.slice(0, Math.min(from, to)) + text + whole.slice(Math.max(from, to)));
        const outcome = outcomeOf(request);
        if (typeof outcome === 'string') expect(['invalid-fields', 'signature-invalid']).toContain(outcome);
      }),
    );
  });
});
