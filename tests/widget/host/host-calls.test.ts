import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  endWithoutAgent,
  type FollowedCall,
  readFollowed,
  STAGES,
  writeFollowed,
} from '../../../ccp-widget/src/host/host-calls.ts';
import { type DeskCall, type DesktopState, INITIAL_STATE } from '../../../ccp-widget/src/state/desktop-state.ts';
import { memoryStorage } from '../harness/memory-storage.ts';
import { sampleCall, sampleDeal } from '../harness/sample-deal.ts';

const key = { sourceId: 'demo-crm', opportunityId: 'opp/1001' };
const asked: FollowedCall = { id: 'once', key, callId: 'call-1', inbound: false, startedAt: 0, stage: 'started' };
const desk = (phase: DeskCall['phase'], part: Partial<DeskCall> = {}): DeskCall => ({
  ...{ connectContactId: 'c1', inbound: false, attributes: {}, parties: [], phase },
  subject: { status: 'known', key, callId: 'call-1' },
  ...(phase === 'connected' || phase === 'ended' ? { connectedAt: 5 } : {}),
  ...part,
});
const state = (calls: readonly DeskCall[], record?: Parameters<typeof sampleCall>[0]): DesktopState => ({
  ...INITIAL_STATE,
  calls,
  contexts: {
    'demo-crm/opp%2F1001': { status: 'ready', context: { ...sampleDeal(), calls: record ? [sampleCall(record)] : [] } },
  },
});
const settled = (call: FollowedCall, now: DesktopState): FollowedCall => {
  const next = advance(call, now, 9);
  return next === call ? call : settled(next, now);
};

describe('what a host is told of a call', () => {
  it('follows the softphone: rings, answered, ended, and completed when the agent has closed it', () => {
    const rung = settled(asked, state([desk('ringing')]));
    expect(rung).toMatchObject({ stage: 'started', connectContactId: 'c1' });
    const answered = settled(rung, state([desk('connected')]));
    expect(answered).toMatchObject({ stage: 'answered', answeredAt: 5 });
    const ended = settled(answered, state([desk('ended', { endedAt: 8 })]));
    expect(ended).toMatchObject({ stage: 'ended', end: 'completed', endedAt: 8 });
    expect(settled(ended, state([desk('cleared')])).stage).toBe('ended');
    expect(settled(ended, state([])).stage).toBe('completed');
  });

  it('tells a call that the agent did not take as missed', () => {
    const rung = settled(asked, state([desk('ringing')]));
    expect(settled(rung, state([]))).toMatchObject({ end: 'missed', stage: 'completed' });
    expect(settled(asked, state([desk('missed')]))).toMatchObject({ end: 'missed', stage: 'ended' });
  });

  it.each([
    ['no-answer', 'no-answer'],
    ['busy', 'busy'],
    ['invalid-number', 'failed'],
    ['no-agent', 'missed'],
  ] as const)('tells of a customer who never reached the agent (%s) by our record: %s', (reason, end) => {
    expect(settled(asked, state([], { callId: 'call-1', state: 'dialing' }))).toBe(asked);
    expect(settled(asked, state([], { callId: 'call-1', state: 'failed', reason }))).toMatchObject({
      ...{ end, stage: 'completed' },
    });
  });

  it('lets a call that waits for its hour or is forbidden go, and not one that is next in line', () => {
    expect(endWithoutAgent('held', 'calling-hours')).toBe('cancelled');
    expect(endWithoutAgent('blocked', 'do-not-call')).toBe('cancelled');
    expect(endWithoutAgent('queued', 'pacing')).toBeUndefined();
  });

  it('only goes forward, whatever the desk shows in whatever order', () => {
    const phases = fc.constantFrom<DeskCall['phase']>('ringing', 'connected', 'ended', 'missed', 'cleared');
    fc.assert(
      fc.property(fc.array(fc.option(phases), { maxLength: 12 }), (seen) => {
        let call = asked;
        for (const phase of seen) {
          const next = settled(call, state(phase ? [desk(phase)] : []));
          expect(STAGES.indexOf(next.stage)).toBeGreaterThanOrEqual(STAGES.indexOf(call.stage));
          expect(next.end === undefined).toBe(next.stage === 'started' || next.stage === 'answered');
          call = next;
        }
      }),
    );
  });

  it('survives a reload of the tab, and reads nothing that it has not written', () => {
    const storage = memoryStorage();
    writeFollowed(storage, [asked]);
    expect(readFollowed(storage)).toEqual([asked]);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        storage.setItem('host-calls', text);
        for (const { id, stage } of readFollowed(storage))
          expect([typeof id, STAGES.includes(stage)]).toEqual(['string', true]);
      }),
    );
  });
});
