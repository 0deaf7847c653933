import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';
import type { EditWork, Values } from '../outbox/waiting-edit.ts';
import type { ConflictRow } from './conflict-table.ts';
import { fieldName, fieldText } from './field-text.ts';

/** What the agent wants (of a removal: what they have seen) and what somebody else has written, field by field. */
export const conflictRows = (
  work: EditWork,
  theirs: Values,
  people: readonly ContactView[] = [],
): readonly ConflictRow[] =>
  Object.keys(theirs).map((field) => ({
    field: fieldName(work.kind === 'edit-document', field),
    mine: fieldText(
      field,
      'before' in work ? (('body' in work ? work.body : work.before) as Values)[field] : undefined,
      people,
    ),
    theirs: fieldText(field, theirs[field], people),
  }));

/** The fields that an edit changes, in the agent's words. */
export const fieldNames = (work: EditWork): readonly string[] =>
  'before' in work && 'body' in work
    ? Object.keys(work.body).map((field) => fieldName(work.kind === 'edit-document', field))
    : [];
