import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { genericSourceSchema } from '#core/contracts/configuration.ts';
import type { DocumentView } from '#core/contracts/opportunity-context.ts';
import type { SourceEvent } from '#core/contracts/source-events.ts';
import type { OpenableFile } from '#core/ports/crm.ts';
import { genericTelling } from '#crm/generic/generic-telling.ts';
import { recordsInMemory } from './support/crm-under-test.ts';

const NOW = new Date('2026-11-24T10:00:00.000Z');
const file: OpenableFile = {
  ...{ id: 'first', fileName: 'plan.pdf', contentType: 'application/pdf', bytes: 5 },
  open: async () => expect.fail('the receiver fetches it'),
  link: async (seconds) => `https://files.example/plan?for=${seconds}`,
};
const document: DocumentView = {
  ...{ id: 'd-1', title: 'Plan', fileName: 'plan.pdf', contentType: 'application/pdf', category: '' },
  ...{ state: 'ready', pinned: false, tags: [], version: 2, updatedAt: NOW.toISOString() },
};

async function told(event: SourceEvent, sent?: OpenableFile): Promise<SourceEvent> {
  const bodies: string[] = [];
  const telling = genericTelling({
    source: v.parse(genericSourceSchema, {
      id: 'g',
      kind: 'generic',
      callbackUrl: 'https://crm.example/hooks',
    }),
    credentials: async () => ({ current: 'c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0' }),
    clock: { now: () => NOW },
    records: recordsInMemory({ now: () => NOW }),
    web: {
      async request(_url, { body }) {
        bodies.push(String(body));
        return { outcome: 'answered', status: 204, headers: {}, body: (async function* () {})() };
      },
    },
  });
  expect(await telling.deliver(event, 'event-1', sent)).toEqual({ outcome: 'delivered' });
  return JSON.parse(bodies[0] ?? expect.fail('nothing was sent'));
}

const data = { opportunityId: 'opp-1', document, by: 'ana' };
const timestamp = NOW.toISOString();

describe('a generic source, told about a document', () => {
  it('is told with a link to the bytes that works for an hour', async () => {
    expect(await told({ type: 'document.added', timestamp, data }, file)).toEqual({
      ...{ type: 'document.added', timestamp },
      data: {
        ...data,
        download: { url: 'https://files.example/plan?for=3600', expiresAt: '2026-11-24T11:00:00.000Z' },
      },
    });
  });

  it('is told of another name and of a removal without one', async () => {
    expect(await told({ type: 'document.updated', timestamp, data })).toMatchObject({ data });
    const gone = { opportunityId: 'opp-1', documentId: 'd-1', by: 'ana' };
    expect(await told({ type: 'document.removed', timestamp, data: gone })).toMatchObject({ data: gone });
  });
});
