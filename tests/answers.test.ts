/** `docs/answers.md` claims tests as its proof: each of them has to be there, by file and name. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url);
const rows = readFileSync(new URL('docs/answers.md', root), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => line.split(' | '));

/** A test's title as it stands in its file: a literal in quotes or backticks right after `it(`, or after the table of `it.each`. */
const hasTest = (path: string, title: string): boolean => {
  const source = readFileSync(new URL(path, root), 'utf8');
  const literals = source.matchAll(/\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`([^`]*)`),/g);
  return [...literals].some(([, ...texts]) => texts.some((text) => text?.replaceAll('\\', '') === title));
};

describe('the answers to what users of other connectors complain about', () => {
  it('are given for all twenty-six, each with its threads', () => {
    expect(rows.map(([number]) => Number(number?.slice(2)))).toEqual(
      Array.from({ length: 26 }, (_, index) => index + 1),
    );
    for (const row of rows) expect(row).toHaveLength(5);
  });

  it.each(rows.map(([number = '', complaint = '', , , proof = '']) => [number.slice(2), complaint, proof] as const))(
    'number %s (%s) names tests that exist',
    (_number, _complaint, proof) => {
      const named = [...proof.matchAll(/`([^`]+)` › (.+?)(?=<br>| \|$)/g)];
      expect(named.length).toBeGreaterThan(0);
      expect(named.length).toBe(proof.split('<br>').length);
      for (const [, path = '', title = ''] of named) expect(hasTest(path, title), `${path} › ${title}`).toBe(true);
    },
  );

  it('would miss a test that is not there', () => {
    expect(hasTest('tests/answers.test.ts', 'would miss a test that is not there')).toBe(true);
    expect(hasTest('tests/answers.test.ts', 'is nowhere')).toBe(false);
  });
});
