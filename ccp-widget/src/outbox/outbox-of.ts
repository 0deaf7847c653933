import type { Desk } from '../state/desk.ts';
import type { Outbox } from './outbox.ts';

const outboxes = new WeakMap<Desk['store'], Outbox>();

/** Once, when the desktop is furnished. */
export const attachOutbox = ({ store }: Desk, outbox: Outbox): void => void outboxes.set(store, outbox);

/** Where the edits of this desk wait. Only what was loaded with it asks. */
export function outboxOf({ store }: Desk): Outbox {
  const outbox = outboxes.get(store);
  if (!outbox) throw new Error('the desk has no outbox yet');
  return outbox;
}
