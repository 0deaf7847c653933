/** The languages there are texts in. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Choice {
  readonly language: Language;
  /** For numbers, money and dates: always of the same language as the words around them. */
  readonly locale: string;
}

const FALLBACK: Choice = { language: 'en', locale: 'en' };

/** The first of what the browser prefers that we have; `asked`, from the address, comes before all of it. */
export function chooseLanguage(asked: string | undefined, preferred: readonly string[]): Choice {
  const [choice = FALLBACK] = (asked === undefined ? preferred : [asked, ...preferred]).flatMap((tag) => {
    const language = LANGUAGES.find((one) => one === tag.toLowerCase().split('-', 1)[0]);
    return language && isLocale(tag) ? [{ language, locale: tag }] : [];
  });
  const exact = preferred.find((tag) => tag.toLowerCase().startsWith(`${choice.locale.toLowerCase()}-`));
  return exact !== undefined && isLocale(exact) ? { ...choice, locale: exact } : choice;
}

const isLocale = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
};

const KEY = 'language';

/** `?lang=de` holds for the tab: the way to the identity provider and back does not keep the address's query. */
function askedFor(): string | undefined {
  if (typeof location === 'undefined') return undefined;
  const asked = new URLSearchParams(location.search).get('lang');
  try {
    if (asked !== null) sessionStorage.setItem(KEY, asked);
    return asked ?? sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return asked ?? undefined;
  }
}

export const { language, locale } = chooseLanguage(askedFor(), navigator.languages);
