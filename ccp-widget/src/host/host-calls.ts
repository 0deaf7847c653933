/** What the host is told of each call, worked out from the desk's state: pure, so that nothing is told twice or out of order. */
import type { CallReason, CallState, CallView } from '../../../functions/core/contracts/call.ts';
import type { DeskCall, DesktopState } from '../state/desktop-state.ts';
import type { HostCall, HostEnd } from './host-bridge.ts';

export const STAGES = ['started', 'answered', 'ended', 'completed'] as const;
export type Stage = (typeof STAGES)[number];

export interface FollowedCall extends HostCall {
  readonly stage: Stage;
  readonly callId?: string;
  readonly connectContactId?: string;
}

const ENDS: Partial<Readonly<Record<CallReason, HostEnd>>> = {
  'no-answer': 'no-answer',
  voicemail: 'no-answer',
  busy: 'busy',
  cancelled: 'cancelled',
  'no-agent': 'missed',
  'customer-hung-up': 'cancelled',
};
/** Not made now, perhaps later: until then the host need not wait. */
const POSTPONED: readonly CallState[] = ['held', 'scheduled'];
const OVER: readonly CallState[] = ['ended', 'completed', 'failed', 'expired'];

/** How a call ended that never reached the agent; undefined while it may still. */
export function endWithoutAgent(state: CallState, reason: CallReason | undefined): HostEnd | undefined {
  if (state === 'blocked' || POSTPONED.includes(state)) return 'cancelled';
  if (!OVER.includes(state)) return undefined;
  return (reason && ENDS[reason]) ?? 'failed';
}

export function deskCallOf(call: FollowedCall, { calls }: DesktopState): DeskCall | undefined {
  return calls.find(
    ({ connectContactId, subject }) =>
      connectContactId === call.connectContactId ||
      (call.callId !== undefined && subject.status === 'known' && subject.callId === call.callId),
  );
}

export function recordOf({ callId, connectContactId }: FollowedCall, { contexts }: DesktopState): CallView | undefined {
  const calls = Object.values(contexts).flatMap(({ context }) => context?.calls ?? []);
  return calls.find(
    (one) => one.callId === callId || (one.connectContactId !== undefined && one.connectContactId === connectContactId),
  );
}

/** One step at most: ask again until nothing changes. */
export function advance(call: FollowedCall, state: DesktopState, now: number): FollowedCall {
  const desk = deskCallOf(call, state);
  if (desk && !isLinked(call, desk)) return linked(call, desk);
  if (call.stage === 'started' && desk?.connectedAt !== undefined)
    return { ...call, stage: 'answered', answeredAt: desk.connectedAt };
  if (call.stage === 'started' || call.stage === 'answered') {
    const end = endOf(call, desk, state);
    return end === undefined ? call : { ...call, stage: 'ended', end, endedAt: desk?.endedAt ?? now };
  }
  // The agent writes the outcome meanwhile.
  return call.stage === 'ended' && !desk ? { ...call, stage: 'completed' } : call;
}

function endOf(call: FollowedCall, desk: DeskCall | undefined, state: DesktopState): HostEnd | undefined {
  if (desk?.phase === 'missed') return 'missed';
  if (desk) return desk.phase === 'ended' || desk.phase === 'cleared' ? 'completed' : undefined;
  if (call.stage === 'answered') return 'completed';
  // It rang here and has gone.
  if (call.connectContactId !== undefined) return 'missed';
  const record = recordOf(call, state);
  return record && endWithoutAgent(record.state, record.reason);
}

const isLinked = (call: FollowedCall, desk: DeskCall): boolean =>
  call.connectContactId === desk.connectContactId && (call.key !== undefined || desk.subject.status !== 'known');

function linked(call: FollowedCall, { connectContactId, subject }: DeskCall): FollowedCall {
  if (subject.status !== 'known') return { ...call, connectContactId };
  const { key, callId = call.callId } = subject;
  return { ...call, connectContactId, key, ...(callId === undefined ? {} : { callId }) };
}

/** Of a call that the softphone has brought and that was not asked for here. */
export function followedFrom({ connectContactId, inbound, phone, subject }: DeskCall, now: number): FollowedCall {
  const call: FollowedCall = {
    ...{ id: connectContactId, inbound, startedAt: now, stage: 'started' },
    ...(phone === undefined ? {} : { number: phone }),
  };
  return linked(call, { connectContactId, subject } as DeskCall);
}

const KEY = 'host-calls';

export const writeFollowed = (storage: Storage, calls: readonly FollowedCall[]): void =>
  storage.setItem(KEY, JSON.stringify(calls));

/** What this tab was telling before it was loaded again. */
export function readFollowed(storage: Storage): readonly FollowedCall[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(value) ? value.filter(isFollowed) : [];
  } catch {
    return [];
  }
}

function isFollowed(value: unknown): value is FollowedCall {
  if (typeof value !== 'object' || value === null) return false;
  const { id, inbound, startedAt, stage } = value as Partial<Record<keyof FollowedCall, unknown>>;
  const isKnownStage = STAGES.some((one) => one === stage);
  return typeof id === 'string' && typeof inbound === 'boolean' && typeof startedAt === 'number' && isKnownStage;
}
