/** One or two letters for a person without a picture; whole characters, never half an emoji. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = firstCharacter(words[0]);
  const last = words.length > 1 ? firstCharacter(words.at(-1)) : '';
  return (first + last).toLocaleUpperCase();
}

function firstCharacter(word = ''): string {
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)) return segment;
  return '';
}

/** The same person has the same tone everywhere and always: 0 to `tones - 1`. */
export function toneOf(id: string, tones = 6): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % tones;
}
