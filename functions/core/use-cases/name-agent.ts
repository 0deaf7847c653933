import type { StoredCall } from '../ports/call-store.ts';
import type { ConnectContactFacts, ConnectUsers } from '../ports/connect.ts';
import type { Log } from '../ports/log.ts';

/** User name of a leg's agent. It is worth one question, but not what else is known of the leg: who comes next asks again. */
export async function nameAgent(
  { users, log }: { readonly users: ConnectUsers; readonly log: Pick<Log, 'error'> },
  { connectContactId, agentId }: ConnectContactFacts,
  known: StoredCall | undefined,
): Promise<string | undefined> {
  const takenBy = known?.legs?.[connectContactId]?.takenBy;
  if (agentId === undefined || takenBy !== undefined) return takenBy;
  try {
    return await users.usernameOf(agentId);
  } catch (error) {
    log.error('agent-not-named', error, { connectContactId, callId: known?.callId });
    return undefined;
  }
}
