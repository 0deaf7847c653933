/** The local instance's contents, from what exists before anything is deployed. */
import { createHash, timingSafeEqual } from 'node:crypto';
import {
  HOURS_OF_OPERATION,
  INSTANCE_ALIAS,
  PEOPLE,
  PHONE_NUMBERS,
  PROMPTS,
  QUEUES,
  ROUTING_PROFILE,
} from '../seed.ts';
import type { InstanceSeed } from './instance.ts';

export const INSTANCE_SEED: InstanceSeed = {
  alias: INSTANCE_ALIAS,
  queues: QUEUES,
  prompts: PROMPTS,
  hoursOfOperation: HOURS_OF_OPERATION,
  routingProfile: ROUTING_PROFILE,
  phoneNumbers: PHONE_NUMBERS.map((number) =>
    number === PHONE_NUMBERS[1] ? { ...number, answeredBy: 'inbound-lookup' } : number,
  ),
  users: PEOPLE.flatMap(({ username, name, connectUserId }) =>
    connectUserId === undefined ? [] : [{ id: connectUserId, username, name }],
  ),
  quickConnects: [{ id: '4f7b0000-0000-4000-8000-000000000001', name: 'Legal desk', phoneNumber: '+4930555010300' }],
};

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The Connect user name, or `undefined` when name and password do not fit or the person is no Connect user. */
export const authenticate = async (username: string, password: string): Promise<string | undefined> => {
  const person = PEOPLE.find((candidate) => candidate.username === username);
  const fits = timingSafeEqual(sha256(person?.password ?? ''), sha256(password));
  return fits && person?.connectUserId !== undefined ? person.username : undefined;
};
