import type { Desk } from '../state/desk.ts';
import type { DesktopState, PlannedCall } from '../state/desktop-state.ts';
import type { CallRecorder } from '../state/host-of.ts';
import type { HostBridge, HostPresence } from './host-bridge.ts';
import {
  advance,
  deskCallOf,
  endWithoutAgent,
  type FollowedCall,
  followedFrom,
  readFollowed,
  recordOf,
  writeFollowed,
} from './host-calls.ts';

/*
 * Only a page that runs in a host loads this: it imports nothing of what the rest of the desktop is made of, which would cut
 * the first paint's code into more files.
 */

/** A customer who does not answer never reaches the softphone: our record says so. */
const LOOK_EVERY_MS = 4_000;

export interface FollowOptions {
  readonly desk: Desk;
  readonly bridge: HostBridge;
  readonly storage: Storage;
  /** Whether this very call has been asked for by a click in the host, for this deal. */
  readonly wasDialled: (planned: PlannedCall) => boolean;
  readonly now?: () => number;
}

/** Tells the host what becomes of calls and of the agent. What it returns has to be asked before a call is made. */
export function followDesk(options: FollowOptions): CallRecorder {
  const { desk, bridge, storage, wasDialled, now = () => Date.now() } = options;
  const { store } = desk;
  let calls = readFollowed(storage);
  let presence: HostPresence | undefined;
  let looking: ReturnType<typeof setTimeout> | undefined;

  const tellPresence = (state: DesktopState): void => {
    const loggedIn = state.session.status === 'signed-in' && state.health === 'ready';
    const available = loggedIn && state.agent?.kind === 'available';
    if (presence?.loggedIn === loggedIn && presence.available === available) return;
    presence = { loggedIn, available };
    bridge.presence(presence);
  };
  const tell = (call: FollowedCall, state: DesktopState): void => {
    if (call.stage === 'answered') bridge.answered(call);
    else if (call.stage === 'ended') bridge.ended(call);
    else if (call.stage === 'completed') bridge.completed(call, recordOf(call, state)?.outcome?.notes ?? '');
  };
  const settle = (call: FollowedCall, state: DesktopState): FollowedCall => {
    const next = advance(call, state, now());
    if (next === call) return call;
    if (next.stage !== call.stage) tell(next, state);
    return settle(next, state);
  };
  const replace = (next: readonly FollowedCall[]): void => {
    if (next.length === calls.length && next.every((call, index) => call === calls[index])) return;
    calls = next;
    writeFollowed(storage, calls);
  };
  const arrivals = (state: DesktopState): readonly FollowedCall[] =>
    state.calls
      .filter((arrived) => arrived.phase === 'ringing' || arrived.phase === 'connected')
      .filter((arrived) => !calls.some((call) => deskCallOf(call, { ...state, calls: [arrived] })))
      .map((arrived) => {
        const call = followedFrom(arrived, now());
        if (call.inbound) bridge.incoming(call);
        else void bridge.outgoing(call, false);
        return call;
      });
  const update = (): void => {
    const state = store.get();
    tellPresence(state);
    // Who acts once the agent is known also knows their calls: before that none of them has gone.
    if (!state.agent) return;
    replace(
      [...calls, ...arrivals(state)].map((call) => settle(call, state)).filter((call) => call.stage !== 'completed'),
    );
    watch();
  };
  const isWaiting = (call: FollowedCall): boolean =>
    call.stage === 'started' && call.callId !== undefined && call.connectContactId === undefined;
  const watch = (): void => {
    if (looking !== undefined || !calls.some(isWaiting)) return;
    looking = setTimeout(() => {
      looking = undefined;
      const looks = calls.filter(isWaiting).flatMap(({ key }) => (key ? [desk.loadContext(key)] : []));
      void Promise.all(looks).finally(watch);
    }, LOOK_EVERY_MS);
  };
  const change = (id: string, part: Partial<FollowedCall>): FollowedCall | undefined => {
    const known = calls.find((call) => call.id === id);
    if (!known) return undefined;
    const changed = { ...known, ...part };
    replace(calls.map((call) => (call === known ? changed : call)));
    return changed;
  };

  store.subscribe(update);
  update();
  return {
    async begin(planned, id) {
      const { key, number } = planned;
      const call: FollowedCall = {
        ...{ id, key, inbound: false, startedAt: now(), stage: 'started' },
        ...(number === undefined ? {} : { number }),
      };
      replace([...calls, call]);
      const recordId = await bridge.outgoing(call, wasDialled(planned));
      if (recordId !== undefined) change(id, { recordId });
      return recordId;
    },
    settled(id, accepted) {
      const end = accepted ? endWithoutAgent(accepted.status, accepted.reason) : 'failed';
      const call = change(id, {
        ...(accepted?.callId === undefined ? {} : { callId: accepted.callId }),
        ...(end === undefined ? {} : { stage: 'ended', end, endedAt: now() }),
      } satisfies Partial<FollowedCall>);
      if (call?.stage === 'ended') bridge.ended(call);
      update();
    },
  };
}
