import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';

export interface DocumentFilter {
  readonly text: string;
  /** Empty: whatever its tags. */
  readonly tag: string;
}

export const NO_FILTER: DocumentFilter = { text: '', tag: '' };

/** A tag means the same however it is capitalised; the spelling seen first stands for all. Most used first. */
export function tagsOf(documents: readonly Pick<DocumentView, 'tags'>[]): readonly string[] {
  const counts = new Map<string, { readonly tag: string; count: number }>();
  for (const tag of documents.flatMap(({ tags }) => tags)) {
    const known = counts.get(folded(tag));
    if (known) known.count++;
    else counts.set(folded(tag), { tag, count: 1 });
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count || a.tag.localeCompare(b.tag)).map(({ tag }) => tag);
}

/** Every word that is typed has to occur in title, file name, category or tags; accents and capitals do not matter. */
export function filterDocuments(
  documents: readonly DocumentView[],
  { text, tag }: DocumentFilter,
): readonly DocumentView[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  const wanted = folded(tag);
  return documents.filter(({ title, fileName, category, tags }) => {
    if (wanted && !tags.some((one) => folded(one) === wanted)) return false;
    const place = folded([title, fileName, category, ...tags].join('\n'));
    return words.every((word) => place.includes(word));
  });
}

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
