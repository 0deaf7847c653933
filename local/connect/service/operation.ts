import type { Engine } from '../engine.ts';
import { type InstanceResource, resourceArn } from '../instance.ts';
import type { Input } from './input.ts';

/** What one operation of the service does, and what its caller must be allowed to. */
export interface ServiceOperation {
  /** ARNs for the caller's policy, from the (not yet checked) input. */
  resources(engine: Engine, input: Input): readonly string[];
  run(engine: Engine, input: Input): object | Promise<object>;
  /** What the service does and this does not, for the README; without it nothing is known to be missing. */
  readonly partial?: string;
}

const text = (input: Input, name: string): string => {
  const value = input[name];
  return typeof value === 'string' ? value.slice(value.lastIndexOf('/') + 1) : '*';
};

/** The ARN of what a member names, by id or ARN. */
export const namedResource =
  (kind: InstanceResource, member: string) =>
  (engine: Engine, input: Input): readonly string[] => [resourceArn(engine.instance, kind, text(input, member))];
export const contactResource = (member = 'ContactId') => namedResource('contact', member);
export const flowResource = namedResource('contact-flow', 'ContactFlowId');
export const userResource = namedResource('agent', 'UserId');
export const queueResource = namedResource('queue', 'QueueId');
export const instanceResource = (engine: Engine): readonly string[] => [engine.instance.arn];
