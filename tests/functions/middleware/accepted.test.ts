import { describe, expect, it } from 'vitest';
import type { CrmInbound, SignedRequest } from '#crm/connector.ts';
import { inboundOf } from '#crm/inbound.ts';
import { accepted } from '#middleware/accepted.ts';

const request = (contentType: string): SignedRequest => ({
  ...{ method: 'POST', url: 'https://api.example/webhooks/x', body: new Uint8Array() },
  headers: { 'content-type': contentType },
});
const updated = { status: 'updated' } as const;

describe('what was accepted', () => {
  const answer = (inbound: CrmInbound, contentType: string, results = [updated]) =>
    accepted(inbound, request(contentType), results);

  it('is answered by itself when it is one, and as a list otherwise', () => {
    const generic = inboundOf({ kind: 'generic' });
    expect(answer(generic, 'application/json')).toMatchObject({ statusCode: 202, body: JSON.stringify(updated) });
    expect(answer(generic, 'application/json', [])).toMatchObject({ body: JSON.stringify({ accepted: [] }) });
  });

  it('is answered in the CRM’s words to what wants them, and to nothing else', () => {
    const salesforce = inboundOf({ kind: 'salesforce' });
    expect(answer(salesforce, 'text/xml; charset=utf-8')).toMatchObject({
      ...{ statusCode: 200, body: expect.stringContaining('<Ack>true</Ack>') },
      headers: { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store' },
    });
    expect(answer(salesforce, 'application/json')).toMatchObject({ statusCode: 202 });
  });
});
