import type { AgentState } from '@amazon-connect/contact';
import type { AgentPresence, AgentStatus, SoftphoneEvent } from './softphone.ts';
import { presenceKind, statusKind } from './state-kinds.ts';
import type { WorkspaceApp } from './workspace-app.ts';
import type { WorkspaceMemory } from './workspace-memory.ts';

export interface WorkspaceAgent {
  /** How they are now, and every change from now on. Rejects when that may not be asked. */
  follow(): Promise<void>;
  forget(): void;
}

export interface WorkspaceAgentOptions {
  readonly agent: WorkspaceApp['agent'];
  readonly memory: Pick<WorkspaceMemory, 'chosen' | 'rememberChosen'>;
  /** The SDK names the agent, not the user name. */
  readonly username: () => Promise<string>;
  readonly emit: (event: SoftphoneEvent) => void;
  readonly report: (what: string, error: unknown) => void;
}

export function createWorkspaceAgent(options: WorkspaceAgentOptions): WorkspaceAgent {
  const { agent, memory, username, emit, report } = options;
  let isFollowed = false;
  let known: string | undefined;
  /** The newest question: an older answer that comes late does not count. */
  let newest = 0;

  const tell = async (): Promise<void> => {
    newest += 1;
    const round = newest;
    known ??= await username().catch(() => undefined);
    const [name, states, current] = await Promise.all([
      agent.getName(),
      agent.listAvailabilityStates(),
      agent.getAvailabilityState(),
    ]);
    if (round !== newest || !isFollowed) return;
    const presence = presenceFrom({ name, username: known ?? '' }, states, current, memory.chosen());
    if (presence.chosen !== undefined) memory.rememberChosen(presence.chosen);
    emit({ type: 'agent', agent: presence });
  };
  const changed = async (): Promise<void> => tell().catch((error: unknown) => report('reading of the agent', error));

  return {
    follow() {
      isFollowed = true;
      agent.onAvailabilityStateChanged(changed);
      agent.onNextAvailabilityStateChanged(changed);
      return tell();
    },
    forget() {
      isFollowed = false;
      agent.offAvailabilityStateChanged(changed);
      agent.offNextAvailabilityStateChanged(changed);
    },
  };
}

function presenceFrom(
  who: Pick<AgentPresence, 'name' | 'username'>,
  states: readonly AgentState[],
  current: AgentState & { readonly nextState?: AgentState },
  chosenBefore: string | undefined,
): AgentPresence {
  const statuses = states.flatMap(({ agentStateARN: id, name, type }): AgentStatus[] =>
    id === undefined ? [] : [{ id, name, kind: statusKind(type) }],
  );
  const idOf = (state: AgentState | undefined): string | undefined =>
    statuses.find(({ id }) => id === state?.agentStateARN)?.id;
  const chosen = idOf(current) ?? statuses.find(({ id }) => id === chosenBefore)?.id;
  const next = idOf(current.nextState);
  return {
    ...who,
    state: current.name,
    kind: presenceKind(current.type),
    since: current.startTimestamp?.getTime() ?? Date.now(),
    statuses,
    ...(chosen === undefined ? {} : { chosen }),
    ...(next === undefined ? {} : { next }),
  };
}
