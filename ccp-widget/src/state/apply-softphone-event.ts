import type {
  CallPhase,
  SoftphoneCall,
  SoftphoneEvent,
  SoftphonePlace,
  SoftphonePreview,
} from '../softphone/softphone.ts';
import { type CallSubject, type DeskCall, type DeskPreview, type DesktopState, isOnTheLine } from './desktop-state.ts';
import { callInFocus } from './in-focus.ts';
import { isSame } from './is-same.ts';

/** A call only goes forward: a late or repeated event never takes it back. */
const RANK: Readonly<Record<DeskCall['phase'], number>> = { ringing: 0, connected: 1, missed: 2, ended: 2, cleared: 3 };

/** Pure and idempotent: the same event twice changes nothing, so a page loaded in mid-call ends up the same. */
export function applySoftphoneEvent(state: DesktopState, event: SoftphoneEvent, now: number): DesktopState {
  switch (event.type) {
    case 'health':
      return state.health === event.health ? state : { ...state, health: event.health };
    case 'agent':
      return isSame(state.agent, event.agent) ? state : { ...state, agent: event.agent };
    case 'muted':
      return state.muted === event.muted ? state : { ...state, muted: event.muted };
    case 'sound-fault':
      return { ...state, soundFault: event.fault };
    case 'selected':
      // Whether it is followed depends on what the person does: `followSelection`.
      return state;
    case 'preview':
      return preview(state, event.preview);
    case 'place':
      return moveTo(state, event.place);
    case 'cleared':
      return clear(withoutPreview(state, event.connectContactId), event.connectContactId, now);
    default:
      return progress(state, event.type, withTaskAttributes(state, event.call), event.since);
  }
}

/** A preview takes the screen, but not from a call. */
function preview(state: DesktopState, told: SoftphonePreview): DesktopState {
  const known = state.previews.find(({ connectContactId }) => connectContactId === told.connectContactId);
  const next: DeskPreview = { ...known, ...told };
  if (isSame(known, next)) return state;
  if (known) return { ...state, previews: state.previews.map((other) => (other === known ? next : other)) };
  const subject = subjectFrom(told.attributes);
  const isFree = subject.status === 'known' && told.phase !== 'over' && !state.calls.some(isOnTheLine);
  const focus = isFree ? ({ kind: 'opportunity', key: subject.key } as const) : state.focus;
  return { ...state, previews: [...state.previews, next], focus };
}

function withoutPreview(state: DesktopState, id: string): DesktopState {
  const previews = state.previews.filter(({ connectContactId }) => connectContactId !== id);
  return previews.length === state.previews.length ? state : { ...state, previews };
}

/** Whether Connect copies the task's attributes to what is dialled from it is not documented: the server sees to it later. */
function withTaskAttributes({ previews }: DesktopState, call: SoftphoneCall): SoftphoneCall {
  const task = previews.find(({ connectContactId }) => connectContactId === call.relatedContactId);
  return task === undefined || call.attributes.callId
    ? call
    : { ...call, attributes: { ...call.attributes, ...task.attributes } };
}

/**
 * The calls of a softphone that has left are not ours any more; what was finished here and waits for its outcome is. The
 * screen stays with the opportunity.
 */
function moveTo(state: DesktopState, place: SoftphonePlace): DesktopState {
  if (state.place === place) return state;
  if (place !== 'elsewhere' && place !== 'elsewhere-in-call') return { ...state, place };
  const calls = state.calls.filter(({ phase }) => phase === 'cleared');
  const left = { ...state, place, calls, previews: [] };
  const shown = callInFocus(state);
  if (!shown || calls.includes(shown)) return left;
  const { subject } = shown;
  if (subject.status !== 'known') return { ...left, focus: { kind: 'idle' } };
  const { key, callId } = subject;
  return { ...left, focus: { kind: 'opportunity', key, callId } };
}

function progress(state: DesktopState, phase: CallPhase, call: SoftphoneCall, since: number): DesktopState {
  const known = state.calls.find(({ connectContactId }) => connectContactId === call.connectContactId);
  if (!known) {
    const added = withTimes({ ...call, phase, subject: subjectFrom(call.attributes) }, phase, since);
    // A call that rings takes the screen; a second one does not take it from a conversation.
    const busy = state.calls.some((other) => other.phase === 'connected');
    const focus = busy ? state.focus : ({ kind: 'call', connectContactId: call.connectContactId } as const);
    return { ...state, calls: [...withoutFinished(state.calls), added], focus };
  }
  const reached = reachedPhase(known, phase);
  const subject = known.subject.status === 'known' ? known.subject : betterSubject(known.subject, call.attributes);
  const next = withTimes({ ...known, ...call, phase: reached, subject }, reached, since);
  if (isSame(known, next)) return state;
  const answered = known.phase === 'ringing' && reached === 'connected';
  return {
    ...state,
    calls: state.calls.map((other) => (other === known ? next : other)),
    ...(answered ? { focus: { kind: 'call', connectContactId: call.connectContactId } } : {}),
  };
}

/** Streams reports a failure in mid-call as `error` too: who was connected has ended, not missed. */
function reachedPhase(known: DeskCall, phase: CallPhase): DeskCall['phase'] {
  const meant = phase === 'missed' && known.connectedAt !== undefined ? 'ended' : phase;
  return RANK[meant] > RANK[known.phase] ? meant : known.phase;
}

function withTimes(call: DeskCall, phase: DeskCall['phase'], now: number): DeskCall {
  if (phase === 'connected' && call.connectedAt === undefined) return { ...call, connectedAt: now };
  if (phase === 'ended' && call.endedAt === undefined) return { ...call, endedAt: now };
  return call;
}

function clear(state: DesktopState, connectContactId: string, now: number): DesktopState {
  const known = state.calls.find((call) => call.connectContactId === connectContactId);
  if (!known || known.phase === 'cleared') return state;
  // A call the agent never took has nothing to finish.
  if (known.phase === 'missed' || known.phase === 'ringing') return closeCall(state, connectContactId);
  const cleared: DeskCall = { ...known, phase: 'cleared', endedAt: known.endedAt ?? now };
  return { ...state, calls: state.calls.map((call) => (call === known ? cleared : call)) };
}

/** The agent is done with a call: it leaves the desk. */
export function closeCall(state: DesktopState, connectContactId: string): DesktopState {
  const calls = state.calls.filter((call) => call.connectContactId !== connectContactId);
  if (calls.length === state.calls.length) return state;
  const left = state.focus.kind === 'call' && state.focus.connectContactId === connectContactId;
  const next = calls.at(-1);
  if (!left) return { ...state, calls };
  return {
    ...state,
    calls,
    focus: next ? { kind: 'call', connectContactId: next.connectContactId } : { kind: 'idle' },
  };
}

/** Notes of a call that was left unfinished are safe in its draft: a new call may take its place. */
const withoutFinished = (calls: readonly DeskCall[]): readonly DeskCall[] =>
  calls.filter(({ phase }) => phase !== 'cleared');

export function subjectFrom(attributes: Readonly<Record<string, string>>): CallSubject {
  const { sourceId, opportunityId, callId, contactId } = attributes;
  if (!sourceId || !opportunityId) return { status: 'looking-up' };
  const key = { sourceId, opportunityId };
  return { status: 'known', key, callId: callId || undefined, contactId: contactId || undefined };
}

const betterSubject = (known: CallSubject, attributes: Readonly<Record<string, string>>): CallSubject => {
  const fromAttributes = subjectFrom(attributes);
  return fromAttributes.status === 'known' ? fromAttributes : known;
};
