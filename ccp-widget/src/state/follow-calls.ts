import type { Desk } from './desk.ts';
import type { DeskCall } from './desktop-state.ts';
import { loadRecent } from './load-recent.ts';
import { lookUpCall } from './look-up-call.ts';

/** Contact events are written by us within a second or two after Connect has told them. */
const SETTLED_MS = [1_500, 6_000];

/** While it rings, the context is fetched: when the agent is connected, everything is on the screen already. */
export function followCalls(desk: Desk): void {
  const seen = new Map<string, DeskCall>();
  const follow = (): void => {
    const { calls } = desk.store.get();
    for (const call of calls) {
      const before = seen.get(call.connectContactId);
      if (before === call) continue;
      seen.set(call.connectContactId, call);
      prepare(desk, call, before);
    }
    for (const id of seen.keys()) if (!calls.some(({ connectContactId }) => connectContactId === id)) forget(id);
  };
  const forget = (id: string): void => {
    seen.delete(id);
    void loadRecent(desk);
  };
  desk.store.subscribe(follow);
  follow();
}

function prepare(desk: Desk, call: DeskCall, before: DeskCall | undefined): void {
  const { subject } = call;
  if (subject.status === 'looking-up' && before?.subject.status !== 'looking-up')
    return void lookUpCall(desk, call.connectContactId);
  if (subject.status !== 'known') return;
  if (before?.subject.status !== 'known') void desk.loadContext(subject.key);
  if (call.phase === 'ended' && before?.phase !== 'ended')
    for (const wait of SETTLED_MS) setTimeout(() => void desk.loadContext(subject.key), wait);
}
