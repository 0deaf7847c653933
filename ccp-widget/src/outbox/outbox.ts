import { retryPause } from '../api/retry-pause.ts';
import { append, discarded, keptMine, nextOf, type Queue, rebased, sent, stuck, young } from './queue.ts';
import { type NewEdit, recordOf, type Values, type WaitingEdit } from './waiting-edit.ts';

/** Whoever pressed Save is told "kept here" when the answer takes longer. */
export const ANSWER_WITHIN_MS = 4_000;
/** A record that is not ready yet is no trouble: our own follows the phone's events by seconds. */
const QUIET_FAILURES = 2;
/** A record that changes faster than we can follow is asked again later. */
const MOST_REBASES = 5;

/** What became of one request. `later`: nobody can be reached; `not-yet`: the record is not ready, others may be. */
export type Answer =
  /** `version`: what the record has now, when that is known to be ours. `show`: puts it on the screen. */
  | { readonly name: 'sent'; readonly version?: number; readonly show?: () => void }
  | { readonly name: 'later' | 'not-yet' }
  | { readonly name: 'rebase'; readonly version: number }
  | { readonly name: 'conflict'; readonly theirs: Values; readonly version: number }
  | { readonly name: 'refused'; readonly why: string; readonly error: unknown };

/** What the one who made the edit is told. A conflict or a refusal told here does not wait any more: it is theirs to answer. */
export type Submission =
  | { readonly name: 'sent' | 'waits' }
  | Extract<Answer, { readonly name: 'conflict' | 'refused' }>;

export interface OutboxOptions {
  readonly store: { change(next: (queue: Queue) => Queue): Promise<Queue> };
  /** One tab at a time. */
  readonly alone: (work: () => Promise<void>) => Promise<void>;
  /** Never rejects. */
  readonly send: (edit: WaitingEdit) => Promise<Answer>;
  /** Of the agent who is signed in; rejects while nobody is. */
  readonly owner: () => Promise<string>;
  /** It will not be sent as it is. */
  readonly withdraw: (edit: WaitingEdit) => void;
  readonly isOnline: () => boolean;
  /** `asked`: on their way for the first time, with somebody who waits for the answer. */
  readonly publish: (
    queue: Queue,
    owner: string,
    state: { readonly failing: boolean; readonly reachable: boolean },
    asked: { has(uid: string): boolean },
  ) => void;
  readonly now: () => number;
  readonly newId: () => string;
  /** 0 to 1, so that many desktops do not come back in one wave. */
  readonly random: () => number;
}

export interface Outbox {
  /** Kept first, then sent: nothing that the agent has been told of is lost. */
  submit(edit: NewEdit): Promise<Submission>;
  /** Sends all that may go. */
  flush(): Promise<void>;
  keepMine(uid: string): Promise<void>;
  discard(uid: string): Promise<void>;
  /** Reads again what another tab may have changed. */
  refresh(): Promise<void>;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, send } = options;
  const waiters = new Map<string, (submission: Submission) => void>();
  let owner = '';
  let failures = 0;
  let reachable = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flushing: Promise<void> | undefined;
  let again = false;

  const change = async (next: (queue: Queue) => Queue): Promise<Queue> => {
    const queue = await store.change(next);
    options.publish(queue, owner, { failing: !reachable || failures > QUIET_FAILURES, reachable }, waiters);
    return queue;
  };
  const settle = (uid: string, submission: Submission): boolean => {
    const waiter = waiters.get(uid);
    waiters.delete(uid);
    waiter?.(submission);
    return waiter !== undefined;
  };
  const apply = async (edit: WaitingEdit, answer: Answer): Promise<void> => {
    const { uid } = edit;
    if (answer.name === 'sent') {
      failures = 0;
      await change((queue) => sent(queue, uid, answer.version));
      answer.show?.();
      settle(uid, { name: 'sent' });
    } else if (answer.name === 'rebase') await change((queue) => rebased(queue, uid, answer.version));
    else if (answer.name === 'conflict' || answer.name === 'refused') {
      // A removal has no form that could ask: it waits for its decision in the list.
      const asked = waiters.has(uid) && (answer.name === 'refused' || edit.work.kind !== 'remove-contact');
      await change((queue) => (asked ? discarded(queue, uid) : stuck(queue, uid, reasonOf(answer))));
      options.withdraw(edit);
      settle(uid, answer);
    }
  };
  const comeBack = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void outbox.flush(), retryPause(failures++, options.random()));
  };
  const drain = async (): Promise<void> => {
    const spared = new Set<string>();
    const rebases = new Map<string, number>();
    let queue = await change((all) => young(all, options.now()));
    if (queue.length === 0) return;
    const known = options.isOnline() ? await options.owner().catch(() => undefined) : undefined;
    if (known === undefined) {
      reachable = false;
      comeBack();
      return void change((all) => all);
    }
    owner = known;
    for (let edit = nextOf(queue, owner); edit; edit = nextOf(queue, owner, spared)) {
      const answer = await send(edit);
      reachable = answer.name !== 'later';
      await apply(edit, answer);
      if (answer.name === 'later') break;
      const turns = (rebases.get(edit.uid) ?? 0) + 1;
      rebases.set(edit.uid, turns);
      if (answer.name === 'not-yet' || turns > MOST_REBASES) spared.add(recordOf(edit));
      queue = await store.change((all) => all);
    }
    if (nextOf(queue, owner)) comeBack();
    await change((all) => all);
  };

  const outbox: Outbox = {
    async submit(edit) {
      const uid = options.newId();
      owner ||= await options.owner().catch(() => '');
      const told = new Promise<Submission>((resolve) => waiters.set(uid, resolve));
      await change((queue) => append(queue, { ...edit, uid, owner, at: options.now() }));
      const patience = setTimeout(() => settle(uid, { name: 'waits' }), ANSWER_WITHIN_MS);
      void outbox.flush().then(async () => {
        // Another tab may have sent it; what is still there waits.
        if (!waiters.has(uid)) return;
        const waits = (await store.change((all) => all)).some((one) => one.uid === uid);
        settle(uid, { name: waits ? 'waits' : 'sent' });
      });
      const submission = await told;
      clearTimeout(patience);
      // From now on it is one of those that wait, if it does.
      if (submission.name !== 'sent') await outbox.refresh();
      return submission;
    },
    flush() {
      again = flushing !== undefined;
      flushing ??= (async () => {
        do {
          again = false;
          clearTimeout(timer);
          await options.alone(drain);
        } while (again);
      })().finally(() => {
        flushing = undefined;
      });
      return flushing;
    },
    async keepMine(uid) {
      await change((queue) => keptMine(queue, uid));
      await outbox.flush();
    },
    async discard(uid) {
      await change((queue) => discarded(queue, uid));
      await outbox.flush();
    },
    async refresh() {
      owner ||= await options.owner().catch(() => '');
      await change((queue) => queue);
    },
  };
  return outbox;
}

const reasonOf = (answer: Extract<Answer, { name: 'conflict' | 'refused' }>): NonNullable<WaitingEdit['stuck']> =>
  answer.name === 'conflict'
    ? { name: 'conflict', theirs: answer.theirs, version: answer.version }
    : { name: 'refused', why: answer.why };
