import type {
  ContactCreation,
  ContactEdit,
  DocumentEdit,
  OutcomeInput,
} from '../../../functions/core/contracts/agent-requests.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';

/** Values by field, as the API writes them; `null` where there is none. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * What an agent has changed. `before`: what stood in the changed fields (of a removal in all) when they changed them, so that
 * somebody else's change is told from nobody's. A new person's id is made here: sent twice, it is still one person.
 */
export type EditWork =
  | { readonly kind: 'edit-contact'; readonly id: string; readonly body: ContactEdit; readonly before: Values }
  | { readonly kind: 'edit-document'; readonly id: string; readonly body: DocumentEdit; readonly before: Values }
  | { readonly kind: 'add-contact'; readonly id: string; readonly body: ContactCreation }
  | { readonly kind: 'remove-contact'; readonly id: string; readonly before: Values }
  | { readonly kind: 'outcome'; readonly id: string; readonly body: OutcomeInput };

export interface NewEdit {
  readonly work: EditWork;
  /** Absent for the outcome of a call whose opportunity is not on the screen. */
  readonly key?: OpportunityKey;
  /** Whom or what it is about, for the list. */
  readonly name: string;
  /** Of the record as the agent saw it; 0 for a new one. */
  readonly version: number;
}

export interface WaitingEdit extends NewEdit {
  readonly uid: string;
  /** Whose it is: only under that agent's own token it is sent. */
  readonly owner: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /**
   * `conflict`: somebody else has changed the same fields to `theirs`, in the record's version `version`; the agent chooses.
   * `refused`: the API takes it neither now nor later.
   */
  readonly stuck?:
    | { readonly name: 'conflict'; readonly theirs: Values; readonly version: number }
    | { readonly name: 'refused'; readonly why: string };
}

const RECORD = {
  'edit-contact': 'contact',
  'add-contact': 'contact',
  'remove-contact': 'contact',
  'edit-document': 'document',
  outcome: 'outcome',
} as const;

/** Edits of the same record are sent in the order in which they were made. */
export const recordOf = ({ work, key }: Pick<NewEdit, 'work' | 'key'>): string =>
  JSON.stringify([RECORD[work.kind], work.id, work.kind === 'outcome' ? null : [key?.sourceId, key?.opportunityId]]);

/** Of the fields of an edit what stands in the record now. */
export const beforeOf = (body: object, record: object): Values => {
  const known = record as Values;
  return Object.fromEntries(Object.keys(body).map((field) => [field, known[field] ?? null]));
};

/** The agent has seen theirs and wants mine: on top of what they have seen, and of nothing newer. */
export function onTopOf<Edit extends NewEdit>(edit: Edit, theirs: Values, version: number): Edit {
  const { work } = edit;
  const seen = 'before' in work ? { ...work, before: { ...work.before, ...theirs } } : work;
  return { ...edit, work: seen, version };
}
