/** The local system's instance, from what exists before anything is deployed. */
import {
  HOURS_OF_OPERATION,
  INSTANCE_ALIAS,
  PEOPLE,
  PHONE_NUMBERS,
  PROMPTS,
  QUEUES,
  ROUTING_PROFILE,
} from '../seed.ts';
import { DEFAULT_AGENT_TRANSFER, DEFAULT_QUEUE_TRANSFER } from './default-flows.ts';
import type { InstanceSeed, QuickConnect, SeedUser } from './instance.ts';

const AGENTS: readonly SeedUser[] = PEOPLE.flatMap(({ username, name, password, connectUserId }) =>
  connectUserId === undefined ? [] : [{ id: connectUserId, username, name, password }],
);

export const INSTANCE_SEED: InstanceSeed = {
  alias: INSTANCE_ALIAS,
  queues: QUEUES,
  prompts: PROMPTS,
  hoursOfOperation: HOURS_OF_OPERATION,
  routingProfile: ROUTING_PROFILE,
  phoneNumbers: PHONE_NUMBERS.map((number) =>
    number === PHONE_NUMBERS[1] ? { ...number, answeredBy: 'inbound-lookup' } : number,
  ),
  users: AGENTS,
  flows: [DEFAULT_AGENT_TRANSFER, DEFAULT_QUEUE_TRANSFER],
  quickConnects: [
    {
      id: '4f7b0000-0000-4000-8000-000000000001',
      name: 'Legal desk',
      config: { type: 'PHONE_NUMBER', phoneNumber: '+4930555010300' },
    },
    ...AGENTS.map(
      ({ id, name }, index): QuickConnect => ({
        id: `4f7b0000-0000-4000-8000-00000000010${index + 1}`,
        name,
        config: { type: 'USER', userId: id, flowId: DEFAULT_AGENT_TRANSFER.id },
      }),
    ),
    ...QUEUES.map(
      ({ id, name }, index): QuickConnect => ({
        id: `4f7b0000-0000-4000-8000-00000000020${index + 1}`,
        name,
        config: { type: 'QUEUE', queueId: id, flowId: DEFAULT_QUEUE_TRANSFER.id },
      }),
    ),
  ],
};
