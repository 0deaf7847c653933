import type { CallView } from '../contracts/call.ts';
import { presentCall } from '../model/present-call.ts';
import type { CallStore } from '../ports.ts';

/** The agent's own calls: those to come, the latest first, then the newest. */
export async function listCalls(
  calls: Pick<CallStore, 'listByAgent'>,
  username: string,
  cursor?: string,
): Promise<{ calls: readonly CallView[]; cursor?: string }> {
  const page = await calls.listByAgent(username, cursor);
  return { ...page, calls: page.calls.map(presentCall) };
}
