import type { CallView } from '../contracts/call.ts';
import { CtiError } from '../errors.ts';
import type { CallStore } from '../ports/call-store.ts';
import { type PlacePorts, placeInLine } from './place-in-line.ts';

/**
 * State and history of a call, and its place in line while it waits for a dial slot.
 * @param sourceId the source that asks; undefined for an agent, who may see every call
 * @throws CtiError `not-found`, also for another source's call: ids are not to be probed
 */
export const showCall =
  (ports: PlacePorts & { readonly calls: Pick<CallStore, 'find'> }) =>
  async (callId: string, sourceId: string | undefined): Promise<CallView> => {
    const stored = await ports.calls.find(callId);
    if (stored === undefined || (sourceId !== undefined && stored.sourceId !== sourceId)) {
      throw new CtiError('not-found', 'There is no such call.');
    }
    return placeInLine(ports)(stored);
  };
