import { describe, expect, it } from 'vitest';
import type { CallParty } from '../../ccp-widget/src/softphone/softphone.ts';
import { callAtHand, conversation } from '../../ccp-widget/src/state/call-at-hand.ts';
import { type DeskCall, type DesktopState, INITIAL_STATE } from '../../ccp-widget/src/state/desktop-state.ts';
import { peopleOnTheLine } from '../../ccp-widget/src/state/person-on-the-line.ts';
import { nextCall } from '../../ccp-widget/src/state/switch-calls.ts';
import { candidatesFor } from '../../ccp-widget/src/state/whom-to-add.ts';
import { sampleDeal } from './harness/sample-deal.ts';

const key = { sourceId: 'demo-crm', opportunityId: 'opp/1001' };
const call = (connectContactId: string, phase: DeskCall['phase'], part: Partial<DeskCall> = {}): DeskCall => ({
  connectContactId,
  inbound: false,
  attributes: {},
  phase,
  subject: { status: 'known', key, contactId: 'c-1' },
  parties: [],
  ...part,
});
const deskWith = (calls: readonly DeskCall[], part: Partial<DesktopState> = {}): DesktopState => ({
  ...INITIAL_STATE,
  contexts: { 'demo-crm/opp%2F1001': { status: 'ready', context: sampleDeal() } },
  calls,
  ...part,
});
const focused = (connectContactId: string) => ({ focus: { kind: 'call', connectContactId } }) as const;
const party = (number: string, state: CallParty['state'], initial = false): CallParty => ({
  partyId: number,
  initial,
  kind: 'number',
  state,
  number,
});

describe('the calls of a desk', () => {
  it('keep the agent busy while they ring, are on the line, or are not closed; not once they are cleared', () => {
    for (const [phase, busy] of [
      ['ringing', true],
      ['connected', true],
      ['ended', true],
      ['missed', false],
      ['cleared', false],
    ] as const)
      expect(callAtHand(deskWith([call('a', phase)])) !== undefined, phase).toBe(busy);
  });

  it('have one conversation: of two that are connected the one on the screen', () => {
    const both = [call('a', 'connected'), call('b', 'connected'), call('c', 'ringing')];
    expect(conversation(deskWith(both, focused('b')))?.connectContactId).toBe('b');
    expect(conversation(deskWith(both, focused('c')))?.connectContactId).toBe('a');
  });

  it('are shown one after the other, from whatever is on the screen', () => {
    const two = deskWith([call('a', 'connected'), call('b', 'connected')], { focus: { kind: 'opportunity', key } });
    const first = nextCall(two);
    expect(first.focus).toEqual(focused('a').focus);
    expect(nextCall(first).focus).toEqual(focused('b').focus);
    expect(nextCall(nextCall(first)).focus).toEqual(focused('a').focus);
    const alone = deskWith([call('a', 'connected')], focused('a'));
    expect(nextCall(alone)).toBe(alone);
    expect(nextCall(deskWith([]))).toEqual(deskWith([]));
  });
});

describe('the people of a deal on a call', () => {
  it('are known by their numbers, the chosen one of several before the first', () => {
    const state = deskWith([]);
    const parties = [party('+14155550101', 'hold', true), party('+4721555010', 'connected')];
    expect([...peopleOnTheLine(state, call('a', 'connected', { parties }))]).toEqual([
      ['c-1', 'hold'],
      ['c-3', 'connected'],
    ]);
    const added = { '+4721555010': 'c-4' };
    expect(peopleOnTheLine(state, call('a', 'connected', { parties, added })).get('c-4')).toBe('connected');
    expect([...peopleOnTheLine(state, call('a', 'ended'))]).toEqual([['c-1', 'ended']]);
  });

  it('can be added when they have a number, may be called and are not there yet', () => {
    const state = deskWith([]);
    const talking = call('a', 'connected', { parties: [party('+14155550101', 'connected', true)] });
    const names = (text: string) => candidatesFor(state, talking, [], text).map(({ name }) => name);
    // Dana is on the line, Marcus asked not to be called.
    expect(names('')).toEqual(['Ingrid Sørensen', 'Yuki Tanaka']);
    expect(names('fleet')).toEqual(['Ingrid Sørensen']);
    expect(names('+49 30 5550199')).toEqual(['+49305550199']);
    expect(names('030 5550199')).toEqual([]);
  });
});
