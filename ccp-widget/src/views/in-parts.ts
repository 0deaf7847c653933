/** As many as fill a screen, roughly. The stylesheet knows a full part by it. */
const PART = 20;

/**
 * A long list, to be laid out part by part (`content-visibility`): of what is not near the screen the browser then looks at
 * one box per part, not at one per row. Everything stays in the page, for its search, for keys and screen readers.
 */
export const inParts = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / PART) }, (_, part) => items.slice(part * PART, (part + 1) * PART));
