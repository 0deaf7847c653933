/** What exists in the Connect instance apart from contacts: queues, people, flows, numbers, associations. */
import type { AgentStatus } from './agent-session.ts';

export type FlowType =
  | 'CONTACT_FLOW'
  | 'CUSTOMER_QUEUE'
  | 'CUSTOMER_HOLD'
  | 'CUSTOMER_WHISPER'
  | 'AGENT_HOLD'
  | 'AGENT_WHISPER'
  | 'OUTBOUND_WHISPER'
  | 'AGENT_TRANSFER'
  | 'QUEUE_TRANSFER'
  | 'CAMPAIGN';

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface SeedUser {
  readonly id: string;
  readonly username: string;
  readonly name: string;
}

export interface SeedNumber {
  readonly id: string;
  readonly number: string;
  readonly description: string;
  /**
   * The operator's standing order: a flow whose name ends like this answers the number as soon as it exists, unless the
   * number has a flow already.
   */
  readonly answeredBy?: string;
}

/** The instance as it is before anything is deployed into it. */
export interface InstanceSeed {
  readonly alias: string;
  readonly queues: readonly Named[];
  readonly prompts: readonly Named[];
  readonly hoursOfOperation: readonly Named[];
  readonly routingProfile: Named;
  readonly users: readonly SeedUser[];
  readonly phoneNumbers: readonly SeedNumber[];
  readonly quickConnects: readonly { readonly id: string; readonly name: string; readonly phoneNumber: string }[];
}

export interface Flow {
  readonly id: string;
  name: string;
  readonly type: FlowType;
  description: string;
  content: string;
  state: 'ACTIVE' | 'ARCHIVED';
  /** `SAVED` content is kept but not validated and never runs. */
  status: 'PUBLISHED' | 'SAVED';
  /** What runs: the last content that was published. */
  published?: string;
  tags: Record<string, string>;
  modifiedAt: number;
}

export interface IntegrationAssociation {
  readonly id: string;
  readonly type: string;
  readonly arn: string;
  readonly tags: Record<string, string>;
}

export interface User extends SeedUser {
  readonly arn: string;
}

/** A standard queue, or the queue every user owns. */
export interface Queue {
  readonly id: string;
  readonly arn: string;
  readonly name: string | null;
  readonly type: 'STANDARD' | 'AGENT';
  /** The only user an agent queue routes to. */
  readonly username?: string;
  /** Flow that a call placed from this queue runs when it is answered. */
  outboundFlowId?: string;
}

export interface Instance {
  readonly id: string;
  readonly arn: string;
  readonly alias: string;
  readonly region: string;
  readonly accountId: string;
  readonly seed: InstanceSeed;
  readonly users: readonly User[];
  readonly queues: readonly Queue[];
  readonly statuses: readonly AgentStatus[];
  readonly flows: Map<string, Flow>;
  readonly associations: Map<string, IntegrationAssociation>;
  readonly approvedOrigins: Set<string>;
  /** Claimed number to the flow that answers it. */
  readonly numberFlows: Map<string, string>;
}

export type InstanceResource =
  | 'queue'
  | 'prompt'
  | 'operating-hours'
  | 'routing-profile'
  | 'agent'
  | 'agent-state'
  | 'contact-flow'
  | 'contact'
  | 'transfer-destination'
  | 'integration-association';

export const resourceArn = (instance: Pick<Instance, 'arn'>, kind: InstanceResource, id: string): string =>
  `${instance.arn}/${kind}/${id}`;

export const phoneNumberArn = (instance: Pick<Instance, 'region' | 'accountId'>, id: string): string =>
  `arn:aws:connect:${instance.region}:${instance.accountId}:phone-number/${id}`;

/** The statuses of a new instance, and one custom status. */
const STATUSES = [
  { id: 'e5c00000-0000-4000-8000-000000000001', type: 'routable', name: 'Available' },
  { id: 'e5c00000-0000-4000-8000-000000000002', type: 'offline', name: 'Offline' },
  { id: 'e5c00000-0000-4000-8000-000000000003', type: 'not_routable', name: 'Break' },
  { id: 'e5c00000-0000-4000-8000-000000000004', type: 'not_routable', name: 'Lunch' },
] as const;

export const createInstance = (
  place: { readonly instanceId: string; readonly region: string; readonly accountId: string },
  seed: InstanceSeed,
): Instance => {
  const arn = `arn:aws:connect:${place.region}:${place.accountId}:instance/${place.instanceId}`;
  const here = { arn };
  return {
    id: place.instanceId,
    arn,
    alias: seed.alias,
    region: place.region,
    accountId: place.accountId,
    seed,
    users: seed.users.map((user) => ({ ...user, arn: resourceArn(here, 'agent', user.id) })),
    queues: [
      ...seed.queues.map(
        ({ id, name }): Queue => ({ id, name, arn: resourceArn(here, 'queue', id), type: 'STANDARD' }),
      ),
      ...seed.users.map(
        ({ id, username }): Queue => ({ id, name: null, arn: `${arn}/queue/agent/${id}`, type: 'AGENT', username }),
      ),
    ],
    statuses: STATUSES.map(({ id, type, name }) => ({
      agentStateARN: resourceArn(here, 'agent-state', id),
      type,
      name,
    })),
    flows: new Map(),
    associations: new Map(),
    approvedOrigins: new Set(),
    numberFlows: new Map(),
  };
};

/** The last part of an ARN, or the id itself. */
export const idOf = (idOrArn: string): string => idOrArn.slice(idOrArn.lastIndexOf('/') + 1);

/** By id or ARN. An agent's queue has the ARN `…/queue/agent/<user id>`. */
export const findQueue = (instance: Instance, idOrArn: string): Queue | undefined =>
  instance.queues.find((queue) => queue.arn === idOrArn || (queue.type === 'STANDARD' && queue.id === idOrArn));

/** By user name, id or ARN, as flows and the API name an agent. */
export const findUser = (instance: Instance, nameIdOrArn: string): User | undefined =>
  instance.users.find((user) => user.username === nameIdOrArn || user.id === nameIdOrArn || user.arn === nameIdOrArn);

export const findFlow = (instance: Instance, idOrArn: string): Flow | undefined => {
  const flow = instance.flows.get(idOf(idOrArn));
  return flow !== undefined && (idOrArn === flow.id || idOrArn === resourceArn(instance, 'contact-flow', flow.id))
    ? flow
    : undefined;
};

export const agentQueueOf = (instance: Instance, username: string): Queue | undefined =>
  instance.queues.find((queue) => queue.username === username);

export const functionAssociated = (instance: Instance, functionArn: string): boolean =>
  [...instance.associations.values()].some(
    (association) => association.type === 'LAMBDA_FUNCTION' && association.arn === functionArn,
  );
