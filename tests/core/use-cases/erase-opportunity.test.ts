import { beforeEach, describe, expect, it } from 'vitest';
import type { DocumentMessage } from '../../../functions/core/contracts/queue-messages.ts';
import { eraseOpportunity } from '../../../functions/core/use-cases/erase-opportunity.ts';
import { recordedMetrics } from '../support/metrics.ts';

const key = { sourceId: 'demo-crm', opportunityId: 'opp-1' };
const AT = '2026-11-24T10:00:00.000Z';

let stored: string[];
let steps: string[];
let sent: DocumentMessage[];
let queueIsDown: boolean;

beforeEach(() => {
  stored = ['d-1', 'd-2'];
  steps = [];
  sent = [];
  queueIsDown = false;
});

const metrics = recordedMetrics();
const erase = eraseOpportunity({
  erasures: {
    record: async () => {
      steps.push('mark');
    },
  },
  opportunities: {
    documentIds: async () => stored,
    erase: async () => {
      steps.push('erase');
      stored = [];
    },
  },
  metrics,
  documents: {
    send: async (messages) => {
      if (queueIsDown) throw new Error('no queue');
      steps.push('send');
      sent.push(...messages);
    },
  },
});

describe('erasing an opportunity', () => {
  it('marks it, orders its bytes to be removed, and only then removes what tells which they are', async () => {
    await erase(key, AT);
    expect(steps).toEqual(['mark', 'send', 'erase']);
    expect(sent).toEqual(['d-1', 'd-2'].map((documentId) => ({ type: 'remove', ...key, documentId })));
  });

  it('that failed half way is completed, bytes included, when the source asks again', async () => {
    queueIsDown = true;
    await expect(erase(key, AT)).rejects.toThrow('no queue');
    queueIsDown = false;
    await erase(key, AT);
    expect([sent.length, stored]).toEqual([2, []]);
  });

  it('may be repeated', async () => {
    await erase(key, AT);
    await erase(key, AT);
    expect(sent).toHaveLength(2);
  });
});
