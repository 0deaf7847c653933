/**
 * DESIGN section 2 as a test: who may import whom. Static, dynamic and re-exporting imports are read from the sources;
 * what ends up in a bundle is checked from the metafiles in tests/lib.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const ROOMS = ['bin', 'lib', 'functions', 'contact-flows', 'ccp-widget', 'local', 'tests'] as const;

interface Import {
  readonly from: string;
  /** A path from the root for our own files, the bare name for a package. */
  readonly to: string;
}

const ALIASES: readonly [string, string][] = [
  ['#core/', 'functions/core/'],
  ['#adapters/', 'functions/adapters/'],
  ['#middleware/', 'functions/middleware/'],
  ['#crm/', 'functions/crm/'],
];

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules'));
}

function importsOf(path: string): Import[] {
  const text = readFileSync(join(root, path), 'utf8');
  const specifiers = [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/g),
    ...text.matchAll(/(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g),
    ...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g),
  ].map((match) => match[1] ?? '');
  return specifiers.map((specifier) => ({ from: path, to: resolve(path, specifier) }));
}

function resolve(from: string, specifier: string): string {
  for (const [alias, folder] of ALIASES) if (specifier.startsWith(alias)) return folder + specifier.slice(alias.length);
  if (!specifier.startsWith('.')) return specifier;
  return relative(root, new URL(specifier, `file://${join(root, from)}`).pathname);
}

const all: readonly Import[] = ROOMS.flatMap((room) => sourcesOf(room).flatMap(importsOf));
const own = (path: string): boolean => ROOMS.some((room) => path.startsWith(`${room}/`));
const violations = (wrong: (edge: Import) => boolean): string[] =>
  all.filter(wrong).map(({ from, to }) => `${from} imports ${to}`);
const isIn = (path: string, ...folders: string[]): boolean => folders.some((folder) => path.startsWith(folder));

describe('who may import whom', () => {
  it('reads real imports: the rules below are not vacuous', () => {
    expect(all.length).toBeGreaterThan(200);
    expect(all.some(({ to }) => to.startsWith('@aws-sdk/'))).toBe(true);
    expect(all.some(({ from, to }) => isIn(from, 'local/') && isIn(to, 'functions/core/contracts/'))).toBe(true);
  });

  it('keeps the core free of everything but itself', () => {
    const allowed = ['valibot', 'libphonenumber-js', 'node:crypto'];
    expect(
      violations(
        ({ from, to }) =>
          isIn(from, 'functions/core/') &&
          !isIn(to, 'functions/core/') &&
          !allowed.some((name) => to === name || to.startsWith(`${name}/`)),
      ),
    ).toEqual([]);
  });

  it('keeps contracts independent of the rest of the core', () => {
    expect(
      violations(
        ({ from, to }) => isIn(from, 'functions/core/contracts/') && own(to) && !isIn(to, 'functions/core/contracts/'),
      ),
    ).toEqual([]);
  });

  it('lets only adapters import AWS SDKs in the product', () => {
    expect(
      violations(
        ({ from, to }) =>
          isIn(from, 'functions/', 'lib/', 'bin/', 'ccp-widget/') &&
          !isIn(from, 'functions/adapters/') &&
          isIn(to, '@aws-sdk/', '@smithy/', '@aws-crypto/'),
      ),
    ).toEqual([]);
  });

  it('keeps adapters from deciding: they import no use case, no handler, no middleware', () => {
    expect(
      violations(
        ({ from, to }) =>
          isIn(from, 'functions/adapters/') && own(to) && !isIn(to, 'functions/adapters/', 'functions/core/'),
      ),
    ).toEqual([]);
  });

  it('gives lib and the desktop nothing of the product but its contracts', () => {
    expect(
      violations(
        ({ from, to }) =>
          isIn(from, 'lib/', 'ccp-widget/') && isIn(to, 'functions/') && !isIn(to, 'functions/core/contracts/'),
      ),
    ).toEqual([]);
  });

  it('gives the local system nothing of the product but its contracts, so that it cannot agree with our mistakes', () => {
    expect(
      violations(
        ({ from, to }) =>
          isIn(from, 'local/') &&
          own(to) &&
          !isIn(to, 'local/', 'functions/core/contracts/') &&
          // The desktop is built, not used: one build for the cloud and the desk.
          to !== 'ccp-widget/build.ts',
      ),
    ).toEqual([]);
  });

  it('keeps the local system and the tests out of the product', () => {
    expect(violations(({ from, to }) => !isIn(from, 'local/', 'tests/') && isIn(to, 'local/', 'tests/'))).toEqual([]);
  });

  it('knows nothing of running locally inside the product', () => {
    const told = ['bin', 'lib', 'functions', 'ccp-widget']
      .flatMap(sourcesOf)
      .filter((path) => /127\.0\.0\.1|localhost|dynalite|s3rver|fauxqs|IS_LOCAL/i.test(stripComments(path)));
    expect(told).toEqual([]);
  });
});

function stripComments(path: string): string {
  return readFileSync(join(root, path), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');
}
