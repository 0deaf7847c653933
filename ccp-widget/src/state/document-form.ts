import type { DocumentEdit } from '../../../functions/core/contracts/agent-requests.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';

/** A document as the form holds it: text as typed, tags with commas between. */
export interface DocumentForm {
  readonly title: string;
  readonly category: string;
  readonly tags: string;
}

/** What the API takes. */
export const MOST_TAGS = 20;
export const LONGEST_TAG = 64;

export const documentFormFrom = ({ title, category, tags }: DocumentView): DocumentForm => ({
  title,
  category,
  tags: tags.join(', '),
});

/** Empty ones and repetitions left out; of two that differ in capitals only the first. */
export function tagsFrom(typed: string): readonly string[] {
  const tags = new Map<string, string>();
  for (const tag of typed.split(',').map((one) => one.trim()))
    if (tag && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag);
  return [...tags.values()];
}

/** Only what differs from what was shown. A category cannot be cleared: left empty it stays. */
export function documentEditBetween(document: DocumentView, form: DocumentForm): DocumentEdit {
  const title = form.title.trim();
  const category = form.category.trim();
  const tags = tagsFrom(form.tags);
  const sameTags = tags.length === document.tags.length && tags.every((tag, index) => tag === document.tags[index]);
  return {
    ...(title === document.title ? {} : { title }),
    ...(category === '' || category === document.category ? {} : { category }),
    ...(sameTags ? {} : { tags: [...tags] }),
  };
}
