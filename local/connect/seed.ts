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
import type { InstanceSeed, SeedUser } from './instance.ts';
import { transferTargets } from './transfer-targets.ts';

const AGENTS: readonly SeedUser[] = PEOPLE.flatMap(({ username, name, password, connectUserId }) =>
  connectUserId === undefined ? [] : [{ id: connectUserId, username, name, password }],
);

const TARGETS = transferTargets(AGENTS, QUEUES);

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
  flows: TARGETS.flows,
  quickConnects: [
    {
      id: '4f7b0000-0000-4000-8000-000000000001',
      name: 'Legal desk',
      config: { type: 'PHONE_NUMBER', phoneNumber: '+4930555010300' },
    },
    ...TARGETS.quickConnects,
  ],
};
