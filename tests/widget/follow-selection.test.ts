/** Desktop and CCP show the same call: with the broadcast of amazon-connect-streams, whose every selection comes back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Softphone, SoftphoneEvent } from '../../ccp-widget/src/softphone/softphone.ts';
import { createStreamsSelection, ECHO_WITHIN_MS } from '../../ccp-widget/src/softphone/streams-selection.ts';
import type { Desk } from '../../ccp-widget/src/state/desk.ts';
import { type DeskCall, type DesktopState, INITIAL_STATE } from '../../ccp-widget/src/state/desktop-state.ts';
import { followSelection } from '../../ccp-widget/src/state/follow-selection.ts';
import { createStore } from '../../ccp-widget/src/state/store.ts';

const call = (connectContactId: string, phase: DeskCall['phase'] = 'connected'): DeskCall => ({
  ...{ connectContactId, inbound: false, attributes: {}, phase, parties: [] },
  subject: { status: 'looking-up' },
});
const focusOn = (connectContactId: string) => ({ kind: 'call', connectContactId }) as const;

/** A CCP that shows what it is told to, and repeats every selection to everybody, when `deliver` lets the next one through. */
function openDesk(calls: readonly DeskCall[], { echoes = true, capable = true } = {}) {
  const store = createStore<DesktopState>({ ...INITIAL_STATE, calls });
  const listeners = new Set<(event: SoftphoneEvent) => void>();
  const onTheWay: string[] = [];
  const viewed: string[] = [];
  const clock = { now: 0 };
  let hear: (event: { contactId: string }) => void = () => undefined;
  let isTyping = false;
  let inCcp: string | undefined;
  const selection = createStreamsSelection({
    has: (id) => calls.some(({ connectContactId }) => connectContactId === id),
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    guarded: (_, run) => run,
    now: () => clock.now,
  });
  selection.follow({
    core: {
      viewContact: (id: string) => {
        viewed.push(id);
        inCcp = id;
        if (echoes) onTheWay.push(id);
      },
      onViewContact: (listener: typeof hear) => {
        hear = listener;
      },
    },
  } as unknown as Parameters<typeof selection.follow>[0]);
  const softphone = {
    capabilities: new Set(capable ? ['select'] : []),
    subscribe: (listener: (event: SoftphoneEvent) => void) => listeners.add(listener),
    select: selection.select,
  } as unknown as Softphone;
  followSelection({ store } as Desk, softphone, () => isTyping);
  const deliver = (): void => {
    const contactId = onTheWay.shift();
    if (contactId !== undefined) hear({ contactId });
  };
  return {
    ...{ viewed, clock, deliver },
    shown: () => {
      const { focus } = store.get();
      return focus.kind === 'call' ? focus.connectContactId : focus.kind;
    },
    inCcp: () => inCcp,
    type: (typing: boolean) => {
      isTyping = typing;
    },
    press: (id: string) => store.update((state) => ({ ...state, focus: focusOn(id) })),
    clickInCcp: (id: string) => {
      inCcp = id;
      onTheWay.push(id);
    },
    settle: () => {
      for (let left = 100; left > 0 && onTheWay.length > 0; left -= 1) deliver();
      expect(onTheWay).toEqual([]);
    },
  };
}

const two = [call('a'), call('b')];

describe('the call on the screen and the one selected in the softphone', () => {
  it('follow each other', () => {
    const desk = openDesk(two);
    desk.press('b');
    expect(desk.viewed).toEqual(['b']);
    desk.settle();
    desk.clickInCcp('a');
    desk.settle();
    expect(desk.shown()).toBe('a');
    // The softphone has it already.
    expect(desk.viewed).toEqual(['b']);
  });

  it('are asked for again by a second press: a CCP need not tell each of its switches (amazon-connect-streams, issue 343)', () => {
    const desk = openDesk(two);
    desk.press('b');
    desk.press('b');
    expect(desk.viewed).toEqual(['b', 'b']);
  });

  it('come to rest on the same call, whatever is pressed here and there while selections are still on their way', () => {
    const step = fc.constantFrom('press a', 'press b', 'press c', 'deliver', 'click a', 'click b', 'click c');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const desk = openDesk([...two, call('c')]);
        for (const one of steps) {
          if (one === 'deliver') desk.deliver();
          else if (one.startsWith('press')) desk.press(one.slice(6));
          else desk.clickInCcp(one.slice(6));
        }
        desk.settle();
        const last = steps.findLast((one) => one !== 'deliver')?.slice(6);
        expect([desk.shown(), desk.inCcp()]).toEqual([last ?? 'idle', last]);
        // Nothing is asked for that nobody has pressed.
        expect(desk.viewed).toHaveLength(steps.filter((one) => one.startsWith('press')).length);
      }),
    );
  });

  it('are not switched under somebody who types; the next press is theirs', () => {
    const desk = openDesk(two);
    desk.press('a');
    desk.settle();
    desk.type(true);
    desk.clickInCcp('b');
    desk.settle();
    expect(desk.shown()).toBe('a');
    desk.press('a');
    expect(desk.inCcp()).toBe('a');
  });

  it('are left alone for one call, for one that the softphone has let go of, and for what is no call of the desk', () => {
    const alone = openDesk([call('a')]);
    alone.press('a');
    expect(alone.viewed).toEqual([]);
    const finished = openDesk([call('a', 'cleared'), call('b'), call('c')]);
    finished.press('a');
    expect(finished.viewed).toEqual([]);
    finished.clickInCcp('');
    finished.clickInCcp('somebody else’s chat');
    finished.settle();
    expect(finished.shown()).toBe('a');
  });

  it('are each their own where the softphone cannot be told', () => {
    const desk = openDesk(two, { capable: false });
    desk.press('b');
    desk.clickInCcp('a');
    desk.settle();
    expect([desk.shown(), desk.viewed]).toEqual(['b', []]);
  });

  it('wait for an echo that never comes no longer than an echo takes', () => {
    const desk = openDesk(two, { echoes: false });
    desk.press('b');
    desk.press('a');
    desk.clock.now += ECHO_WITHIN_MS;
    desk.clickInCcp('b');
    desk.settle();
    expect(desk.shown()).toBe('b');
  });
});
