import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expand, expandQuery } from '#crm/generic/rest/address.ts';
import { fill, merge } from '#crm/generic/rest/body.ts';
import { nextPage, pageParameters } from '#crm/generic/rest/pages.ts';
import { dateOf, flagOf, phonesOf } from '#crm/generic/rest/values.ts';

const answer = (json: unknown, headers: Readonly<Record<string, string>> = {}) =>
  ({ outcome: 'ok', status: 200, headers, json }) as const;
const first = { count: 2, seen: 2, page: 1 };

describe('the next page', () => {
  it.each([
    [
      '<https://a.example/x?page=2>; rel="next", <https://a.example/x?page=9>; rel="last"',
      'https://a.example/x?page=2',
    ],
    ['</x?page=1>; rel=prev, </x?page=3>; title="a, b"; rel="nofollow next"', '/x?page=3'],
    ['<https://a.example/x?page=9>; rel="last"', undefined],
    ['', undefined],
  ])('by a header as RFC 8288 has it: %s', (link, url) => {
    expect(nextPage({ type: 'link-header' }, answer({}, { link }), first)).toEqual(url && { url });
  });

  it('by number and by offset is asked for as long as pages are full', () => {
    const page = { type: 'page', parameter: 'p', sizeParameter: 'per', size: 2, first: 1 } as const;
    expect(pageParameters(page, 0, 0)).toEqual({ p: '1', per: '2' });
    expect(nextPage(page, answer({}), first)).toEqual({ parameters: { p: '2', per: '2' } });
    expect(nextPage(page, answer({}), { count: 1, seen: 3, page: 2 })).toBeUndefined();
    const offset = { type: 'offset', parameter: 'from', sizeParameter: undefined, size: 2 } as const;
    expect(nextPage(offset, answer({}), { count: 2, seen: 4, page: 2 })).toEqual({ parameters: { from: '4' } });
  });

  it('by a cursor ends where there is none, whatever the API says for that', () => {
    const cursor = { type: 'cursor', cursor: 'next', parameter: 'after' } as const;
    expect(nextPage(cursor, answer({ next: 7 }), first)).toEqual({ parameters: { after: '7' } });
    for (const json of [{}, { next: null }, { next: '' }, undefined, []]) {
      expect(nextPage(cursor, answer(json), first)).toBeUndefined();
    }
  });
});

describe('an address', () => {
  it('holds each id as one part of itself, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary', maxLength: 40 }), (id) => {
        const path = expand('/deals/{opportunityId}/people', { opportunityId: id });
        if (/^\.{1,2}$/.test(id) || !id.isWellFormed()) return expect(path).toBeUndefined();
        const { pathname, search, hash } = new URL(`https://a.example/api${path}`);
        expect([pathname.split('/').length, search, hash]).toEqual([5, '', '']);
        expect(decodeURIComponent(pathname.split('/')[3] ?? '')).toBe(id);
      }),
    );
  });

  it('is none without what it names, and a parameter is left out', () => {
    expect(expand('/users/{userId}', {})).toBeUndefined();
    expect(String(expandQuery({ email: '{email}', q: '{emailName}', all: '1' }, { emailName: 'a&b' }))).toBe(
      'q=a%26b&all=1',
    );
  });
});

describe('a body', () => {
  const told = { callId: 'c-1', seconds: 5, tags: ['a', 'b'], person: { name: 'Dana' } };

  it('keeps the type of what an expression finds, and makes text of it within a text', () => {
    expect(
      fill({ id: '{{callId}}', s: '{{seconds}}', t: 'for {{seconds}} s, {{callId}}{{nothing}}', n: 7 }, told),
    ).toEqual({
      ...{ id: 'c-1', s: 5, t: 'for 5 s, c-1', n: 7 },
    });
    expect(fill('{{tags[].{tag: @}}}', told)).toEqual([{ tag: 'a' }, { tag: 'b' }]);
  });

  it('leaves out what is not there, or says null', () => {
    expect(fill({ a: '{{title}}', b: { c: '{{title}}' }, d: ['{{title}}', 1] }, told)).toEqual({ b: {}, d: [1] });
    expect(fill({ a: '{{title}}' }, told, 'send')).toEqual({ a: null });
  });

  it('survives what cannot be computed, and text that only looks like an expression', () => {
    expect(fill({ a: "{{join(' ', seconds)}}", b: '{{constructor}}', c: '{{[}}', d: '{ {x} }' }, told)).toEqual({
      d: '{ {x} }',
    });
  });

  it('never lets a value change what stands beside it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        const filled = fill({ value: '{{value}}', text: '{{text}}', fixed: 'x' }, { value, text });
        expect(JSON.parse(JSON.stringify(filled))).toMatchObject({ text, fixed: 'x' });
      }),
    );
  });

  it('is joined member by member', () => {
    expect(merge({ data: { id: 1, a: { x: 1 } } }, { data: { a: { y: 2 } } })).toEqual({
      data: { id: 1, a: { x: 1, y: 2 } },
    });
    expect(merge(undefined, { a: 1 })).toEqual({ a: 1 });
  });
});

describe('values of a CRM', () => {
  it.each([
    ['2026-12-15', '2026-12-15'],
    ['2026-12-15T23:00:00+02:00', '2026-12-15'],
    [1_797_292_800, '2026-12-15'],
    [1_797_292_800_000, '2026-12-15'],
    ['15.12.2026', undefined],
    [null, undefined],
    ['2026-13-45', undefined],
    [1e300, undefined],
  ])('as a date: %j', (value, date) => expect(dateOf(value)).toBe(date));

  it('as numbers, each once, with their labels', () => {
    const phones = [{ number: '(415) 555-0101', label: 'Work' }, '+1 415 555 0101', 'call me', 4_155_550_102, null];
    expect(phonesOf(phones, 'US')).toEqual([{ number: '+14155550101' }, { number: '+14155550102' }]);
    expect(phonesOf({ number: '+49 30 123456', label: 'Mobile' }, undefined)).toEqual([
      { number: '+4930123456', label: 'mobile' },
    ]);
    expect(phonesOf(undefined, 'US')).toEqual([]);
  });

  it('as flags', () => {
    expect([true, 'true', 1, '1', 'Yes'].map(flagOf)).toEqual(Array(5).fill(true));
    expect([false, 'false', 0, '', null, undefined, 'no', {}].map(flagOf)).toEqual(Array(8).fill(false));
  });
});
