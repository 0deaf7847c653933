import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../../../functions/core/contracts/routes.ts';
import { compileRoutes } from '../../../../local/stack/http-api/route-match.ts';

const table = (...keys: readonly string[]) =>
  compileRoutes(keys.map((routeKey) => ({ apiId: 'a', routeKey, integrationId: routeKey, scopes: [] })));

describe('route precedence', () => {
  const find = table('GET /a/{id}', 'GET /a/fixed', 'ANY /a/{id}', 'GET /a/{proxy+}', '$default');

  it.each([
    ['GET', '/a/fixed', 'GET /a/fixed', {}],
    ['GET', '/a/1', 'GET /a/{id}', { id: '1' }],
    ['POST', '/a/1', 'ANY /a/{id}', { id: '1' }],
    ['GET', '/a/1/2%2F3', 'GET /a/{proxy+}', { proxy: '1/2/3' }],
    ['POST', '/b', '$default', {}],
  ])('%s %s goes to %s', (method, path, routeKey, pathParameters) => {
    const match = find(method, path);
    expect([match?.route.routeKey, match?.pathParameters]).toEqual([routeKey, pathParameters]);
  });

  it('answers nothing for another method, an empty parameter or a longer path', () => {
    const only = table('GET /a/{id}');
    expect([only('POST', '/a/1'), only('GET', '/a/'), only('GET', '/a/1/2'), only('GET', '/a')]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('finds each route of the API, and any id comes back decoded once', () => {
    const find = table(...ROUTES.map(({ method, path }) => `${method} ${path}`));
    const id = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text !== '.' && text !== '..');
    fc.assert(
      fc.property(fc.constantFrom(...ROUTES), id, (route, value) => {
        const path = route.path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(value));
        const match = find(route.method, path);
        expect(match?.route.routeKey).toBe(`${route.method} ${route.path}`);
        for (const found of Object.values(match?.pathParameters ?? {})) expect(found).toBe(value);
      }),
    );
  });
});
