/**
 * The page's own script: chooses the language, and asks at once for all that the start needs in it. Every language is a build
 * of its own (`build-program.ts`), in which a text is a constant like any other.
 */
import { type Language, language, locale } from './language.ts';

/** Beside this file, by language. Put in by the build, which knows what the files are called. */
declare const STARTS: Readonly<Record<Language, readonly string[]>>;

document.documentElement.lang = locale;
for (const file of STARTS[language]) void import(file);
