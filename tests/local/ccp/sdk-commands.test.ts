import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../local/connect/ccp/page/sdk/commands.ts';
import { topicEvents } from '../../../local/connect/ccp/page/sdk/topics.ts';
import { SmallEngine } from './small-engine.ts';

/** The values of the enums that a package of the SDK sends, read from its own sources. */
const valuesIn = (packageName: string, file: string): string[] => {
  const path = `../../../node_modules/@amazon-connect/${packageName}/lib-esm/${file}.js`;
  const text = readFileSync(new URL(path, import.meta.url), 'utf8');
  return [...text.matchAll(/\["\w+"\] = "([^"]+)"/g)].map(([, value]) => value ?? '');
};

describe('commands of the SDK', () => {
  it.each(['contact', 'voice', 'activity'])('%s sends none that has no handler', (packageName) => {
    const sent = valuesIn(packageName, 'routes');
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.filter((command) => !Object.hasOwn(COMMANDS, command))).toEqual([]);
  });
});

/** Topics that nothing in the local Connect brings about. */
const NEVER: Readonly<Record<string, string>> = {
  'contact/pending': 'a queue callback rings as incoming at once',
  'agent/networkConnectionStatusChanged': 'told by the page itself when its push channel is lost: see ccp-sdk.test.ts',
};

describe('topics of the SDK', () => {
  it('are all told by a day of calls, but for those with a reason', async () => {
    const engine = new SmallEngine();
    const state = () => ({ snapshot: engine.snapshot(), configuration: engine.configuration() });
    let before = state();
    const told = new Set<string>();
    const look = (after = state()) => {
      for (const { key } of topicEvents(before, after)) told.add(key);
      before = after;
    };
    const perform = async (operation: Parameters<typeof engine.perform>[1], params: Record<string, unknown>) => {
      await engine.perform('ana', operation, params);
      look();
    };
    const connections = () => engine.snapshot().contacts[0]?.connections ?? [];
    const contactId = engine.ring();
    look();
    engine.join(contactId);
    look();
    for (const { connectionId } of connections()) {
      await perform('holdConnection', { contactId, connectionId });
      await perform('resumeConnection', { contactId, connectionId });
    }
    await perform('createAdditionalConnection', { contactId, endpoint: { phoneNumber: '+14155550102' } });
    const lunch = engine.configuration().agentStates.find(({ name }) => name === 'Lunch');
    await perform('putAgentState', { state: lunch, enqueueNextState: true });
    engine.customerHangsUp(contactId);
    look();
    await perform('clearContact', { contactId });
    const second = engine.ring();
    look();
    engine.miss(second);
    look();
    const [missed] = engine.snapshot().contacts;
    const ringing = engine.snapshot();
    look({ ...before, snapshot: { ...ringing, contacts: ringing.contacts.map(incoming) } });
    await perform('clearContact', { contactId: missed?.contactId });
    const { routingProfile, ...rest } = engine.configuration();
    const channelConcurrencyMap = { VOICE: 1, TASK: 0 };
    look({
      ...before,
      configuration: {
        ...rest,
        voiceEnhancementMode: 'NOISE_SUPPRESSION',
        routingProfile: { ...routingProfile, channelConcurrencyMap },
      },
    });
    const known = ['contact', 'voice'].flatMap((packageName) => valuesIn(packageName, 'topic-keys'));
    expect(known.filter((key) => !told.has(key)).toSorted()).toEqual(Object.keys(NEVER).toSorted());
  });
});

const incoming = <C extends object>(contact: C) => ({
  ...contact,
  state: { type: 'incoming' as const, timestamp: new Date().toISOString() },
});
