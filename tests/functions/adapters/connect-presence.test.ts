import type { ConnectClient } from '@aws-sdk/client-connect';
import { beforeEach, describe, expect, it } from 'vitest';
import { connectPresence } from '#adapters/connect-presence.ts';
import { AGENT_MEMORY } from '#core/policy.ts';
import { type TestInstance, testInstance } from '../../local/connect/instance.ts';
import { clientOf } from '../../local/connect/service-client.ts';

/** The real client against the local Connect, on virtual time. */
let instance: TestInstance;
let asked: string[];
let failing: string | undefined;
let presence: ReturnType<typeof connectPresence>;
beforeEach(() => {
  instance = testInstance();
  asked = [];
  failing = undefined;
  const client = clientOf(instance.engine);
  client.middlewareStack.add((next, context) => async (args) => {
    asked.push(String(context.commandName));
    if (context.commandName === failing) throw new Error('throttled');
    return next(args);
  });
  const clock = { now: () => new Date(instance.scheduler.now()) };
  presence = connectPresence(client as ConnectClient, clock, instance.engine.instance.id);
});
const forget = () => instance.scheduler.advance(AGENT_MEMORY);

describe('an agent', () => {
  it('is available in a routable status, and not in another one or when signed out', async () => {
    expect(await presence.isAvailable('ana')).toBe(false);
    await instance.setStatus('ana', 'Available');
    await forget();
    expect(await presence.isAvailable('ana')).toBe(true);
    await instance.setStatus('ana', 'Lunch');
    await forget();
    expect(await presence.isAvailable('ana')).toBe(false);
  });

  it('is not available during a call', async () => {
    await instance.setStatus('ana', 'Available');
    const endpoint = { type: 'phone_number', phoneNumber: '+14155550101' };
    await instance.perform('ana', 'createOutboundContact', { endpoint });
    expect(await presence.isAvailable('ana')).toBe(false);
  });

  it('whom the instance does not know is not available', async () => {
    expect(await presence.isAvailable('nobody')).toBe(false);
    expect(await presence.isAvailable('an')).toBe(false);
  });

  it('costs one request every few seconds, once their id is known', async () => {
    await presence.isAvailable('ana');
    expect(asked.toSorted()).toEqual(['GetCurrentUserDataCommand', 'ListAgentStatusesCommand', 'SearchUsersCommand']);
    await presence.isAvailable('ana');
    expect(asked).toHaveLength(3);
    await forget();
    await Promise.all([presence.isAvailable('ana'), presence.isAvailable('ana')]);
    expect(asked.slice(3)).toEqual(['GetCurrentUserDataCommand']);
  });

  it.each(['SearchUsersCommand', 'ListAgentStatusesCommand', 'GetCurrentUserDataCommand'])(
    'is asked about again when %s has failed',
    async (command) => {
      await instance.setStatus('ana', 'Available');
      failing = command;
      await expect(presence.isAvailable('ana')).rejects.toThrow('throttled');
      failing = undefined;
      expect(await presence.isAvailable('ana')).toBe(true);
    },
  );
});
