import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallParty } from '../../ccp-widget/src/softphone/softphone.ts';
import type { DeskCall } from '../../ccp-widget/src/state/desktop-state.ts';
import { partyChanges } from '../../ccp-widget/src/state/party-changes.ts';

const party = (partyId: string, state: CallParty['state']): CallParty => ({
  partyId,
  initial: partyId === 'dana',
  kind: 'number',
  state,
});
const callWith = (parties: readonly CallParty[], part: Partial<DeskCall> = {}): DeskCall => ({
  connectContactId: 'a',
  inbound: false,
  attributes: {},
  phase: 'connected',
  subject: { status: 'looking-up' },
  parties,
  ...part,
});
const told = (before: DeskCall, after: DeskCall) =>
  partyChanges(before, after).map(({ party: { partyId }, change }) => `${partyId} ${change}`);

describe('what becomes of the parties of a call', () => {
  it('is told once: called, on the line, on hold, left', () => {
    const alone = callWith([party('dana', 'connected')]);
    const ringing = callWith([party('dana', 'hold'), party('ingrid', 'ringing')]);
    const together = callWith([party('dana', 'connected'), party('ingrid', 'connected')]);
    expect(told(alone, ringing)).toEqual(['dana on-hold', 'ingrid called']);
    expect(told(ringing, together)).toEqual(['dana on-the-line', 'ingrid on-the-line']);
    expect(told(together, alone)).toEqual(['ingrid left']);
    expect(told(together, together)).toEqual([]);
  });

  it('tells who could not be reached from who was dropped while it rang', () => {
    const ringing = callWith([party('dana', 'hold'), party('ingrid', 'ringing')]);
    const held = callWith([party('dana', 'hold')]);
    expect(told(ringing, held)).toEqual(['ingrid not-reached']);
    expect(told(ringing, { ...held, dropped: ['ingrid'] })).toEqual(['ingrid left']);
  });

  it('is not told at the beginning and the end of a call: its phase says it', () => {
    const before = callWith([party('dana', 'connected')], { phase: 'ringing' });
    const talking = callWith([party('dana', 'connected')]);
    expect(told(before, talking)).toEqual([]);
    expect(told(talking, callWith([], { phase: 'ended' }))).toEqual([]);
  });

  it('adds up, for whatever parties in whatever states: who is told of last is as was told', () => {
    const parties = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('dana', 'ingrid', 'yuki'),
        state: fc.constantFrom('ringing', 'connected', 'hold'),
      }),
      { selector: ({ id }) => id },
    );
    const states = { called: 'ringing', 'on-the-line': 'connected', 'on-hold': 'hold' } as const;
    fc.assert(
      fc.property(fc.array(parties, { minLength: 2, maxLength: 8 }), (snapshots) => {
        const calls = snapshots.map((list) =>
          callWith(list.map(({ id, state }) => party(id, state as CallParty['state']))),
        );
        const known = new Map(calls[0]?.parties.map(({ partyId, state }) => [partyId, state]));
        calls.slice(1).forEach((after, index) => {
          for (const { party: one, change } of partyChanges(calls[index] ?? after, after)) {
            if (change === 'left' || change === 'not-reached') known.delete(one.partyId);
            else known.set(one.partyId, states[change]);
          }
          expect(Object.fromEntries(known)).toEqual(
            Object.fromEntries(after.parties.map(({ partyId, state }) => [partyId, state])),
          );
        });
      }),
    );
  });
});
