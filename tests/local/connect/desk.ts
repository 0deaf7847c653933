/** An agent on the telephone with a customer, a colleague who is free, and quick connects. */
import { expect } from 'vitest';
import type { CtiOperation } from '../../../local/connect/agent-session.ts';
import { type Contact, isOver } from '../../../local/connect/contacts/contact.ts';
import { conversationOf } from '../../../local/connect/contacts/conversation.ts';
import { resourceArn } from '../../../local/connect/instance.ts';
import { action, CUSTOMER, SALES, type TestInstance, TO_AGENT_QUEUE, testInstance } from './instance.ts';

export const LEGAL = '+4930555010300';

/** `ana` and `ben` lead to these agents, `team` to the Sales queue. */
export const addQuickConnects = ({ engine: { instance }, addFlow }: TestInstance): void => {
  const toAgent = addFlow('to-agent', 'AGENT_TRANSFER', [action('go', 'TransferContactToAgent')]);
  const toQueue = addFlow('to-queue', 'QUEUE_TRANSFER', [
    action('go', 'TransferContactToQueue', {}, undefined, {
      errors: { QueueAtCapacity: 'end', NoMatchingError: 'end' },
    }),
    action('end', 'DisconnectParticipant'),
  ]);
  for (const { id: userId, username: id } of instance.users)
    instance.quickConnects.set(id, { id, name: id, config: { type: 'USER', userId, flowId: toAgent.id } });
  instance.quickConnects.set('team', {
    id: 'team',
    name: 'Team',
    config: { type: 'QUEUE', queueId: SALES, flowId: toQueue.id },
  });
};

export const quickConnect = (name: string) => ({ type: 'agent', endpointARN: `transfer-destination/${name}` });

/** Whatever has happened so far: a live contact has a line with somebody on it, and nobody talks to nobody. */
export const checkLive = ({ engine }: TestInstance): void => {
  for (const contact of engine.contacts.values()) {
    if (isOver(contact) || contact.channel === 'TASK') continue;
    const { contacts } = conversationOf(engine, contact);
    expect(contacts).toContain(contact);
    for (const other of contacts) expect(other.legs).toBe(contact.legs);
    const live = contact.legs.filter(({ state }) => state !== 'disconnected');
    expect(live.length).toBeGreaterThan(0);
    if (contact.state === 'connected') expect(live.length).toBeGreaterThan(1);
  }
  for (const { line } of engine.phones.list()) {
    const owner = line === undefined ? undefined : engine.contacts.get(line.contactId);
    expect(owner !== undefined && isOver(owner)).toBe(false);
  }
};

type Who = 'own' | 'customer' | 'other';

export interface Desk extends TestInstance {
  readonly call: Contact;
  connections(user: string): { id: string; type: string; state: string; who: string | null }[];
  /** Names a connection of the first contact on the desk; `other` is the first that lives of the third parties. */
  leg(user: string, who: Who): { contactId: string; connectionId: string };
  does(user: string, operation: CtiOperation, who: Who): Promise<unknown>;
  /** Ana brings the call to a quick connect by name, or to a number; answers the newest contact. */
  transfer(operation: CtiOperation, to: string): Promise<Contact>;
}

export const desk = async (): Promise<Desk> => {
  const instance = testInstance();
  const { engine, agents, scheduler } = instance;
  addQuickConnects(instance);
  engine.phones.setBehavior(CUSTOMER, 'answer', 100);
  engine.phones.setBehavior(LEGAL, 'answer', 100);
  await instance.setStatus('ana', 'Available');
  const call = instance.dial(instance.addFlow('entry', 'CONTACT_FLOW', TO_AGENT_QUEUE), { agentUsername: 'ana' });
  await scheduler.advance(1_000);
  await instance.perform('ana', 'acceptContact', { contactId: call.id });
  await scheduler.advance(10);
  expect(call.state).toBe('connected');
  await instance.setStatus('ben', 'Available');
  const connectionsOf = (user: string) => agents.snapshot(user).contacts[0]?.connections ?? [];
  const leg: Desk['leg'] = (user, who) => ({
    contactId: agents.snapshot(user).contacts[0]?.contactId ?? 'none',
    connectionId:
      connectionsOf(user).find(({ type, initial, state }) => {
        if (who === 'own') return type === 'agent';
        return who === 'customer' ? initial : !initial && type !== 'agent' && state.type !== 'disconnected';
      })?.connectionId ?? 'none',
  });
  return {
    ...instance,
    call,
    leg,
    does: (user, operation, who) => instance.perform(user, operation, leg(user, who)),
    connections: (user) =>
      connectionsOf(user).map(({ connectionId: id, type, state, endpoint }) => ({
        id,
        type,
        state: state.type,
        who: endpoint.phoneNumber ?? endpoint.agentLogin ?? endpoint.name,
      })),
    transfer: async (operation, to) => {
      const known = engine.instance.quickConnects.get(to);
      const types = { USER: 'agent', QUEUE: 'queue', PHONE_NUMBER: 'phone_number' } as const;
      await instance.perform('ana', operation, {
        contactId: call.id,
        endpoint: {
          type: known === undefined ? 'phone_number' : types[known.config.type],
          endpointARN: resourceArn(engine.instance, 'transfer-destination', to),
          phoneNumber: known === undefined ? to : null,
        },
      });
      await scheduler.advance(1_000);
      return [...engine.contacts.values()].at(-1) ?? call;
    },
  };
};
