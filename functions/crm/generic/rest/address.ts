/** What may stand in an address, by its name. */
export type Names = Readonly<Record<string, string | undefined>>;

const NAME = /\{(\w+)\}/g;

/**
 * The address with each `{name}` as one encoded part; undefined when one is not known or cannot be such a part: one of dots leads to
 * another address however it is encoded (URL Standard: `%2e%2e` is a double-dot segment too), and half a character has no encoding.
 */
export function expand(template: string, names: Names): string | undefined {
  const values = [...template.matchAll(NAME)].map(([, name = '']) => names[name] ?? '');
  if (values.some((value) => value === '' || /^\.{1,2}$/.test(value) || !value.isWellFormed())) return undefined;
  return template.replace(NAME, (_all, name: string) => encodeURIComponent(names[name] ?? ''));
}

/** A parameter of what is not known is left out. */
export function expandQuery(query: Readonly<Record<string, string>>, names: Names): URLSearchParams {
  const known = Object.entries(query).flatMap(([parameter, template]): [string, string][] => {
    const isKnown = [...template.matchAll(NAME)].every(([, name = '']) => names[name] !== undefined);
    return isKnown ? [[parameter, template.replace(NAME, (_all, name: string) => names[name] ?? '')]] : [];
  });
  return new URLSearchParams(known);
}
