/** Checks of single parameters, as CreateContactFlow makes them. Numbers and booleans of the language are JSON strings. */
import { findHours, findQueue, findUser, functionAssociated, type Instance, idOf } from '../instance.ts';
import type { ParameterCheck, ParameterRule } from './action.ts';
import { isDynamic, isRecord, looksDynamic } from './language.ts';
import { findFlowVersion, findModuleVersion } from './versions.ts';

export const required = (check: ParameterCheck): ParameterRule => ({ required: true, check });
export const optional = (check: ParameterCheck): ParameterRule => ({ check });

export const text =
  (maximum = 6_000): ParameterCheck =>
  (value) =>
    typeof value === 'string' && value.length <= maximum
      ? undefined
      : `must be a string of at most ${maximum} characters`;

/** Static only: a reference is not allowed. */
export const wholeNumber =
  (minimum: number, maximum: number): ParameterCheck =>
  (value) =>
    typeof value === 'string' && /^\d+$/.test(value) && Number(value) >= minimum && Number(value) <= maximum
      ? undefined
      : `must be a whole number from ${minimum} to ${maximum}, as a string`;

export const dynamicOr =
  (check: ParameterCheck): ParameterCheck =>
  (value, instance) =>
    typeof value === 'string' && isDynamic(value) ? undefined : check(value, instance);

export const oneOf =
  (...choices: string[]): ParameterCheck =>
  (value) =>
    typeof value === 'string' && choices.includes(value) ? undefined : `must be one of ${choices.join(', ')}`;

export const dynamic: ParameterCheck = (value) =>
  typeof value === 'string' && isDynamic(value) ? undefined : 'must be a single JSONPath reference';

export const anything: ParameterCheck = () => undefined;
export const record: ParameterCheck = (value) => (isRecord(value) ? undefined : 'must be an object');
export const textMap: ParameterCheck = (value) =>
  isRecord(value) && Object.values(value).every((entry) => typeof entry === 'string')
    ? undefined
    : 'must be an object of strings';
export const textList: ParameterCheck = (value) =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? undefined : 'must be a list of strings';

/** A resource by id or ARN that must exist, or one reference that is resolved when the flow runs. */
const reference =
  (what: string, exists: (instance: Instance, idOrArn: string) => boolean): ParameterCheck =>
  (value, instance) => {
    if (typeof value !== 'string' || value === '') return `must name a ${what}`;
    if (looksDynamic(value)) return isDynamic(value) ? undefined : 'must be fully static or one JSONPath reference';
    return exists(instance, value) ? undefined : `${what} ${value} does not exist in this instance`;
  };

export const queue = reference('queue', (instance, id) => findQueue(instance, id) !== undefined);
export const agent = reference('agent', (instance, id) => findUser(instance, id) !== undefined);
export const flow = reference('flow', (instance, id) => findFlowVersion(instance, id) !== undefined);
export const flowModule = reference('flow module', (instance, id) => findModuleVersion(instance, id) !== undefined);
export const prompt = reference('prompt', (instance, id) =>
  instance.seed.prompts.some((known) => known.id === idOf(id)),
);
export const hours = reference('hours of operation', (instance, id) => findHours(instance, id) !== undefined);
export const lambda = reference('Lambda function', functionAssociated);
