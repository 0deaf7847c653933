import { describe, expect, it } from 'vitest';
import { changeContext, withCall, withContact } from '../../ccp-widget/src/state/change-context.ts';
import { contextId, INITIAL_STATE } from '../../ccp-widget/src/state/desktop-state.ts';
import {
  callTime,
  doersOf,
  filterTimeline,
  type TimelineFilter,
  timelineEntries,
} from '../../ccp-widget/src/state/timeline-entries.ts';
import { sampleCall, sampleDeal } from './harness/sample-deal.ts';

describe('the timeline', () => {
  it('has calls and changes, newest first, a saved outcome only at its call', () => {
    const deal = sampleDeal();
    const saved = { ...{ id: 'a-9', at: new Date().toISOString(), by: 'ana' }, subjectName: 'Ingrid' };
    const entries = timelineEntries({
      ...deal,
      activity: [
        ...deal.activity,
        { ...saved, type: 'outcome.saved', subjectId: 'call-0' },
        { ...saved, id: 'a-8', type: 'outcome.saved', subjectId: 'not-on-this-page' },
      ],
    });
    const ids = entries.map((entry) => (entry.kind === 'call' ? entry.call.callId : entry.activity.id));
    expect(ids).toEqual(['a-8', 'a-1', 'a-2', 'call-0']);
  });

  it('is narrowed to calls, changes or documents, and to who did it', () => {
    const deal = sampleDeal();
    const orphan = { ...{ id: 'a-3', by: 'ben', subjectId: 'gone' }, type: 'outcome.saved', subjectName: 'x' } as const;
    const entries = timelineEntries({
      ...deal,
      calls: [sampleCall({ takenBy: 'ben' }), ...deal.calls],
      activity: [...deal.activity, { ...orphan, at: '2020-01-01T00:00:00Z' }],
    });
    const shown = (filter: TimelineFilter): string[] =>
      filterTimeline(entries, filter).map((entry) => (entry.kind === 'call' ? entry.call.callId : entry.activity.id));
    expect(shown({ kind: 'calls' })).toEqual(['call-1', 'call-0', 'a-3']);
    expect(shown({ kind: 'changes' })).toEqual(['a-1']);
    expect(shown({ kind: 'documents' })).toEqual(['a-2']);
    expect(shown({ by: 'ben' })).toEqual(['call-1', 'a-1', 'a-3']);
    expect(shown({ kind: 'calls', by: 'ana' })).toEqual(['call-0']);
    expect(doersOf(entries)).toEqual(['ana', 'ben']);
  });

  it('counts the talk, not the ringing, unless nobody answered', () => {
    const times = { withAgentAt: '2026-11-24T12:00:00Z', endedAt: '2026-11-24T12:04:12Z' };
    expect(callTime(sampleCall(times))).toBe(252_000);
    expect(callTime(sampleCall())).toBeUndefined();
    const { withAgentAt: _agent, ...unanswered } = sampleCall({ ...times, dialingAt: '2026-11-24T09:00:00.000Z' });
    expect(callTime(unanswered)).toBeUndefined();
    const endedAt = '2026-11-24T09:00:20.000Z';
    expect(callTime({ ...unanswered, reason: 'no-answer', endedAt })).toBe(20_000);
  });
});

describe('a context that an answer changes', () => {
  const key = { sourceId: 'demo-crm', opportunityId: 'opp/1001' };
  const state = {
    ...INITIAL_STATE,
    contexts: { [contextId(key)]: { status: 'ready', context: sampleDeal() } as const },
  };
  const contacts = (changed: typeof state | ReturnType<typeof changeContext>) =>
    changed.contexts[contextId(key)]?.context?.contacts ?? [];

  it('never goes back to an older version of a person', () => {
    const [dana] = sampleDeal().contacts;
    if (!dana) throw new Error('the sample has people');
    const newer = changeContext(state, key, withContact({ ...dana, role: 'Champion', version: 5 }));
    const older = changeContext(newer, key, withContact({ ...dana, role: 'User', version: 4 }));
    expect(contacts(older).find(({ id }) => id === dana.id)?.role).toBe('Champion');
    expect(contacts(older).length).toBe(contacts(state).length);
  });

  it('puts an unknown call first', () => {
    const changed = changeContext(state, key, withCall(sampleCall({ callId: 'call-7' })));
    expect(changed.contexts[contextId(key)]?.context?.calls.map(({ callId }) => callId)).toEqual(['call-7', 'call-0']);
  });
});
