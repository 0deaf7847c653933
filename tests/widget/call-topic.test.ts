import { describe, expect, it } from 'vitest';
import { contextId, INITIAL_STATE } from '../../ccp-widget/src/state/desktop-state.ts';
import { topicOf } from '../../ccp-widget/src/views/call-topic.ts';
import { sampleCall, sampleDeal } from './harness/sample-deal.ts';

const { opportunity } = sampleDeal();
const key = { sourceId: opportunity.sourceId, opportunityId: opportunity.id };
const first = { ...sampleCall(), callId: 'call-1' };
const callback = { ...sampleCall(), callId: 'call-2', followUpOf: 'call-1' };
const noted = {
  ...first,
  outcome: { disposition: 'follow_up', notes: 'Wants the price of lot 2', savedAt: first.requestedAt, savedBy: 'ana' },
};
const of = (calls: readonly (typeof first)[], attributes: Record<string, string> = {}) =>
  topicOf(
    { ...INITIAL_STATE, contexts: { [contextId(key)]: { status: 'ready', context: { ...sampleDeal(), calls } } } },
    { ...key, callId: 'call-2', ...attributes },
  );

describe('why somebody is called', () => {
  it('is what the CRM says, before the opportunity is there, too', () => {
    expect(topicOf(INITIAL_STATE, { callTopic: 'Lot 2' })).toBe('Lot 2');
    expect(of([{ ...callback, topic: 'Lot 2' }, noted])).toBe('Lot 2');
  });

  it('is, of a callback, what was noted when it was agreed on', () => {
    expect(of([callback, noted])).toBe('Wants the price of lot 2');
    expect(of([callback, first])).toBeUndefined();
  });
});
