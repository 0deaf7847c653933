import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import type { CallView } from '../../../functions/core/contracts/call.ts';
import { sourceMessageSchema } from '../../../functions/core/contracts/call-request.ts';
import type { SourceEvent } from '../../../functions/core/contracts/source-events.ts';
import { Crm } from '../../../local/console/crm/crm.ts';
import { DEMO_OPPORTUNITIES } from '../../../local/console/crm/opportunities.ts';
import { receiveWebhook } from '../../../local/console/crm/receive-webhook.ts';
import { callRequested, sendCallRequest } from '../../../local/console/crm/send-call-request.ts';
import { timeZoneFor } from '../../../local/console/crm/time-zone-for.ts';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const clock = { now: () => new Date() };
const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

describe('what the demo CRM sends', () => {
  it.each(DEMO_OPPORTUNITIES.flatMap((deal) => deal.people.map((person) => ({ deal, person }))))(
    'is a valid call request for $deal.name, $person.name',
    ({ deal, person }) => {
      const body = callRequested(
        deal,
        { opportunityId: deal.id, contactId: person.id, agent: 'ana' },
        'http://crm',
        new Date(),
      );
      const { issues } = v.safeParse(sourceMessageSchema, JSON.parse(JSON.stringify(body)));
      expect(issues).toBeUndefined();
    },
  );

  it('finds a zone inside calling hours at every hour of the day, and one outside them', () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const now = new Date(Date.UTC(2026, 10, 24, hour, 30));
      const localHour = (zone: string) =>
        Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: zone }).format(now));
      expect(localHour(timeZoneFor('in daylight', now))).toBeGreaterThanOrEqual(9);
      expect(localHour(timeZoneFor('in daylight', now))).toBeLessThan(20);
      expect(localHour(timeZoneFor('in the night', now))).toBeLessThan(7);
    }
  });

  it('is sent again with the same id and body while the connector fails, and verifies every time', async () => {
    const seen: { id: string; body: string }[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        new Webhook(SECRET).verify(body, request.headers as Record<string, string>);
        seen.push({ id: String(request.headers['webhook-id']), body });
        response.writeHead(seen.length === 1 ? 503 : 202, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ callId: 'call-1', status: 'dialing' }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanUps.push(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/demo-crm`;

    const sent = await sendCallRequest(
      new Crm(),
      { url, secret: SECRET },
      { opportunityId: 'opp-1001', contactId: 'c-1', agent: 'ana' },
      'http://crm',
      clock,
    );

    expect(sent).toMatchObject({ status: 202, attempts: 2, answer: { callId: 'call-1' } });
    expect(seen).toHaveLength(2);
    expect(seen[0]).toEqual(seen[1]);
  });

  it('offers files that are what they claim to be', () => {
    const magic: Record<string, string> = { 'application/pdf': '%PDF-', 'image/png': '\x89PNG' };
    const documents = DEMO_OPPORTUNITIES.flatMap((deal) => deal.documents);
    expect(documents.length).toBeGreaterThan(8);
    for (const { fileName, contentType } of documents) {
      const bytes = readFileSync(new URL(`../../../local/console/files/${fileName}`, import.meta.url));
      expect(bytes.length).toBeGreaterThan(50);
      expect(
        bytes
          .subarray(0, 5)
          .toString('latin1')
          .startsWith(magic[contentType] ?? ''),
      ).toBe(true);
    }
  });
});

describe('what the demo CRM receives', () => {
  const call = (version: number, state: CallView['state']): CallView => ({
    callId: 'call-1',
    sourceId: 'demo-crm',
    opportunityId: 'opp-1001',
    direction: 'outbound',
    state,
    requestedAt: '2026-11-24T10:00:00.000Z',
    history: [],
    version,
  });
  const signed = (id: string, event: SourceEvent) => {
    const body = JSON.stringify(event);
    const now = new Date();
    return {
      body,
      headers: {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(SECRET).sign(id, now, body),
      },
    };
  };
  const tell = (crm: Crm, id: string, event: SourceEvent) => {
    const { body, headers } = signed(id, event);
    return receiveWebhook(crm, SECRET, body, headers).result;
  };
  const completed = (version: number): SourceEvent => ({
    type: 'call.completed',
    timestamp: '2026-11-24T10:05:00.000Z',
    data: { call: call(version, 'completed'), desktopUrl: '' },
  });

  it('is refused without a valid signature, and changes nothing', () => {
    const crm = new Crm();
    const { body, headers } = signed('m-1', completed(5));
    expect(receiveWebhook(crm, SECRET, body.replace('completed', 'Completed'), headers).result).toBe('bad-signature');
    expect(receiveWebhook(crm, SECRET, body, {}).result).toBe('bad-signature');
    expect(crm.calls('opp-1001')).toEqual([]);
  });

  it('keeps the newest report about a call, in whatever order reports arrive', () => {
    const crm = new Crm();
    tell(crm, 'm-2', completed(5));
    tell(crm, 'm-1', {
      type: 'call.answered',
      timestamp: '2026-11-24T10:01:00.000Z',
      data: { call: call(3, 'answered'), desktopUrl: '' },
    });
    expect(crm.calls('opp-1001')).toMatchObject([{ state: 'completed', version: 5 }]);
  });

  it('applies a changed role once, remembers who changed it, and still knows it after a restart', () => {
    const folder = mkdtempSync(join(tmpdir(), 'crm-'));
    cleanUps.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'crm.json');
    const crm = new Crm(file);
    const dana = DEMO_OPPORTUNITIES[0]?.people[0];
    if (dana === undefined) throw new Error('the demo has no Dana');
    const { whereabouts: _whereabouts, ...person } = dana;
    const event: SourceEvent = {
      type: 'contact.updated',
      timestamp: '2026-11-24T10:02:00.000Z',
      data: {
        opportunityId: 'opp-1001',
        contactId: 'c-1',
        contact: {
          ...person,
          attributes: {},
          role: 'Economic buyer',
          version: 2,
          updatedAt: '2026-11-24T10:02:00.000Z',
          updatedBy: 'ana',
        },
        changes: [{ field: 'role', from: 'Decision maker', to: 'Economic buyer' }],
        by: 'ana',
      },
    };
    expect(tell(crm, 'm-3', event)).toBe('applied');
    expect(tell(crm, 'm-3', event)).toBe('seen-before');

    const restarted = new Crm(file);
    expect(restarted.opportunity('opp-1001')?.people[0]).toMatchObject({
      role: 'Economic buyer',
      whereabouts: 'in daylight',
    });
    expect(restarted.changes('opp-1001')).toMatchObject([{ by: 'ana', subject: 'Dana Reyes' }]);
    expect(tell(restarted, 'm-3', event)).toBe('seen-before');
  });
});
