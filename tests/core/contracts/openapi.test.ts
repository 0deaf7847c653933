import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { OPENAPI_FILE, openApiDocument } from '../../../bin/write-openapi.ts';
import { ROUTES } from '../../../functions/core/contracts/routes.ts';

it('publishes the contracts as they are: run `node bin/write-openapi.ts` after changing them', () => {
  expect(readFileSync(OPENAPI_FILE, 'utf8')).toBe(openApiDocument());
});

it('describes every route, and every reference leads somewhere', () => {
  const text = openApiDocument();
  const document = parse(text) as {
    paths: Record<string, Record<string, unknown>>;
    components: Record<string, Record<string, unknown>>;
  };
  for (const { method, path } of ROUTES) expect(document.paths[path]).toHaveProperty(method.toLowerCase());
  const references = [...text.matchAll(/\$ref: "?#\/components\/(\w+)\/(\w+)/g)];
  expect(references.length).toBeGreaterThan(20);
  for (const [, kind = '', name = ''] of references) expect(document.components[kind]).toHaveProperty(name);
});
