import { randomUUID } from 'node:crypto';
import type { Endpoint } from '../agent-session.ts';
import type { Engine } from '../engine.ts';
import type { Leg } from './contact.ts';

const NOWHERE = { endpointARN: null, name: null, phoneNumber: null, agentLogin: null, queue: null } as const;

export const phoneEndpoint = (phoneNumber: string | null, name: string | null = null): Endpoint => ({
  ...NOWHERE,
  type: 'phone_number',
  name,
  phoneNumber,
});
const agentEndpoint = (username: string): Endpoint => ({ ...NOWHERE, type: 'agent', agentLogin: username });

export const newLeg = (
  engine: Engine,
  leg: Pick<Leg, 'type' | 'initial' | 'endpoint' | 'state'> & { quickConnectName?: string | null },
): Leg => ({
  quickConnectName: null,
  ...leg,
  id: randomUUID(),
  since: engine.scheduler.now(),
  mute: false,
});

/** The agent's own leg, while the softphone rings. */
export const newAgentLeg = (engine: Engine, username: string): Leg =>
  newLeg(engine, { type: 'agent', initial: false, state: 'connecting', endpoint: agentEndpoint(username) });
