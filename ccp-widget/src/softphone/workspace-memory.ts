import type { CallParty } from './softphone.ts';

/** Whom a participant is, as far as this desktop has called them. */
export type KnownParty = Pick<CallParty, 'kind' | 'number' | 'name'>;

interface KnownCall {
  readonly relatedContactId?: string;
  readonly parties: Readonly<Record<string, KnownParty>>;
}

/**
 * What the SDK does not tell of a call and the desktop knows because it has done it itself: a participant of
 * `@amazon-connect/contact` 1.0.12 has neither number nor name, a contact no related one. Kept over a reload.
 */
export interface WorkspaceMemory {
  /** Id of the status that the agent has chosen last: during a call the SDK tells of the call's state only. */
  chosen(): string | undefined;
  rememberChosen(statusId: string): void;
  party(connectContactId: string, partyId: string): KnownParty | undefined;
  related(connectContactId: string): string | undefined;
  rememberParty(connectContactId: string, partyId: string, party: KnownParty): void;
  rememberRelated(connectContactId: string, relatedContactId: string): void;
  /** Forgets the calls that are not on the desk any more. */
  keepOnly(connectContactIds: readonly string[]): void;
}

const KEY = 'workspace-calls';
const CHOSEN_KEY = 'workspace-status';

export function createWorkspaceMemory(storage: Storage): WorkspaceMemory {
  let calls = read(storage.getItem(KEY));
  const write = (next: Readonly<Record<string, KnownCall>>): void => {
    calls = next;
    storage.setItem(KEY, JSON.stringify(calls));
  };
  const known = (id: string): KnownCall => (Object.hasOwn(calls, id) ? calls[id] : undefined) ?? { parties: {} };
  return {
    chosen: () => storage.getItem(CHOSEN_KEY) ?? undefined,
    rememberChosen: (statusId) => storage.setItem(CHOSEN_KEY, statusId),
    party: (id, partyId) => known(id).parties[partyId],
    related: (id) => known(id).relatedContactId,
    rememberParty(id, partyId, party) {
      const call = known(id);
      write({ ...calls, [id]: { ...call, parties: { ...call.parties, [partyId]: party } } });
    },
    rememberRelated: (id, relatedContactId) => write({ ...calls, [id]: { ...known(id), relatedContactId } }),
    keepOnly(ids) {
      if (Object.keys(calls).every((id) => ids.includes(id))) return;
      write(Object.fromEntries(Object.entries(calls).filter(([id]) => ids.includes(id))));
    },
  };
}

/** Our own, of this tab; of another shape only when an older desktop wrote it. */
function read(text: string | null): Readonly<Record<string, KnownCall>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return Object.fromEntries(Object.entries(Object(value)).filter(([, call]) => isKnownCall(call))) as Record<
      string,
      KnownCall
    >;
  } catch {
    return {};
  }
}

const isKnownCall = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'parties' in value && typeof value.parties === 'object';
