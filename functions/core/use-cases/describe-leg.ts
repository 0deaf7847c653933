import { completionOf, endForLack } from '../model/completion-of.ts';
import type { LegFacts } from '../model/legs-from-facts.ts';
import { unlessUnknown } from '../model/unknown-contact.ts';
import type { StoredCall } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConnectCalls, ConnectUsers } from '../ports/connect.ts';
import type { Log } from '../ports/log.ts';
import { nameAgent } from './name-agent.ts';

export interface DescribePorts {
  readonly connect: Pick<ConnectCalls, 'describe'>;
  readonly users: ConnectUsers;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error' | 'info'>;
}

/** What Connect's description says about one leg. `lastLook`: of what is not over then, nothing more is to be expected. */
export async function describeLeg(
  ports: DescribePorts,
  call: StoredCall,
  id: string,
  lastLook?: Date,
): Promise<LegFacts> {
  const described = (await unlessUnknown(ports.connect.describe(id))) ?? { connectContactId: id };
  const completedAt = completionOf(described, ports.clock.now());
  const takenBy = await nameAgent(ports, described, call);
  const facts = { ...described, takenBy, ...(completedAt !== undefined && { completedAt }) };
  return lastLook === undefined ? facts : endForLack(facts, lastLook);
}
