/** What waits, in the order in which it was made, and what happens to it. Pure: the store runs each change as one transaction. */
import { isSame } from '../state/is-same.ts';
import { onTopOf, recordOf, type Values, type WaitingEdit } from './waiting-edit.ts';

export type Queue = readonly WaitingEdit[];

/** Edits are personal data: what could not be sent for so long is not kept for ever. */
export const KEEP_EDITS_MS = 30 * 86_400_000;

/** An outcome is saved as a whole: a newer one takes the place of the one that waits. */
export function append(queue: Queue, edit: WaitingEdit): Queue {
  const record = recordOf(edit);
  const isOlder = (one: WaitingEdit): boolean =>
    edit.work.kind === 'outcome' && one.owner === edit.owner && recordOf(one) === record;
  return queue.some(isOlder) ? queue.map((one) => (isOlder(one) ? edit : one)) : [...queue, edit];
}

/** The first that may go: nothing of the same record is stuck before it. `spared`: records that are not asked for now. */
export function nextOf(queue: Queue, owner: string, spared: ReadonlySet<string> = new Set()): WaitingEdit | undefined {
  const held = new Set(spared);
  for (const edit of queue) {
    const record = recordOf(edit);
    if (edit.owner !== owner || held.has(record)) continue;
    if (!edit.stuck) return edit;
    held.add(record);
  }
  return undefined;
}

/** Later edits that were made on top of it, on the version before, go on from the `version` that it has made. */
export function sent(queue: Queue, uid: string, version: number | undefined): Queue {
  const done = queue.find((edit) => edit.uid === uid);
  if (!done) return queue;
  const record = recordOf(done);
  return queue
    .filter((edit) => edit !== done)
    .map((edit) =>
      version !== undefined && edit.version === done.version && recordOf(edit) === record ? { ...edit, version } : edit,
    );
}

const change = (queue: Queue, uid: string, part: Partial<WaitingEdit>): Queue =>
  queue.map((edit) => (edit.uid === uid ? { ...edit, ...part } : edit));

/** Somebody else has changed other fields of the record: the edit stands on their version now. */
export const rebased = (queue: Queue, uid: string, version: number): Queue => change(queue, uid, { version });

export const stuck = (queue: Queue, uid: string, why: NonNullable<WaitingEdit['stuck']>): Queue =>
  change(queue, uid, { stuck: why });

/** It goes again, on top of what the agent has seen. */
export function keptMine(queue: Queue, uid: string): Queue {
  return queue.map((edit) => {
    if (edit.uid !== uid || edit.stuck?.name !== 'conflict') return edit;
    const { stuck, ...others } = edit;
    return onTopOf(others, stuck.theirs, stuck.version);
  });
}

/** A person who is not added cannot be changed either. */
export function discarded(queue: Queue, uid: string): Queue {
  const gone = queue.find((edit) => edit.uid === uid);
  if (!gone) return queue;
  const record = gone.work.kind === 'add-contact' ? recordOf(gone) : undefined;
  const from = queue.indexOf(gone);
  return queue.filter((edit, index) => edit !== gone && (index < from || recordOf(edit) !== record));
}

export const young = (queue: Queue, now: number): Queue => queue.filter(({ at }) => now - at < KEEP_EDITS_MS);

/** Of the fields of an edit those that somebody else has changed since, to something else than what is wanted. */
export function contested(body: Values, before: Values, current: Values): Values {
  const isTheirs = (field: string): boolean =>
    !isSame(current[field], before[field]) && !isSame(current[field], body[field]);
  return Object.fromEntries(
    Object.keys(body)
      .filter(isTheirs)
      .map((field) => [field, current[field] ?? null]),
  );
}
