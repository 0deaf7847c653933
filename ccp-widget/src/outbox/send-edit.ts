import { ApiError } from '../api/api-error.ts';
import { apiOf } from '../api/desktop-api.ts';
import { fetchContext } from '../api/fetch-context.ts';
import { isConflict, isPassing, isStatus } from '../api/judge-error.ts';
import { wordsOf } from '../api/trouble.ts';
import { awaitCallback } from '../state/await-callback.ts';
import { changeContext, withCall, withContact, withDocument, withoutContact } from '../state/change-context.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import { isSame } from '../state/is-same.ts';
import type { Answer } from './outbox.ts';
import { contested } from './queue.ts';
import type { Values, WaitingEdit } from './waiting-edit.ts';

/** The API could not be asked, or only without a valid token: nothing is said about the edit itself. */
export const isOutage = (error: unknown): boolean => isPassing(error) || isStatus(error, 401);

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

type Change = Parameters<typeof changeContext>[2];
type Versioned = { readonly version: number };

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
  const show = (change: Change) => (): void => desk.store.update((state) => changeContext(state, key, change));
  const made = <Saved extends Versioned>(saved: Saved, shown: (saved: Saved) => Change): Answer => ({
    ...{ name: 'sent', version: saved.version },
    show: show(shown(saved)),
  });
  const seen = { id: work.id, version };
  switch (work.kind) {
    case 'edit-contact':
      return made(await api.editContact(key, seen, work.body), withContact);
    case 'add-contact':
      return made(await api.addContact(key, work.body), withContact);
    case 'edit-document':
      return made(await api.editDocument(key, seen, work.body), withDocument);
    case 'remove-contact':
      await api.removeContact(key, seen);
      return { name: 'sent', show: show(withoutContact(work.id)) };
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
  const body = 'body' in work ? work.body : work.before;
  const theirs = contested(body, work.before, fields);
  if (Object.keys(theirs).length > 0) return { name: 'conflict', theirs, version: current.version };
  // All there already: the answer was lost. Which version was ours is not known, so later edits are compared as well.
  if ('body' in work && Object.entries(body).every(([field, value]) => isSame(value, fields[field])))
    return { name: 'sent' };
  return { name: 'rebase', version: current.version };
}

const refusal = (error: unknown): Answer => ({ name: 'refused', why: wordsOf(error), error });
