/** The functions' environment, read where the adapters are put together and nowhere else. */
import type { AgentAccess } from '../core/contracts/configuration.ts';
import { ENVIRONMENT, type EnvironmentName } from '../core/contracts/environment.ts';

/** Throws when the variable is missing: the template and the code disagree, and a default would hide it. */
export function environment(name: EnvironmentName): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is missing`);
  return value;
}

export function numberFromEnvironment(name: EnvironmentName): number {
  const value = Number(environment(name));
  if (!Number.isFinite(value)) throw new Error(`environment variable ${name} is not a number`);
  return value;
}

/** `lib` writes it from the validated configuration. */
export const agentAccess = (): AgentAccess => JSON.parse(environment(ENVIRONMENT.agentAccess));

/** Absent where the deployment lets nobody hear recordings. */
export const recordingsPlace = (): string | undefined => process.env[ENVIRONMENT.recordings];
