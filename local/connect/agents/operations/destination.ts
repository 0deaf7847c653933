/** Whom the endpoint of an operation means: a number, or the queue of an agent or of many, with the flow that leads there. */
import * as v from 'valibot';
import { CtiError } from '../../agent-session.ts';
import type { Engine } from '../../engine.ts';
import { findFlowVersion } from '../../flow/versions.ts';
import { agentQueueOf, type Flow, findQueue, findUser, idOf, type Queue, type QuickConnect } from '../../instance.ts';
import { destinationAllowed, underConcurrencyLimit } from '../../telephony/destinations.ts';
import { E164 } from '../../telephony/e164.ts';
import { type Params, read } from './operation.ts';

export type Destination =
  | { readonly kind: 'number'; readonly number: string; readonly name: string | null }
  | { readonly kind: 'agent' | 'queue'; readonly queue: Queue; readonly name: string | null; readonly flow?: Flow };

const endpointParams = v.object({
  endpoint: v.looseObject({
    type: v.picklist(['phone_number', 'agent', 'queue']),
    phoneNumber: v.optional(v.nullable(v.string())),
    endpointARN: v.optional(v.nullable(v.string())),
    name: v.optional(v.nullable(v.string())),
  }),
});

const badEndpoint = (message: string): CtiError => new CtiError('BadEndpointException', message);

/** What the service checks before it dials. */
export const checkNumber = (engine: Engine, number: string): void => {
  if (!E164.test(number)) throw badEndpoint('The number is not in E.164 format.');
  if (!destinationAllowed(engine, number)) {
    throw new CtiError('DestinationNotAllowedException', 'The destination may not be called.', 403);
  }
  if (!underConcurrencyLimit(engine)) throw new CtiError('LimitExceededException', 'Too many active calls.', 429);
};

const ofQuickConnect = ({ instance }: Engine, { name, config }: QuickConnect): Destination => {
  if (config.type === 'PHONE_NUMBER') return { kind: 'number', number: config.phoneNumber, name };
  const flow = findFlowVersion(instance, config.flowId);
  if (flow?.published === undefined || flow.state !== 'ACTIVE')
    throw badEndpoint('The flow of the quick connect is not published.');
  const user = config.type === 'USER' ? findUser(instance, config.userId) : undefined;
  const queue =
    config.type === 'QUEUE' ? findQueue(instance, config.queueId) : agentQueueOf(instance, user?.username ?? '');
  if (queue === undefined) throw badEndpoint('The agent or queue of the quick connect is gone.');
  return { kind: config.type === 'USER' ? 'agent' : 'queue', queue, flow, name };
};

/** A quick connect's ARN is the endpoint; an agent's or a queue's own ARN is taken too, without a flow. */
export const destinationIn = (engine: Engine, params: Params): Destination => {
  const { instance } = engine;
  const { type, phoneNumber, endpointARN, name = null } = read(endpointParams, params).endpoint;
  if (type === 'phone_number' && typeof phoneNumber === 'string') return { kind: 'number', number: phoneNumber, name };
  if (typeof endpointARN !== 'string') throw badEndpoint('The endpoint names nobody.');
  const quickConnect = instance.quickConnects.get(idOf(endpointARN));
  if (quickConnect !== undefined) return ofQuickConnect(engine, quickConnect);
  const user = findUser(instance, endpointARN);
  const queue = user === undefined ? findQueue(instance, endpointARN) : agentQueueOf(instance, user.username);
  if (queue === undefined) throw badEndpoint('There is no such quick connect, agent or queue.');
  return { kind: queue.type === 'AGENT' ? 'agent' : 'queue', queue, name: name ?? user?.name ?? queue.name };
};
