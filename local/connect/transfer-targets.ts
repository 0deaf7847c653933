/** Quick connects to everybody and every queue of a seeded instance, by the default transfer flows. */
import { DEFAULT_AGENT_TRANSFER, DEFAULT_QUEUE_TRANSFER } from './default-flows.ts';
import type { InstanceSeed, Named, QuickConnect, SeedUser } from './instance.ts';

export const transferTargets = (
  users: readonly SeedUser[],
  queues: readonly Named[],
): Required<Pick<InstanceSeed, 'flows' | 'quickConnects'>> => ({
  flows: [DEFAULT_AGENT_TRANSFER, DEFAULT_QUEUE_TRANSFER],
  quickConnects: [
    ...users.map(
      ({ id, name }, index): QuickConnect => ({
        id: `4f7b0000-0000-4000-8000-00000000010${index + 1}`,
        name,
        config: { type: 'USER', userId: id, flowId: DEFAULT_AGENT_TRANSFER.id },
      }),
    ),
    ...queues.map(
      ({ id, name }, index): QuickConnect => ({
        id: `4f7b0000-0000-4000-8000-00000000020${index + 1}`,
        name,
        config: { type: 'QUEUE', queueId: id, flowId: DEFAULT_QUEUE_TRANSFER.id },
      }),
    ),
  ],
});
