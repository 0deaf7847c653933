import { describe, expect, it } from 'vitest';
import type { CallView } from '../../../functions/core/contracts/call.ts';
import { callSummary } from '../../../functions/crm/call-summary.ts';

const desktopUrl = 'https://desktop.example/#opportunity/demo-crm/opp-1001/call/call-1';
const ended = (facts: Partial<CallView>) => {
  const call: CallView = {
    ...{ callId: 'call-1', sourceId: 'demo-crm', opportunityId: 'opp-1001', direction: 'outbound', state: 'completed' },
    ...{ requestedAt: '2026-11-24T10:00:00.000Z', dialingAt: '2026-11-24T10:00:01.000Z' },
    ...{ endedAt: '2026-11-24T10:00:21.200Z', history: [], version: 7 },
    ...facts,
  };
  return callSummary({ type: 'call.completed', timestamp: '2026-11-24T10:00:22.000Z', data: { call, desktopUrl } });
};

describe('the entry of a call in a CRM’s log', () => {
  it.each<[string, Partial<CallView>, string]>([
    ['for how long nobody answered', { reason: 'no-answer' }, 'no-answer after 20 s'],
    ['why nobody was reached', { reason: 'busy' }, 'busy'],
    ['nothing of a call that ended as calls do', {}, ''],
  ])('says %s', (_case, facts, notes) => {
    expect(ended(facts)).toMatchObject({ wasAnswered: false, notes });
  });

  it('says of a machine that it was one: nobody has answered, and nobody has talked', () => {
    const machine = ended({ reason: 'voicemail', answeredAt: '2026-11-24T10:00:10.000Z' });
    expect(machine).toMatchObject({ wasAnswered: false, seconds: 0, notes: 'voicemail' });
  });

  it('says what the agent has noted rather than anything of ours', () => {
    const outcome = {
      disposition: 'no-answer',
      notes: 'Try Tuesday.',
      savedAt: '2026-11-24T10:01:00.000Z',
      savedBy: 'ana',
    };
    expect(ended({ reason: 'no-answer', outcome })).toMatchObject({ notes: 'Try Tuesday.' });
  });
});
