import type { OutcomeInput } from '../../../functions/core/contracts/agent-requests.ts';
import type { CallOutcome } from '../../../functions/core/contracts/call.ts';
import { retryPause } from '../api/retry-pause.ts';
import {
  draftFrom,
  EMPTY_DRAFT,
  type OutcomeDraft,
  outcomeFrom,
  readDraft,
  removeDraft,
  writeDraft,
} from './outcome-draft.ts';

/** Long enough that a sentence is one save, short enough that nobody waits for it. */
export const SAVE_AFTER_MS = 800;

/**
 * `clean`: nothing typed. `kept`: typed, no disposition yet, so on this computer only. `pending` and `saving`: on its
 * way. `retrying`: a passing failure. `refused`: the API says why; it waits for a change.
 */
export type SaveStatus =
  | { readonly name: 'clean' | 'kept' | 'pending' | 'saving' | 'retrying' }
  | { readonly name: 'saved'; readonly at: number }
  | { readonly name: 'refused'; readonly why: string };

export interface OutcomeSaverOptions {
  readonly callId: string;
  readonly storage: Storage;
  readonly now: () => number;
  /** Absent while the call has no record to save to. */
  readonly save?: (outcome: OutcomeInput, leaving: boolean) => Promise<void>;
  /** Whether the same request may succeed later. */
  readonly isPassing: (error: unknown) => boolean;
  readonly why: (error: unknown) => string;
}

export interface OutcomeSaver {
  get(): { readonly draft: OutcomeDraft; readonly status: SaveStatus };
  subscribe(listener: () => void): () => void;
  change(part: Partial<Pick<OutcomeDraft, 'disposition' | 'notes' | 'followUp'>>): void;
  /** What the server has: taken over unless something unsaved was typed here. */
  adopt(outcome: CallOutcome): void;
  /** Saves now; true when the server has everything. `leaving`: the page is going away and cannot wait. */
  flush(leaving?: boolean): Promise<boolean>;
  forget(): void;
  /** Nobody looks and nothing is on its way: whoever needs it again makes it again from the draft. */
  isIdle(): boolean;
  /** Another tab has typed: what is newer there is shown here; that tab saves it. Without a draft it is done with. */
  follow(draft: OutcomeDraft | undefined): void;
}

/** The outcome of one call, saved as typed: first here, then on the server. */
export function createOutcomeSaver(options: OutcomeSaverOptions): OutcomeSaver {
  const { callId, storage, now, save } = options;
  const listeners = new Set<() => void>();
  let draft = readDraft(storage, callId) ?? EMPTY_DRAFT;
  let status: SaveStatus = initialStatus(draft, save !== undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<boolean> | undefined;
  let retries = 0;

  const setStatus = (next: SaveStatus): void => {
    status = next;
    for (const listener of [...listeners]) listener();
  };
  const schedule = (wait: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(false), wait);
  };

  const attempt = async (leaving: boolean): Promise<boolean> => {
    if (!save || draft.disposition === '') return false;
    const sent = draft;
    setStatus({ name: 'saving' });
    try {
      await save(outcomeFrom(sent), leaving);
    } catch (error) {
      if (!options.isPassing(error)) setStatus({ name: 'refused', why: options.why(error) });
      else {
        setStatus({ name: 'retrying' });
        schedule(retryPause(retries++, 0));
      }
      return false;
    }
    retries = 0;
    if (draft !== sent) {
      // Typed while it was on its way.
      setStatus({ name: 'pending' });
      schedule(SAVE_AFTER_MS);
      return false;
    }
    draft = { ...draft, unsaved: false };
    writeDraft(storage, callId, draft);
    setStatus({ name: 'saved', at: now() });
    return true;
  };
  const run = (leaving: boolean): Promise<boolean> => {
    clearTimeout(timer);
    // One request at a time, or an older one could arrive last.
    saving ??= attempt(leaving).finally(() => {
      saving = undefined;
    });
    return saving;
  };
  if (status.name === 'pending') schedule(0);

  return {
    get: () => ({ draft, status }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change(part) {
      draft = { ...draft, ...part, changedAt: now(), unsaved: true };
      writeDraft(storage, callId, draft);
      setStatus(initialStatus(draft, save !== undefined));
      if (status.name === 'pending') schedule(SAVE_AFTER_MS);
    },
    adopt(outcome) {
      if (draft.unsaved || saving || Date.parse(outcome.savedAt) <= draft.changedAt) return;
      draft = draftFrom(outcome);
      setStatus({ name: 'saved', at: Date.parse(outcome.savedAt) });
    },
    async flush(leaving = false) {
      for (let rounds = 0; draft.unsaved && rounds < 3; rounds++) if (await run(leaving)) break;
      return !draft.unsaved && draft.disposition !== '';
    },
    follow(other) {
      if (other && other.changedAt <= draft.changedAt) return;
      clearTimeout(timer);
      draft = other ?? EMPTY_DRAFT;
      setStatus(draft.unsaved ? { name: 'kept' } : initialStatus(draft, save !== undefined));
    },
    isIdle: () => listeners.size === 0 && saving === undefined && !draft.unsaved,
    forget() {
      clearTimeout(timer);
      draft = EMPTY_DRAFT;
      removeDraft(storage, callId);
      setStatus({ name: 'clean' });
    },
  };
}

function initialStatus(draft: OutcomeDraft, canSave: boolean): SaveStatus {
  if (!draft.unsaved) return draft.disposition ? { name: 'saved', at: draft.changedAt } : { name: 'clean' };
  return canSave && draft.disposition ? { name: 'pending' } : { name: 'kept' };
}
