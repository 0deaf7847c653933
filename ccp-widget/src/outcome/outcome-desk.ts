import type { OutcomeInput } from '../../../functions/core/contracts/agent-requests.ts';
import { apiOf } from '../api/desktop-api.ts';
import { isPassing, isStatus } from '../api/judge-error.ts';
import { wordsOf } from '../api/trouble.ts';
import { outboxOf } from '../outbox/outbox-of.ts';
import type { NewEdit } from '../outbox/waiting-edit.ts';
import type { Desk } from '../state/desk.ts';
import { draftedCalls, followDrafts, readDraft, removeDraft, writeDraft } from './outcome-draft.ts';
import { createOutcomeSaver, type OutcomeSaver } from './outcome-saver.ts';

/** `call`: has a record to save to. `contact`: only the softphone knows it so far; its notes wait here. */
export type OutcomeSubject =
  | { readonly kind: 'call'; readonly callId: string; readonly connectContactId: string | undefined }
  | { readonly kind: 'contact'; readonly connectContactId: string };

export interface OutcomeDesk {
  of(subject: OutcomeSubject): OutcomeSaver;
  /** Something typed is on this computer only. */
  hasUnsaved(): boolean;
}

/** A saver is asked for before its view listens to it: the latest stay, idle or not. */
const KEPT_IDLE = 8;

/**
 * One saver per call, shared by every view of it. Unfinished business of an earlier page is taken up at once. Drafts are the
 * `owner`'s: another agent on this computer neither sees nor sends them.
 */
export function createOutcomeDesk(desk: Desk, storage: Storage, owner: string): OutcomeDesk {
  const mine = `${owner}/`;
  const contactKey = (connectContactId: string): string => `${mine}contact/${connectContactId}`;
  const unsaved = (): readonly string[] =>
    draftedCalls(storage, Date.now()).filter((id) => id.startsWith(mine) && readDraft(storage, id)?.unsaved);
  const savers = new Map<string, OutcomeSaver>();

  const saverOf = (id: string, callId: string | undefined): OutcomeSaver => {
    const known = savers.get(id);
    if (known) return known;
    const saver = createOutcomeSaver({
      callId: id,
      storage,
      now: () => Date.now(),
      isPassing: mayPass,
      why: wordsOf,
      ...(callId === undefined
        ? {}
        : {
            save: async (outcome, leaving) => {
              // A page that goes away cannot wait for its storage: the draft stays unsaved until the next one.
              if (leaving) return void (await apiOf(desk).saveOutcome(callId, outcome, { keepalive: true }));
              const submission = await outboxOf(desk).submit(outcomeEdit(desk, callId, outcome));
              if (submission.name === 'refused') throw submission.error;
            },
          }),
    });
    savers.set(id, saver);
    // A session has hundreds of calls.
    for (const [old, { isIdle }] of [...savers].slice(0, -KEPT_IDLE)) if (isIdle()) savers.delete(old);
    return saver;
  };

  for (const id of unsaved()) if (!id.startsWith(contactKey(''))) saverOf(id, id.slice(mine.length));
  addEventListener('pagehide', () => {
    for (const saver of savers.values()) void saver.flush(true);
  });
  followDrafts((id, draft) => savers.get(id)?.follow(draft));
  addEventListener('online', () => {
    for (const saver of savers.values()) void saver.flush();
  });

  return {
    of(subject) {
      if (subject.kind === 'contact') return saverOf(contactKey(subject.connectContactId), undefined);
      if (subject.connectContactId !== undefined)
        moveNotes(storage, contactKey(subject.connectContactId), mine + subject.callId);
      return saverOf(mine + subject.callId, subject.callId);
    },
    hasUnsaved: () => unsaved().length > 0,
  };
}

/** Named by the person, where the call is known here. */
function outcomeEdit(desk: Desk, id: string, body: OutcomeInput): NewEdit {
  const calls = Object.values(desk.store.get().contexts).flatMap(({ context }) => context?.calls ?? []);
  const call = calls.find(({ callId }) => callId === id);
  return { work: { kind: 'outcome', id, body }, name: call?.contactName ?? call?.phone ?? '', version: 0 };
}

/** Typed before the call had a record. */
function moveNotes(storage: Storage, from: string, to: string): void {
  const notes = readDraft(storage, from);
  if (!notes) return;
  if (!readDraft(storage, to)) writeDraft(storage, to, notes);
  removeDraft(storage, from);
}

/** Our record follows contact events by a second or two: until then it does not know the call, or not as answered. */
const mayPass = (error: unknown): boolean => isPassing(error) || isStatus(error, 401, 404, 409);
