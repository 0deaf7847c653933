/** What the API answers when it refuses, in the agent's words: its own are English, and for developers. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LANGUAGES, type Language } from '../../ccp-widget/src/language.ts';
import { PROBLEM_STATUS, type ProblemCode } from '../../functions/core/contracts/problem.ts';

/** Every code of the contract: whether an agent can bring it about, it is the server's own fault, or the desktop never sees it. */
const CODES = {
  unauthorized: 'agent',
  forbidden: 'agent',
  'not-found': 'agent',
  'not-ready': 'agent',
  gone: 'agent',
  'version-conflict': 'agent',
  'body-too-large': 'agent',
  'invalid-fields': 'agent',
  'too-many-requests': 'agent',
  'try-again': 'fault',
  'internal-error': 'fault',
  // What the desktop sends is JSON, with the version where one is asked for; sources sign, agents do not.
  ...{ 'malformed-json': 'never', 'version-required': 'never' },
  ...{ 'signature-missing': 'never', 'signature-invalid': 'never', 'signature-expired': 'never' },
} as const satisfies Readonly<Record<ProblemCode, 'agent' | 'fault' | 'never'>>;
const codes = Object.keys(CODES) as ProblemCode[];

const TEXTS = ['trouble', 'labels'] as const;

/** The desktop's parts as they are built for one language. */
async function builtFor(language: Language) {
  vi.resetModules();
  const read = (name: string): Promise<object> => import(`../../ccp-widget/src/texts/${language}/${name}.ts`);
  for (const name of TEXTS) vi.doMock(`#texts/${name}.ts`, () => read(name));
  const { ApiError } = await import('../../ccp-widget/src/api/api-error.ts');
  const { troubleFrom, wordsOf } = await import('../../ccp-widget/src/api/trouble.ts');
  const texts = await import('#texts/trouble.ts');
  const refusal = (code: ProblemCode, more: object = {}) => {
    const status = PROBLEM_STATUS[code];
    const problem = { type: '', title: 'TITLE', detail: 'DETAIL', status, code, correlationId: 'r-1', ...more };
    return new ApiError('problem', { status, problem });
  };
  return { troubleFrom, wordsOf, texts, refusal, ApiError };
}

describe.each(LANGUAGES)('a refusal, in %s,', (language) => {
  afterEach(() => {
    for (const name of TEXTS) vi.doUnmock(`#texts/${name}.ts`);
    vi.resetModules();
  });

  it('has words of its own for everything that an agent can bring about, and none of the server’s', async () => {
    const { troubleFrom, wordsOf, texts, refusal } = await builtFor(language);
    for (const code of codes) {
      const { what } = troubleFrom(refusal(code));
      if (CODES[code] !== 'never') expect(what === texts.unexpected.what, code).toBe(CODES[code] === 'fault');
      expect(wordsOf(refusal(code)), code).not.toMatch(/TITLE|DETAIL|undefined/);
    }
    const own = codes.filter((code) => CODES[code] === 'agent').map((code) => troubleFrom(refusal(code)).what);
    expect(new Set(own).size).toBe(own.length);
  });

  it('without a problem of ours, as a gateway gives it, has the same words', async () => {
    const { troubleFrom, refusal, ApiError } = await builtFor(language);
    for (const code of codes)
      expect(troubleFrom(new ApiError('problem', { status: PROBLEM_STATUS[code] })).what, code).toBe(
        troubleFrom(refusal(code)).what,
      );
  });

  it('names the wrong fields as the form does, each once', async () => {
    const { troubleFrom, refusal } = await builtFor(language);
    const wrong = (field: string, detail: string) => ({ field, pointer: '', detail });
    const errors = [
      wrong('phones[0].number', 'must be an E.164 number'),
      wrong('phones[1].number', 'must be an E.164 number'),
      wrong('email', 'must be an e-mail address'),
      wrong('recordId', 'is no record'),
    ];
    const { fields } = await import('#texts/labels.ts');
    expect(troubleFrom(refusal('invalid-fields', { errors })).advice).toBe(
      language === 'en'
        ? 'Phone: must be an E.164 number; E-mail: must be an e-mail address; recordId: is no record'
        : `${fields.phones}; ${fields.email}`,
    );
  });

  it('stays as it is on the screen, with its reference, while it is the same', async () => {
    const { troubleFrom, refusal, ApiError } = await builtFor(language);
    const first = troubleFrom(refusal('internal-error'));
    expect(first.reference).toContain('r-1');
    expect(troubleFrom(refusal('try-again', { correlationId: 'r-2' }), first)).toBe(first);
    expect(troubleFrom(new ApiError('unreachable'), first)).not.toBe(first);
  });
});
