/**
 * G1 and G6: whatever a source signs, it gets a 2xx for what is stored whole, or a 4xx that names what is wrong and leaves
 * nothing behind; never a 5xx, which would have the CRM send the same again for days.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTable } from '../../functions/adapters/dynamodb-client.ts';
import { dynamodbOpportunityStore } from '../../functions/adapters/dynamodb-opportunity-store.ts';
import { dynamodbRequestStore } from '../../functions/adapters/dynamodb-request-store.ts';
import type { FieldError, Problem } from '../../functions/core/contracts/problem.ts';
import type { RequestStore } from '../../functions/core/ports/call-requests.ts';
import type { OpportunityStore } from '../../functions/core/ports/opportunity-store.ts';
import { type Cloud, startCloud, started } from './support/cloud.ts';
import { SOURCE_ID, webhook } from './support/signed-webhook.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Partial<Omit<Problem, 'status'>> & { readonly callId?: string; readonly status?: string | number };
}

let cloud: Cloud;
let requests: RequestStore;
let opportunities: OpportunityStore;
let handle: (event: ReturnType<typeof webhook>) => Promise<Answer>;
let count = 0;

beforeAll(async () => {
  // A thousand requests log and count: nobody reads it.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  cloud = await startCloud({
    callingRules: { attemptCaps: { perPersonPerDay: 50 }, minimumGapMinutes: 1, consent: { required: true } },
  });
  cloud.connectAnswers(({ ClientToken: token }) => started(`contact-of-${token}`));
  const { handler } = await import('../../functions/receive-call-request/handler.ts');
  requests = dynamodbRequestStore(openTable());
  opportunities = dynamodbOpportunityStore(openTable());
  handle = async (event) => {
    const { statusCode = 0, body = '{}', headers = {} } = await handler(event, {});
    return { status: statusCode, body: JSON.parse(body), type: String(headers['content-type']) };
  };
});
afterAll(async () => {
  vi.restoreAllMocks();
  await cloud.stop();
});

/** Every field that there is. */
const complete = (opportunityId: string): Json => ({
  type: 'call.requested',
  timestamp: '2026-11-24T10:00:00Z',
  data: {
    opportunity: {
      ...{ id: opportunityId, name: 'Fleet renewal 2027', stage: 'Negotiation', amount: 125_000, currency: 'EUR' },
      ...{ closeDate: '2026-12-15', probability: 60, owner: { username: 'ana' }, url: 'https://crm.example/opp' },
      attributes: { industry: 'Logistics', seats: 12, isRenewal: true },
    },
    contacts: [
      {
        ...{ id: 'c-1', name: 'Dana Reyes', title: 'CFO', company: 'Northwind', email: 'dana@example.com' },
        ...{ role: 'Decision maker', group: 'stakeholder', primary: true, reportsTo: 'c-2', doNotCall: false },
        phones: [{ number: '+14155550101', label: 'mobile' }],
        consent: { status: 'granted', until: '2030-01-01T00:00:00Z', purposes: ['sales'] },
        ...{ timeZone: 'America/Los_Angeles', attributes: { language: 'en' } },
      },
      { id: 'c-2', name: 'Lee Park', phones: [], group: 'team' },
    ],
    documents: [
      ...[
        { id: 'd-1', title: 'Proposal', fileName: 'proposal.pdf', contentType: 'application/pdf', category: 'Offer' },
      ],
      { id: 'd-2', title: 'Plan', fileName: 'plan.txt', url: 'https://crm.example/files/d-2' },
    ],
    call: {
      ...{ contactId: 'c-1', phone: '+14155550101', agent: { username: 'ana' }, mode: 'customer-first' },
      notBefore: '2026-11-24T10:00:00Z',
    },
  },
});

const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON'];
/** Stands for an array that is too deep to be shown in a report of fast-check. */
const DEEP = 'five hundred arrays';
const nested = (depth: number): Json => Array.from({ length: depth }).reduce<Json>((inner) => [inner], 0);
const TEXTS = [
  ...[
    '',
    ' ',
    '5',
    '-0',
    'NaN',
    'null',
    'true',
    '\u0000',
    '\ud800',
    'a\udfff',
    '\u202eevil',
    '👩‍👩‍👧‍👦',
    'ß'.repeat(129),
  ],
  ...['x'.repeat(40_000), '<script>', "' OR 1=1 --", '../../etc/passwd', '#'.repeat(128), '%00', '\r\nx: y', '\ufeff'],
  ...[
    '+0',
    '+1',
    '+999999999999999',
    '+1 415 555 0101',
    '٠١٢٣',
    'mailto:x',
    'javascript:alert(1)',
    'http://',
    'ftp://a',
  ],
  ...['2026-13-45T99:99:99Z', '2026-02-31T10:00:00Z', '2026-11-24T24:00:00Z', '0000-01-01T00:00:00Z', '2026-11-24'],
  ...['9999-12-31T23:59:59.999Z', '2026-11-24T10:00:00+14:00', '2026-11-24T10:00:00-99:99', '2026-11-24T10:00:60Z'],
  ...[
    'call.requested',
    'opportunity.updated',
    'opportunity.deleted',
    'do-not-call.added',
    'agent-first',
    'c-2',
    'granted',
  ],
  ...['Etc/GMT+12', 'utc', 'Europe/Atlantis', 'EUR', 'denied', ...PROTOTYPE_NAMES],
];
const value: fc.Arbitrary<Json> = fc.oneof(
  { arbitrary: fc.constantFrom(...TEXTS), weight: 3 },
  fc.constantFrom<Json>(null, true, false, 0, -1, 0.5, 1e308, Number.MAX_SAFE_INTEGER + 2, 5e-324, [], {}),
  fc.constantFrom<Json>(
    nested(3),
    DEEP,
    Array.from({ length: 2_001 }, () => 'x'),
    { a: { b: [{}] } },
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);

interface Mutation {
  /** Which of all places in the document, as a part of their number. */
  readonly place: number;
  readonly how: 'replace' | 'remove' | 'add' | 'wrap' | 'repeat' | 'quote';
  readonly name: string;
  readonly value: Json;
}
const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'wrap', 'repeat', 'quote'),
  name: fc.oneof(fc.constantFrom(...PROTOTYPE_NAMES), fc.string({ maxLength: 20 })),
  value,
});

type Path = readonly (string | number)[];
const isBranch = (node: Json): node is Json[] | { [name: string]: Json } => typeof node === 'object' && node !== null;
const placesOf = (node: Json, path: Path = []): Path[] => [
  path,
  ...(isBranch(node) && path.length < 8
    ? Object.entries(node).flatMap(([name, inner]) =>
        placesOf(inner, [...path, Array.isArray(node) ? Number(name) : name]),
      )
    : []),
];

/** `Object.defineProperty`: an assignment to `__proto__` would set the prototype, and JSON.parse does not do that either. */
const setOwn = (owner: object, name: string | number, inner: Json): void =>
  void Object.defineProperty(owner, name, { value: inner, enumerable: true, configurable: true, writable: true });

function mutated(document: Json, { place, how, name, value }: Mutation): { document: Json; path: Path } {
  const other = value === DEEP ? nested(500) : value;
  const root = { root: structuredClone(document) };
  const places = placesOf(root.root);
  const path = places[Math.floor(place * places.length)] ?? [];
  const [owner, key] = [['root', ...path].slice(0, -1), path.at(-1) ?? 'root'];
  const parent = owner.reduce<Json>((node, step) => (node as { [name: string | number]: Json })[step] ?? null, root);
  const at = parent as { [name: string | number]: Json };
  const old = at[key] ?? null;
  if (how === 'remove' && path.length > 0) Array.isArray(parent) ? parent.splice(Number(key), 1) : delete at[key];
  else if (how === 'add' && isBranch(old) && !Array.isArray(old)) setOwn(old, name, other);
  else if (how === 'wrap') at[key] = [old];
  else if (how === 'repeat') at[key] = Array.from({ length: 3 }, () => old);
  else if (how === 'quote') at[key] = isBranch(old) ? JSON.stringify(old) : String(old);
  else at[key] = other;
  return { document: root.root, path };
}

const pointerOf = (path: Path): string =>
  `#${path.map((step) => `/${encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`;
/** Rules over several fields name the one that is to be changed. */
const ACROSS_FIELDS = ['#/data/call/contactId', '#/data/call/phone', '#/type'];
const isAbout = (path: Path) => {
  const pointer = pointerOf(path);
  return ({ pointer: named }: FieldError) =>
    named.startsWith(pointer) || pointer.startsWith(named) || ACROSS_FIELDS.includes(named);
};

/** What every answer must be; returns it for more. */
async function judged(body: string): Promise<Answer> {
  count += 1;
  const id = `msg_${count}`;
  cloud.operations();
  const answer = await handle(webhook(body, { id }));
  const done = cloud.operations();
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
  if (answer.status === 202) {
    expect(answer.type).toBe('application/json');
    if (answer.body.callId !== undefined) await expectWhole(id, body);
    return answer;
  }
  expect([400, 413, 422]).toContain(answer.status);
  expect(answer.type).toBe('application/problem+json');
  expect(answer.body).toMatchObject({ status: answer.status, code: expect.any(String), title: expect.any(String) });
  expect(done.filter((operation) => operation !== 'GetSecretValue')).toEqual([]);
  expect(await requests.get(SOURCE_ID, id)).toBeUndefined();
  return answer;
}

/** A 2xx: the request, with every person and document of it, and the opportunity are there. */
async function expectWhole(id: string, body: string): Promise<void> {
  const { data } = JSON.parse(body.replace(/^\ufeff/, '')) as {
    data: { opportunity: { id: string }; contacts: object[]; documents?: object[] };
  };
  const stored = await requests.get(SOURCE_ID, id);
  expect(stored?.message.contacts).toHaveLength(data.contacts.length);
  expect(stored?.message.documents).toHaveLength(data.documents?.length ?? 0);
  const opportunityId = stored?.opportunityId ?? '';
  expect(opportunityId).toBe(data.opportunity.id);
  const context = await opportunities.loadContext({ sourceId: SOURCE_ID, opportunityId });
  expect(context?.calls.map(({ callId }) => callId)).toContain(stored?.callId);
}

describe('a signed request, changed in one place', () => {
  it('is taken whole, or refused with the name of that place', async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const { document, path } = mutated(complete(`opp-one-${count}`), change);
        const answer = await judged(JSON.stringify(document));
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (answer.status !== 422) return;
        expect(answer.body.errors).not.toEqual([]);
        expect(answer.body.errors?.filter(isAbout(path)), pointerOf(path)).not.toEqual([]);
        for (const { field, detail } of answer.body.errors ?? []) expect([field, detail]).not.toContain('');
      }),
      { numRuns: 400 },
    );
    expect(statuses.get(202)).toBeGreaterThan(40);
    expect(statuses.get(422)).toBeGreaterThan(100);
  }, 60_000);
});

describe('a signed request, changed in several places', () => {
  it('is taken whole, or refused with fields, without a trace', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 2, maxLength: 6 }), async (changes) => {
        const document = changes.reduce<Json>((now, change) => mutated(now, change).document, complete(`opp-${count}`));
        const { status, body } = await judged(JSON.stringify(document));
        if (status === 422) expect(body.errors).not.toEqual([]);
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

describe('a signed body that is no such document', () => {
  const text = JSON.stringify(complete('opp-text'));
  it('is refused, wherever it is cut, whatever stands in it, however large or deep it is', async () => {
    const spliced = fc.tuple(fc.nat(text.length), fc.nat(text.length), fc.string({ unit: 'binary', maxLength: 8 }));
    await fc.assert(
      fc.asyncProperty(spliced, async ([from, to, inserted]) => {
        await judged(text.slice(0, Math.min(from, to)) + inserted + text.slice(Math.max(from, to)));
      }),
      { numRuns: 150 },
    );
    expect((await judged(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).status).toBe(422);
    expect((await judged(`{"a":`.repeat(40_000))).status).toBe(400);
    expect((await judged(JSON.stringify({ type: 'x'.repeat(256 * 1024) }))).status).toBe(413);
    expect((await judged('1e999')).status).toBe(422);
    expect((await judged(text.replace('125000', '1e999'))).body.errors).toMatchObject([
      { field: 'data.opportunity.amount' },
    ]);
    expect((await judged(`\ufeff${text}`)).status).toBeLessThan(500);
  }, 60_000);
});
