import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCount, formatPercent } from '../../ccp-widget/src/format/format-number.ts';
import { formatMoment } from '../../ccp-widget/src/format/format-time.ts';
import { chooseLanguage, LANGUAGES, type Language } from '../../ccp-widget/src/language.ts';

/** `people.none` and what stands there: the text, or what a text with gaps makes of numbered words. */
function texts(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const words = Array.from({ length: value.length }, (_, index) => index + 901);
    return [[`${path}(${value.length})`, String(Reflect.apply(value, undefined, words))]];
  }
  if (Array.isArray(value)) return [[`${path}[${value.length}]`, value.join('\n')]];
  return Object.entries(value as object).flatMap(([name, part]) => texts(part, `${path}.${name}`));
}
async function all(language: Language): Promise<ReadonlyMap<string, string>> {
  const folder = join(import.meta.dirname, '../../ccp-widget/src/texts', language);
  const read = async (file: string) => texts({ ...((await import(join(folder, file))) as object) }, file);
  return new Map((await Promise.all((await readdir(folder)).map(read))).flat());
}

describe('the texts', async () => {
  const en = await all('en');
  const others = await Promise.all(
    LANGUAGES.filter((language) => language !== 'en').map(async (language) => ({
      language,
      texts: await all(language),
    })),
  );

  it.each(others)('are the same in every language: same names, same gaps: $language', ({ texts }) => {
    expect(en.size).toBeGreaterThan(250);
    expect([...texts.keys()].toSorted()).toEqual([...en.keys()].toSorted());
  });

  it.each(others)('say everything that they are given, and are empty where English is: $language', ({ texts }) => {
    for (const [name, text] of texts) {
      const given = [...(en.get(name) ?? '').matchAll(/90[1-4]/g)].map(([word]) => word);
      for (const word of given) expect(text, name).toContain(word);
      expect(text === '', name).toBe(en.get(name) === '');
    }
  });

  it('are shown somewhere: none is left over', async () => {
    const source = join(import.meta.dirname, '../../ccp-widget/src');
    const files = (await readdir(source, { recursive: true })).filter((file) => /^(?!texts\/).*\.ts$/.test(file));
    const code = await Promise.all(files.map((file) => readFile(join(source, file), 'utf8')));
    const isShown = (module: string, name: string): boolean =>
      code.some((text) => {
        const [, all, some] =
          text.match(new RegExp(`import (?:\\* as (\\w+)|(?:type )?\\{([^}]*)\\}) from '#texts/${module}'`)) ?? [];
        return new RegExp(all === undefined ? `\\b${name}\\b` : `\\b${all}\\.${name}\\b`).test(
          some ?? (all ? text : ''),
        );
      });
    const inModule = [...en.keys()].map((name) => name.match(/^([\w-]+\.ts)\.(\w+)/)?.slice(1) ?? []);
    const left = inModule.filter(([module = '', name = '']) => !isShown(module, name)).map((names) => names.join(' '));
    expect(left).toEqual([]);
  });

  it.each(others)('are translated: hardly any is the same: $language', ({ texts }) => {
    const same = [...texts].filter(([name, text]) => text !== '' && text === en.get(name)).map(([name]) => name);
    expect(same.length).toBeLessThan(15);
  });
});

describe('the language', () => {
  it('is the first of what the browser prefers that there are texts in, with its own numbers and dates', () => {
    expect(chooseLanguage(undefined, ['de-AT', 'en'])).toEqual({ language: 'de', locale: 'de-AT' });
    expect(chooseLanguage(undefined, ['fr-FR', 'en-GB', 'de'])).toEqual({ language: 'en', locale: 'en-GB' });
    expect(chooseLanguage(undefined, ['fr', 'tlh'])).toEqual({ language: 'en', locale: 'en' });
  });

  it('is what the address asks for, if there are texts in it', () => {
    expect(chooseLanguage('de', ['en-GB'])).toEqual({ language: 'de', locale: 'de' });
    expect(chooseLanguage('de', ['en-GB', 'de-CH'])).toEqual({ language: 'de', locale: 'de-CH' });
    expect(chooseLanguage('xx', ['en-GB'])).toEqual({ language: 'en', locale: 'en-GB' });
  });

  it('always has a locale that numbers can be written in', () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), fc.array(fc.string()), (asked, preferred) => {
        const { language, locale } = chooseLanguage(asked, [...preferred, 'de-@']);
        expect(LANGUAGES).toContain(language);
        expect(formatCount(1, locale)).toBe('1');
      }),
    );
  });

  it('writes numbers and times as its readers do', () => {
    const plain = (text: string): string => text.replace(/\s/gu, ' ');
    expect([formatCount(2_000, 'en-GB'), formatCount(2_000, 'de')]).toEqual(['2,000', '2.000']);
    expect([formatPercent(60, 'en-GB'), plain(formatPercent(60, 'de'))]).toEqual(['60%', '60 %']);
    const [at, now] = [new Date('2026-03-01T14:05:00'), new Date('2026-11-24T12:00:00')];
    expect(formatMoment(at, now, 'de')).toBe('1. März, 14:05');
  });
});
