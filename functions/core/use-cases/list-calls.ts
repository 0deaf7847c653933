import type { OwnCalls } from '../contracts/call.ts';
import { presentCall } from '../model/present-call.ts';
import type { CallStore } from '../ports/call-store.ts';
import { type PlacePorts, placeInLine } from './place-in-line.ts';

/** So many waiting calls are shown with their places: each costs some reads, and an agent talks to one at a time. */
const MAX_PLACES = 10;

/** The agent's own calls: those to come, the latest first, then the newest. */
export async function listCalls(
  ports: PlacePorts & { readonly calls: Pick<CallStore, 'listByAgent'> },
  username: string,
  cursor?: string,
): Promise<OwnCalls> {
  const page = await ports.calls.listByAgent(username, cursor);
  const placed = new Set(page.calls.filter(({ state }) => state === 'queued').slice(-MAX_PLACES));
  const calls = page.calls.map((call) => (placed.has(call) ? placeInLine(ports)(call) : presentCall(call)));
  return { ...page, agentUsername: username, calls: await Promise.all(calls) };
}
