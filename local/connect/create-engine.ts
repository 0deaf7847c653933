import type { ConnectSurroundings, Trace } from '../parts.ts';
import { type Agent, newAgent } from './agents/agent.ts';
import { createChanges } from './changes.ts';
import { createInstance } from './create-instance.ts';
import type { Engine } from './engine.ts';
import { createContactEvents } from './events/contact-events.ts';
import { createOutbox } from './events/outbox.ts';
import { createSentMessages } from './events/sent-messages.ts';
import { createFaults } from './faults.ts';
import type { InstanceSeed } from './instance.ts';
import { createQuotas } from './quotas.ts';
import type { Scheduler } from './scheduler.ts';
import { createPhones } from './telephony/phones.ts';
import { DEFAULT_TUNING, type Tuning } from './tuning.ts';

/** A new instance as seeded: agents are Offline until their softphone says otherwise. */
export const createEngine = (options: {
  readonly place: { readonly instanceId: string; readonly region: string; readonly accountId: string };
  readonly seed: InstanceSeed;
  readonly scheduler: Scheduler;
  readonly surroundings: ConnectSurroundings;
  readonly trace: Trace;
  readonly stopping: AbortSignal;
  readonly tuning?: Partial<Tuning>;
}): Engine => {
  const { scheduler, surroundings, trace, stopping } = options;
  const tuning = { ...DEFAULT_TUNING, ...options.tuning };
  const instance = createInstance(options.place, options.seed);
  const changes = createChanges();
  const faults = createFaults(scheduler);
  const offline = instance.statuses.find(({ type }) => type === 'offline');
  if (offline === undefined) throw new Error('the instance has no status of type offline');
  const now = scheduler.now();
  const agents = instance.users.map((user): [string, Agent] => [user.username, newAgent(user, offline, now)]);
  const outbox = createOutbox(scheduler, faults);
  const engine: Engine = {
    instance,
    scheduler,
    tuning,
    changes,
    faults,
    quotas: createQuotas(scheduler),
    phones: createPhones({ scheduler, changes, tuning }),
    events: createContactEvents({ instance, scheduler, tuning, outbox, trace, putEvent: surroundings.putEvent }),
    outbox,
    records: createSentMessages(),
    agentEvents: createSentMessages(),
    trace,
    surroundings,
    contacts: new Map(),
    runtimes: new Map(),
    agents: new Map(agents),
    flowLogs: [],
    clientTokens: new Map(),
    stopping,
  };
  return engine;
};
