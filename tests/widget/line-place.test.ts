import { describe, expect, it } from 'vitest';
import { contextId, type DesktopState, INITIAL_STATE } from '../../ccp-widget/src/state/desktop-state.ts';
import { callsInLine } from '../../ccp-widget/src/state/follow-line.ts';
import { inLine as inGerman } from '../../ccp-widget/src/texts/de/timeline.ts';
import { inLine } from '../../ccp-widget/src/texts/en/timeline.ts';
import { linePlace } from '../../ccp-widget/src/views/line-place.ts';
import type { CallView } from '../../functions/core/contracts/call.ts';
import type { OpportunityContext } from '../../functions/core/contracts/opportunity-context.ts';

const key = { sourceId: 'demo-crm', opportunityId: 'opp-1' };
const waiting: CallView = {
  ...{ ...key, callId: 'call-1', direction: 'outbound', state: 'queued', reason: 'pacing', agentUsername: 'ana' },
  ...{ requestedAt: '2026-11-24T14:05:00Z', history: [], version: 2 },
};
const at = (position: number) => ({ position, expectedAt: '2026-11-24T14:05:20Z' });

describe('a call that waits for a dial slot', () => {
  it('is told its place in words, the newest that is known', () => {
    expect(linePlace({ ...waiting, line: at(5) }, at(2))).toMatch(/^3rd in line, about .*:05:20/);
    expect(linePlace({ ...waiting, line: at(0) }, undefined)).toMatch(/^next in line, about /);
    expect(linePlace(waiting, undefined)).toBeUndefined();
  });

  it('has no place any more once it is dialled, or when something else holds it', () => {
    expect(linePlace({ ...waiting, state: 'dialing' }, at(0))).toBeUndefined();
    expect(linePlace({ ...waiting, reason: 'service-throttled' }, at(0))).toBeUndefined();
  });

  it('is counted as people count, in English and German', () => {
    const places = [2, 3, 4, 11, 21, 112].map((place) => inLine(place, 'x').split(' ')[0]);
    expect(places).toEqual(['2nd', '3rd', '4th', '11th', '21st', '112th']);
    expect(inGerman(3, '14:05:20')).toBe('Platz 3, etwa um 14:05:20');
  });

  it('is followed while it is on the screen, if the agent asked for it, and a few at most', () => {
    const calls = Array.from({ length: 9 }, (_, index) => ({ ...waiting, callId: `call-${index}` }));
    const others = [
      { ...waiting, callId: 'done', state: 'completed' as const },
      { ...waiting, callId: 'ben', agentUsername: 'ben' },
    ];
    const agent = { username: 'ana', kind: 'available', state: 'Available' } as DesktopState['agent'];
    const idle: DesktopState = {
      ...INITIAL_STATE,
      ...(agent && { agent }),
      recent: { status: 'ready', calls: [...others, ...calls] },
    };
    expect(callsInLine(idle).map(({ callId }) => callId)).toEqual(['call-0', 'call-1', 'call-2', 'call-3', 'call-4']);
    const context = { calls: [...others, waiting] } as unknown as OpportunityContext;
    const open: DesktopState = {
      ...{ ...idle, focus: { kind: 'opportunity', key } },
      contexts: { [contextId(key)]: { status: 'ready', context } },
    };
    expect(callsInLine(open).map(({ callId }) => callId)).toEqual(['call-1']);
    expect(callsInLine({ ...open, contexts: {} })).toEqual([]);
  });
});
