import { ApiError } from '../api/api-error.ts';
import { apiOf } from '../api/desktop-api.ts';
import { fetchContext } from '../api/fetch-context.ts';
import { isConflict, isPassing } from '../api/judge-error.ts';
import { troubleFrom } from '../api/trouble.ts';
import { awaitCallback } from '../state/await-callback.ts';
import { changeContext, withCall, withContact, withDocument, withoutContact } from '../state/change-context.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import type { Answer } from './outbox.ts';
import { contested } from './queue.ts';
import { isEqual, type Values, type WaitingEdit } from './waiting-edit.ts';

/** The API could not be asked, or only without a valid token: nothing is said about the edit itself. */
export const isOutage = (error: unknown): boolean =>
  isPassing(error) || (error instanceof ApiError && error.status === 401);

const isStatus = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof ApiError && statuses.includes(error.status);

/** One request for one edit, and what its answer means for the queue. Never rejects. */
export async function sendEdit(desk: Desk, edit: WaitingEdit): Promise<Answer> {
  try {
    return await ask(desk, edit);
  } catch (error) {
    if (isOutage(error)) return { name: 'later' };
    const { kind } = edit.work;
    // Our record follows contact events by seconds, and all the longer while the network is bad.
    if (kind === 'outcome' && isStatus(error, 404, 409)) return { name: 'not-yet' };
    // Sent before, and the answer was lost.
    if (kind === 'remove-contact' && isStatus(error, 404)) return { name: 'sent' };
    if (!isConflict(error) || !edit.key) return refusal(error);
    return compare(desk, edit, edit.key, error).catch((trouble: unknown) =>
      isOutage(trouble) ? { name: 'later' } : refusal(trouble),
    );
  }
}

async function ask(desk: Desk, { work, key, version }: WaitingEdit): Promise<Answer> {
  const api = apiOf(desk);
  if (work.kind === 'outcome') {
    const call = await api.saveOutcome(work.id, work.body);
    const show = (): void => {
      desk.store.update((state) => changeContext(state, call, withCall(call)));
      awaitCallback(desk, call);
    };
    return { name: 'sent', show };
  }
  if (!key) throw new Error('an edit without its opportunity');
  const show = (change: Parameters<typeof changeContext>[2]) => (): void =>
    desk.store.update((state) => changeContext(state, key, change));
  switch (work.kind) {
    case 'edit-contact': {
      const saved = await api.editContact(key, { id: work.id, version }, work.body);
      return { name: 'sent', version: saved.version, show: show(withContact(saved)) };
    }
    case 'add-contact': {
      const saved = await api.addContact(key, work.body);
      return { name: 'sent', version: saved.version, show: show(withContact(saved)) };
    }
    case 'remove-contact':
      await api.removeContact(key, { id: work.id, version });
      return { name: 'sent', show: show(withoutContact(work.id)) };
    case 'edit-document': {
      const saved = await api.editDocument(key, { id: work.id, version }, work.body);
      return { name: 'sent', version: saved.version, show: show(withDocument(saved)) };
    }
  }
}

/** 412: who has changed what since? Only the same field changed to something else is a conflict. */
async function compare(desk: Desk, edit: WaitingEdit, key: OpportunityKey, error: unknown): Promise<Answer> {
  const context = await fetchContext(desk.send, key);
  const { work } = edit;
  const records = work.kind === 'edit-document' ? context.documents : context.contacts;
  const current = records.find(({ id }) => id === work.id);
  if (!current) return refusal(new ApiError('problem', { status: 404, cause: error }));
  // The id was made here: it is ours, sent before.
  if (work.kind === 'add-contact') return { name: 'sent' };
  if (!('before' in work)) return refusal(error);
  const fields = current as unknown as Values;
  const theirs = contested(work.body, work.before, fields);
  if (Object.keys(theirs).length > 0) return { name: 'conflict', theirs, version: current.version };
  // All there already: the answer was lost. Which version was ours is not known, so later edits are compared as well.
  if (Object.entries(work.body).every(([field, value]) => isEqual(value, fields[field]))) return { name: 'sent' };
  return { name: 'rebase', version: current.version };
}

function refusal(error: unknown): Answer {
  const { what, advice } = troubleFrom(error);
  return { name: 'refused', why: advice ? `${what}. ${advice}` : what, error };
}
