import type { OutcomeInput } from '../../../functions/core/contracts/agent-requests.ts';
import type { CallOutcome } from '../../../functions/core/contracts/call.ts';
import { wallTime } from '../format/wall-time.ts';

/** What the agent has typed about a call. It outlives reload and crash in `localStorage`, on this computer only. */
export interface OutcomeDraft {
  /** Empty until chosen: without it the API has nothing to save. */
  readonly disposition: string;
  readonly notes: string;
  /** Local wall time as `<input type="datetime-local">` gives it, or empty. */
  readonly followUp: string;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
  /** False once the server has exactly this. */
  readonly unsaved: boolean;
}

export const EMPTY_DRAFT: OutcomeDraft = { disposition: '', notes: '', followUp: '', changedAt: 0, unsaved: false };
/** Notes are personal data: what nobody finished within a week is forgotten. */
export const KEEP_DRAFTS_MS = 7 * 86_400_000;
const PREFIX = 'outcome:';

export const outcomeFrom = (draft: OutcomeDraft): OutcomeInput => ({
  disposition: draft.disposition,
  notes: draft.notes,
  followUpAt: draft.followUp ? new Date(draft.followUp).toISOString() : null,
});

export const draftFrom = (outcome: CallOutcome): OutcomeDraft => ({
  disposition: outcome.disposition,
  notes: outcome.notes,
  followUp: outcome.followUpAt ? wallTime(new Date(outcome.followUpAt)) : '',
  changedAt: Date.parse(outcome.savedAt),
  unsaved: false,
});

export function readDraft(storage: Storage, callId: string): OutcomeDraft | undefined {
  const text = storage.getItem(PREFIX + callId);
  return text === null ? undefined : parseDraft(text);
}

/** A full or forbidden storage costs the crash safety, not the typing. */
export function writeDraft(storage: Storage, callId: string, draft: OutcomeDraft): boolean {
  try {
    storage.setItem(PREFIX + callId, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export const removeDraft = (storage: Storage, callId: string): void => storage.removeItem(PREFIX + callId);

/** Tells whenever another tab of this browser has written or removed a draft. */
export function followDrafts(onChange: (callId: string, draft: OutcomeDraft | undefined) => void): void {
  addEventListener('storage', ({ key, newValue }) => {
    if (key?.startsWith(PREFIX))
      onChange(key.slice(PREFIX.length), newValue === null ? undefined : parseDraft(newValue));
  });
}

/** Ids of the calls with a draft; those past their time are removed on the way. */
export function draftedCalls(storage: Storage, now: number): readonly string[] {
  const ids = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length));
  return ids.filter((id) => {
    const draft = readDraft(storage, id);
    if (draft && now - draft.changedAt < KEEP_DRAFTS_MS) return true;
    removeDraft(storage, id);
    return false;
  });
}

export function parseDraft(text: string): OutcomeDraft | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { disposition, notes, followUp, changedAt, unsaved } = value as Partial<Record<keyof OutcomeDraft, unknown>>;
    if (typeof disposition !== 'string' || typeof notes !== 'string' || typeof followUp !== 'string') return undefined;
    if (typeof changedAt !== 'number' || typeof unsaved !== 'boolean') return undefined;
    const dated = followUp === '' || !Number.isNaN(Date.parse(followUp));
    return { disposition, notes, followUp: dated ? followUp : '', changedAt, unsaved };
  } catch {
    return undefined;
  }
}
