import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PreviewPhase, SoftphoneCall, SoftphoneEvent } from '../../ccp-widget/src/softphone/softphone.ts';
import { applySoftphoneEvent, closeCall } from '../../ccp-widget/src/state/apply-softphone-event.ts';
import { type DesktopState, INITIAL_STATE } from '../../ccp-widget/src/state/desktop-state.ts';

const call = (connectContactId: string, attributes: Record<string, string> = {}): SoftphoneCall => ({
  connectContactId,
  inbound: false,
  attributes,
  parties: [{ partyId: `${connectContactId}-1`, initial: true, kind: 'number', state: 'connected' }],
});
const ours = { callId: 'call-1', sourceId: 'demo-crm', opportunityId: 'opp-1', contactId: 'c-1' };
const deskAfter = (events: readonly SoftphoneEvent[], from: DesktopState = INITIAL_STATE): DesktopState =>
  events.reduce((state, event) => applySoftphoneEvent(state, event, 1000), from);
const phase = (type: 'ringing' | 'connected' | 'ended' | 'missed', id = 'a', attributes = ours): SoftphoneEvent => ({
  type,
  call: call(id, attributes),
  since: 500,
});
const cleared = (id = 'a'): SoftphoneEvent => ({ type: 'cleared', connectContactId: id });

describe('calls on the desk', () => {
  it('know their opportunity from the attributes while they ring', () => {
    expect(deskAfter([phase('ringing')]).calls[0]?.subject).toEqual({
      status: 'known',
      key: { sourceId: 'demo-crm', opportunityId: 'opp-1' },
      callId: 'call-1',
      contactId: 'c-1',
    });
  });

  it('are looked up when they carry no attributes of ours, and take late attributes', () => {
    const ringing = deskAfter([{ type: 'ringing', call: call('a'), since: 1 }]);
    expect(ringing.calls[0]?.subject).toEqual({ status: 'looking-up' });
    expect(deskAfter([phase('connected')], ringing).calls[0]?.subject.status).toBe('known');
  });

  it('change nothing when an event comes twice', () => {
    const once = deskAfter([phase('ringing'), phase('connected')]);
    expect(applySoftphoneEvent(once, phase('connected'), 9999)).toBe(once);
    expect(applySoftphoneEvent(once, phase('ringing'), 9999)).toBe(once);
  });

  it('only go forward, whatever the order and the repetitions', () => {
    const rank = { ringing: 0, connected: 1, missed: 2, ended: 2, cleared: 3 };
    const event = fc.oneof(
      fc.constantFrom<SoftphoneEvent>(phase('ringing'), phase('connected'), phase('ended'), phase('missed')),
      fc.constantFrom<SoftphoneEvent>(phase('ringing', 'b'), phase('connected', 'b'), phase('ended', 'b')),
      fc.constantFrom<SoftphoneEvent>(cleared('a'), cleared('b')),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 25 }), (events) => {
        let state = INITIAL_STATE;
        for (const one of events) {
          const next = applySoftphoneEvent(state, one, 1000);
          for (const before of state.calls) {
            const now = next.calls.find(({ connectContactId }) => connectContactId === before.connectContactId);
            if (now) expect(rank[now.phase]).toBeGreaterThanOrEqual(rank[before.phase]);
          }
          const ids = next.calls.map(({ connectContactId }) => connectContactId);
          expect(new Set(ids).size).toBe(ids.length);
          if (next.focus.kind === 'call') expect(ids).toContain(next.focus.connectContactId);
          if (one.type !== 'cleared') expect(applySoftphoneEvent(next, one, 2000)).toBe(next);
          state = next;
        }
      }),
    );
  });

  it('end, not miss, when a connected call fails', () => {
    expect(deskAfter([phase('connected'), phase('missed')]).calls[0]?.phase).toBe('ended');
  });

  it('stay for their outcome when the softphone clears them after a talk', () => {
    const state = deskAfter([phase('ringing'), phase('connected'), phase('ended'), cleared()]);
    expect(state.calls[0]?.phase).toBe('cleared');
    expect(closeCall(state, 'a')).toMatchObject({ calls: [], focus: { kind: 'idle' } });
  });

  it('leave at once when the agent never took them', () => {
    expect(deskAfter([phase('ringing'), phase('missed'), cleared()])).toMatchObject({
      calls: [],
      focus: { kind: 'idle' },
    });
  });

  it('take the screen when they ring, but not from a conversation', () => {
    const talking = deskAfter([phase('ringing'), phase('connected'), phase('ringing', 'b')]);
    expect(talking.focus).toEqual({ kind: 'call', connectContactId: 'a' });
    expect(deskAfter([phase('connected', 'b')], talking).focus).toEqual({ kind: 'call', connectContactId: 'b' });
  });

  it('keep the time when they were connected, across repetitions', () => {
    const state = deskAfter([phase('connected'), { ...phase('connected'), since: 900 } as SoftphoneEvent]);
    expect(state.calls[0]?.connectedAt).toBe(500);
  });
});

describe('previews of agent-first calls', () => {
  const preview = (phase: PreviewPhase, id = 'task'): SoftphoneEvent => ({
    type: 'preview',
    preview: { connectContactId: id, phase, attributes: ours },
  });
  const dialled = (attributes: Record<string, string>): SoftphoneEvent => ({
    type: 'ringing',
    call: { ...call('voice', attributes), relatedContactId: 'task' },
    since: 1,
  });

  it('show their deal as soon as they are offered, and are no calls', () => {
    const desk = deskAfter([preview('offered')]);
    expect(desk.focus).toEqual({ kind: 'opportunity', key: { sourceId: 'demo-crm', opportunityId: 'opp-1' } });
    expect(desk.calls).toEqual([]);
    expect(deskAfter([preview('open')], desk).previews).toMatchObject([{ connectContactId: 'task', phase: 'open' }]);
  });

  it('do not take the screen from a conversation', () => {
    const desk = deskAfter([phase('connected'), preview('offered')]);
    expect(desk.focus).toEqual({ kind: 'call', connectContactId: 'a' });
    expect(desk.previews).toHaveLength(1);
  });

  it('change nothing when an event comes twice, and leave when their task does', () => {
    const once = deskAfter([preview('open')]);
    expect(applySoftphoneEvent(once, preview('open'), 1)).toBe(once);
    expect(deskAfter([cleared('task')], once).previews).toEqual([]);
  });

  it('say what the call is about that is dialled from them, when Connect does not', () => {
    const [voice] = deskAfter([preview('open'), dialled({})]).calls;
    expect(voice?.subject).toMatchObject({ status: 'known', callId: 'call-1', contactId: 'c-1' });
    const own = { ...ours, callId: 'call-2' };
    expect(deskAfter([preview('open'), dialled(own)]).calls[0]?.subject).toMatchObject({ callId: 'call-2' });
  });
});
