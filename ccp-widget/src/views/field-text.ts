import * as texts from '#texts/labels.ts';
import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';

/** The words of a field for people: a person's title is something else than a document's. */
export const fieldName = (isDocument: boolean, field: string): string =>
  texts.fields[isDocument && field === 'title' ? 'documentTitle' : field] ?? field;

const CHOICES: ReadonlySet<string> = new Set(['group', 'primary', 'doNotCall', 'pinned']);

/** A value as the form shows it, whether it is the record's own or the text that an activity tells (`yes`, `true`). */
export function fieldText(field: string, value: unknown, people: readonly ContactView[]): string {
  if (Array.isArray(value)) return value.map((item) => fieldText('', item, people)).join(', ');
  if (typeof value === 'object') return Object.values(value ?? {}).join(' ');
  const text = String(value ?? '');
  if (field === 'reportsTo') return people.find(({ id }) => id === text)?.name ?? text;
  if (field === 'disposition') return texts.dispositions[text] ?? text;
  return (CHOICES.has(field) && texts.fields[text]) || text;
}
