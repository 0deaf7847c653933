/** The local Connect as a part of the local system: the instance holds what `local/seed.ts` says. */
import type { ConnectOptions } from '../parts.ts';
import { INSTANCE_SEED } from './seed.ts';
import { type InstanceSetup, type RunningConnect, startInstance } from './start-instance.ts';

export type { RunningConnect } from './start-instance.ts';

export const startConnect = (options: ConnectOptions, setup: Partial<InstanceSetup> = {}): Promise<RunningConnect> =>
  startInstance(options, { seed: INSTANCE_SEED, ...setup });
