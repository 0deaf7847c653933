import { describe, expect, it } from 'vitest';
import { topicEvents } from '../../../local/connect/ccp/page/sdk/topics.ts';
import { SmallEngine } from './small-engine.ts';

const follow = (engine: SmallEngine) => {
  let before = { snapshot: engine.snapshot(), configuration: engine.configuration() };
  return () => {
    const after = { snapshot: engine.snapshot(), configuration: engine.configuration() };
    const events = topicEvents(before, after);
    before = after;
    return events;
  };
};

describe('topics of the SDK', () => {
  it('tell each step of a call once', async () => {
    const engine = new SmallEngine();
    const next = follow(engine);
    const keys = () => next().map(({ key }) => key);
    const contactId = engine.ring();
    expect(keys()).toEqual(['agent/stateChange', 'agent/availabilityStateChanged', 'contact/connecting']);
    expect(keys()).toEqual([]);
    engine.join(contactId);
    expect(keys()).toContain('contact/connected');
    const customer = engine.snapshot().contacts[0]?.connections.find(({ initial }) => initial)?.connectionId;
    await engine.perform('ana', 'holdConnection', { contactId, connectionId: customer });
    expect(next()).toContainEqual({
      key: 'voice/participantHold',
      parameter: customer,
      data: { participantId: customer, contactId, isOnHold: true },
    });
    engine.customerHangsUp(contactId);
    expect(keys()).toEqual(expect.arrayContaining(['contact/acw', 'contact/participantDisconnected']));
    await engine.perform('ana', 'clearContact', { contactId });
    expect(keys()).toEqual(expect.arrayContaining(['contact/cleared', 'contact/destroy']));
  });

  it('tell a missed call beside the error, with the contact as parameter', () => {
    const engine = new SmallEngine();
    const contactId = engine.ring();
    const next = follow(engine);
    engine.miss(contactId);
    const missed = next().filter(({ key }) => key === 'contact/missed' || key === 'contact/error');
    expect(missed.map(({ key }) => key)).toEqual(['contact/error', 'contact/missed']);
    for (const { parameter, data } of missed) {
      expect(parameter).toBe(contactId);
      expect(data).toMatchObject({ contactId, type: 'voice', subtype: 'connect:Telephony' });
    }
  });

  it('tell the status that was kept for later', async () => {
    const engine = new SmallEngine();
    engine.ring();
    const next = follow(engine);
    const lunch = engine.configuration().agentStates.find(({ name }) => name === 'Lunch');
    await engine.perform('ana', 'putAgentState', { state: lunch, enqueueNextState: true });
    expect(next()).toEqual([
      { key: 'agent/nextAvailabilityStateChanged', data: { nextState: expect.objectContaining({ name: 'Lunch' }) } },
    ]);
  });
});
