import * as texts from '#texts/labels.ts';
import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';
import type { EditWork, Values } from '../outbox/waiting-edit.ts';
import type { ConflictRow } from './conflict-table.ts';

/** What the agent wants (of a removal: what they have seen) and what somebody else has written, field by field. */
export const conflictRows = (
  work: EditWork,
  theirs: Values,
  people: readonly ContactView[] = [],
): readonly ConflictRow[] =>
  Object.keys(theirs).map((field) => ({
    field: labelOf(work.kind, field),
    mine: textOf(
      field,
      'before' in work ? (('body' in work ? work.body : work.before) as Values)[field] : undefined,
      people,
    ),
    theirs: textOf(field, theirs[field], people),
  }));

/** The fields that an edit changes, in the agent's words. */
export const fieldNames = (work: EditWork): readonly string[] =>
  'before' in work && 'body' in work
    ? Object.keys(work.body).map((field) => texts.fields[labelOf(work.kind, field)] ?? field)
    : [];

/** A person's title is something else than a document's. */
const labelOf = (kind: EditWork['kind'], field: string): string =>
  kind === 'edit-document' && field === 'title' ? 'documentTitle' : field;

function textOf(field: string, value: unknown, people: readonly ContactView[]): string {
  if (Array.isArray(value)) return value.map((item) => textOf('', item, people)).join(', ');
  if (typeof value === 'object') return Object.values(value ?? {}).join(' ');
  if (typeof value === 'boolean') return (value ? texts.fields.yes : texts.fields.no) ?? '';
  if (field === 'reportsTo') return people.find(({ id }) => id === value)?.name ?? String(value ?? '');
  if (field === 'group') return texts.fields[String(value)] ?? '';
  return String(value ?? '');
}
