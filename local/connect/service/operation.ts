import type { Engine } from '../engine.ts';
import type { Input } from './input.ts';

/** What one operation of the service does, and what its caller must be allowed to. */
export interface ServiceOperation {
  /** ARNs for the caller's policy, from the (not yet checked) input. */
  resources(engine: Engine, input: Input): readonly string[];
  run(engine: Engine, input: Input): object | Promise<object>;
}

const text = (input: Input, name: string): string => {
  const value = input[name];
  return typeof value === 'string' ? value.slice(value.lastIndexOf('/') + 1) : '*';
};

/** `…/contact/<id>` of the member that names the contact. */
export const contactResource =
  (member = 'ContactId') =>
  (engine: Engine, input: Input): readonly string[] => [`${engine.instance.arn}/contact/${text(input, member)}`];
export const flowResource = (engine: Engine, input: Input): readonly string[] => [
  `${engine.instance.arn}/contact-flow/${text(input, 'ContactFlowId')}`,
];
export const instanceResource = (engine: Engine): readonly string[] => [engine.instance.arn];
export const userResource = (engine: Engine, input: Input): readonly string[] => [
  `${engine.instance.arn}/agent/${text(input, 'UserId')}`,
];
export const queueResource = (engine: Engine, input: Input): readonly string[] => [
  `${engine.instance.arn}/queue/${text(input, 'QueueId')}`,
];
