/** Reading and checking an operation's members, in the service's words. */

import type { Contact } from '../contacts/contact.ts';
import type { Engine } from '../engine.ts';
import { isRecord } from '../flow/language.ts';
import { type Flow, findFlow } from '../instance.ts';
import { invalidParameter, notFound } from './errors.ts';

export type Input = Readonly<Record<string, unknown>>;

/** A string member within its length; `undefined` when absent. */
export const optionalText = (input: Input, name: string, minimum: number, maximum: number): string | undefined => {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw invalidParameter(`${name} must be a string`);
  if (value.length < minimum || value.length > maximum) {
    throw invalidParameter(`${name} must have a length from ${minimum} to ${maximum}`);
  }
  return value;
};

export const requiredText = (input: Input, name: string, minimum: number, maximum: number): string => {
  const value = optionalText(input, name, minimum, maximum);
  if (value === undefined) throw invalidParameter(`${name} is a required parameter`);
  return value;
};

export const optionalChoice = <Choice extends string>(
  input: Input,
  name: string,
  choices: readonly Choice[],
): Choice | undefined => {
  const value = input[name];
  if (value === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw invalidParameter(`${name} must be one of ${choices.join(', ')}`);
  return choice;
};

export const optionalInteger = (input: Input, name: string, minimum: number, maximum: number): number | undefined => {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < minimum || value > maximum) {
    throw invalidParameter(`${name} must be a whole number from ${minimum} to ${maximum}`);
  }
  return value;
};

export const textMap = (input: Input, name: string): Readonly<Record<string, string>> => {
  const value = input[name];
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, String(entry)]));
};

/** `InstanceId` may be the id or the ARN. */
export const checkInstance = (engine: Engine, input: Input): void => {
  const instanceId = requiredText(input, 'InstanceId', 1, 250);
  if (instanceId !== engine.instance.id && instanceId !== engine.instance.arn) {
    throw notFound('Instance not found');
  }
};

export const contactIn = (engine: Engine, input: Input, name = 'ContactId'): Contact => {
  const contact = engine.contacts.get(requiredText(input, name, 1, 256));
  if (contact === undefined) throw notFound('Contact not found');
  return contact;
};

export const flowIn = (engine: Engine, input: Input): Flow => {
  const flow = findFlow(engine.instance, requiredText(input, 'ContactFlowId', 1, 500));
  if (flow === undefined) throw notFound('Contact flow not found');
  return flow;
};

/** One page of a list; the token is the offset of the next one. */
export const pageOf = <Item>(
  input: Input,
  items: readonly Item[],
  maximum = 1_000,
): { items: readonly Item[]; NextToken: string | undefined } => {
  const start = input.NextToken === undefined ? 0 : Number(input.NextToken);
  if (!Number.isInteger(start) || start < 0) throw invalidParameter('NextToken is not valid');
  const size = optionalInteger(input, 'MaxResults', 1, maximum) ?? 100;
  const end = start + size;
  return { items: items.slice(start, end), NextToken: end < items.length ? String(end) : undefined };
};
