import { describe, expect, it } from 'vitest';
import { dialablePhone, readablePhone } from '../../../local/connect/ccp/page/phone-numbers.ts';
import { viewOf } from '../../../local/connect/ccp/page/view-state.ts';
import { clockText } from '../../../local/connect/ccp/page/views/elapsed.ts';
import { SmallEngine } from './small-engine.ts';

const phaseOf = (engine: SmallEngine) => viewOf(engine.snapshot()).phase;

describe('what the softphone shows', () => {
  it('follows an offered call from ringing to after-call work', async () => {
    const engine = new SmallEngine();
    expect(phaseOf(engine)).toBe('idle');
    const contactId = engine.ring();
    expect(phaseOf(engine)).toBe('ringing');
    const { contacts, ...snapshot } = engine.snapshot();
    const accepted = contacts.map((contact) => ({
      ...contact,
      connections: contact.connections.map((each) => ({
        ...each,
        state: { ...each.state, type: 'connected' as const },
      })),
    }));
    expect(viewOf({ ...snapshot, contacts: accepted }).phase).toBe('joining');
    engine.join(contactId);
    expect(phaseOf(engine)).toBe('connected');
    engine.customerHangsUp(contactId);
    expect(phaseOf(engine)).toBe('after-call');
    await engine.perform('ana', 'clearContact', { contactId });
    expect(phaseOf(engine)).toBe('idle');
  });

  it('tells a missed offer from a call of the agent that failed', async () => {
    const engine = new SmallEngine();
    engine.miss(engine.ring());
    expect(phaseOf(engine)).toBe('missed');
    const { contacts, state } = engine.snapshot();
    const own = contacts.map((contact) => ({
      ...contact,
      initiationMethod: 'OUTBOUND',
      connections: contact.connections.map((each) => (each.initial ? { ...each, type: 'outbound' as const } : each)),
    }));
    const snapshot = { ...engine.snapshot(), contacts: own, state: { ...state, name: 'FailedConnectCustomer' } };
    expect(viewOf(snapshot).phase).toBe('failed');
  });

  it('prefers the call that rings, unless the agent has chosen another', () => {
    const engine = new SmallEngine();
    const talking = engine.ring();
    engine.join(talking);
    const ringing = engine.ring();
    const shown = (chosen?: string) => {
      const view = viewOf(engine.snapshot(), chosen);
      return view.phase === 'idle' ? undefined : view.contact.contactId;
    };
    expect(shown()).toBe(ringing);
    expect(shown(talking)).toBe(talking);
    expect(shown('gone')).toBe(ringing);
  });
});

describe('phone numbers', () => {
  it('are read the way people type them', () => {
    expect(dialablePhone('(415) 555-2671', ['us', 'de'])).toBe('+14155552671');
    expect(dialablePhone('030 555010200', ['de'])).toBe('+4930555010200');
    expect(dialablePhone('+49 30 555010200', ['us'])).toBe('+4930555010200');
    expect(dialablePhone('12', ['us'])).toBeUndefined();
    expect(dialablePhone('hello', ['xx'])).toBeUndefined();
  });

  it('are shown in groups, and as they are when they are none', () => {
    expect(readablePhone('+14155550101')).toBe('+1 415 555 0101');
    expect(readablePhone('anonymous')).toBe('anonymous');
    expect(readablePhone(null)).toBe('Unknown number');
  });
});

describe('the clock', () => {
  it.each([
    [-5, '0:00'],
    [61_999, '1:01'],
    [3_661_000, '1:01:01'],
  ])('shows %d ms as %s', (milliseconds, text) => {
    expect(clockText(milliseconds)).toBe(text);
  });
});
