/**
 * Which opportunities an agent sees where the deployment's rule is `own`: those that they own, and those of which a call is or
 * was theirs. The rule is kept by the ports that a route's use cases reach (`as-seen-by.ts`): what is hidden is not there, so
 * that no answer can tell a hidden opportunity from one that does not exist.
 */
import type { CallView } from './contracts/call.ts';
import type { OpportunityContext, OpportunityView } from './contracts/opportunity-context.ts';
import type { StoredCall } from './ports/call-store.ts';
import type { AccessedRecord } from './ports/log.ts';

/** An agent who asks. */
export interface Viewer {
  /** The agent's Connect user name. */
  readonly username: string;
  /** The rule hides nothing from them. */
  readonly seesAll: boolean;
  /** Told of what the agent has asked for by its ids and is not shown. */
  refused(record: AccessedRecord): void;
}

export const isOwner = ({ owner }: Pick<OpportunityView, 'owner'>, username: string): boolean =>
  owner?.username === username;

/** Asked for by the agent, previewed or taken by them, on whichever of its legs. */
export const isCallOf = (
  call: Pick<CallView, 'agentUsername' | 'takenBy' | 'preview'> & Pick<StoredCall, 'legs'>,
  username: string,
): boolean =>
  [call.agentUsername, call.takenBy, call.preview?.agentUsername].includes(username) ||
  Object.values(call.legs ?? {}).some(({ takenBy }) => takenBy === username);

/** True at once for almost everybody whom the rule lets in; what a context shows of its calls does not name all their legs. */
export const isClearlyOwn = ({ opportunity, calls }: OpportunityContext, username: string): boolean =>
  isOwner(opportunity, username) || calls.some((call) => isCallOf(call, username));
