/**
 * Harbor, a CRM that there is not: flat JSON in snake case, numbers as ids, OAuth 2.0 client credentials, lists by cursor and by
 * offset, amounts in text, flags as 0 and 1. The connector knows it by a description only (docs/crm/harbor.rest.json), which is
 * what it is for. It is as strict as a careful API: what it does not know it refuses (422), what is missing too.
 */
import type { CrmOpportunity, CrmPerson } from '../../console/crm/opportunities.ts';
import { DEMO_OPPORTUNITIES } from '../../console/crm/opportunities.ts';
import type { CrmDouble, LoggedCall, StoredRecord } from '../crm-double.ts';
import { type DoubleAnswer, type DoubleRequest, type Json, parseObject } from '../double-http.ts';
import { ImaginaryDeals, USERS, userOf } from './imaginary-deals.ts';

export interface HarborOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Bytes of a document, by its id in the demo. */
  readonly fileOf: (documentId: string) => Promise<Uint8Array>;
}

/** Small, so that every list has several pages. */
const PAGE = 4;
const CALL_FIELDS = {
  required: ['external_id', 'deal_id', 'direction', 'result', 'started_at', 'duration'],
  optional: ['person_id', 'owner_id', 'text', 'phone', 'outcome'],
};
const PERSON_FIELDS = {
  required: ['last_name'],
  optional: ['first_name', 'job_title', 'company', 'email', 'phones', 'do_not_call'],
};

const ALL = DEMO_OPPORTUNITIES.flatMap(({ id, people, documents }) => [
  id,
  ...people.map((one) => one.id),
  ...documents.map((one) => one.id),
]);
/** Harbor's number of a record of the demo. */
export const harborId = (id: string): string => (ALL.includes(id) ? String(100 + ALL.indexOf(id)) : id);
const ours = (number: string): string => ALL[Number(number) - 100] ?? number;

export class HarborDouble extends ImaginaryDeals implements CrmDouble {
  readonly #options: HarborOptions;
  readonly #calls = new Map<string, Json>();
  readonly #notes = new Map<string, Json>();
  #token = 0;

  constructor(options: HarborOptions) {
    super();
    this.#options = options;
  }

  dealId(theirs: string): string {
    return ours(theirs);
  }
  protected theirId(id: string): string {
    return harborId(id);
  }

  records(opportunityId: string): readonly StoredRecord[] {
    const deal = this.deals.get(ours(opportunityId));
    if (deal === undefined) return [];
    const stored = (part: StoredRecord['part'], table: string, title: unknown, fields: Json): StoredRecord => ({
      ...{ part, table, id: String(fields.id), title: String(title ?? ''), fields },
    });
    const calls = [...this.#calls].filter(([, call]) => String(call.deal_id) === opportunityId);
    return [
      stored('opportunity', 'deals', deal.name, dealRecord(deal)),
      ...this.#rowsOf(deal).map((row) => stored('person', 'people', row.role, row.person as Json)),
      ...deal.documents.map((file) => stored('document', 'files', file.title, fileRecord(file))),
      ...calls.map(([id, call]) => stored('call', 'calls', call.result, { id, ...call })),
    ];
  }

  expireTokens(): void {
    this.#token += 1;
  }
  notes(): readonly Json[] {
    return [...this.#notes.values()];
  }
  person(id: string): Json | undefined {
    return this.written.get(ours(id));
  }

  loggedCalls(): readonly LoggedCall[] {
    return [...this.#calls].map(([id, call]) => ({
      ...{ id, callId: String(call.external_id), opportunityId: String(call.deal_id), status: String(call.result) },
      ...(call.person_id !== undefined && { contactId: String(call.person_id) }),
      ...(call.owner_id !== undefined && { userId: String(call.owner_id) }),
      direction: call.direction === 'in' ? 'inbound' : 'outbound',
      ...{ seconds: Number(call.duration), notes: String(call.text ?? ''), phone: String(call.phone ?? '') },
    }));
  }

  protected async answer(asked: DoubleRequest): Promise<DoubleAnswer> {
    const [version, ...path] = asked.path;
    if (asked.path.join('/') === 'oauth/token') return this.#grant(asked);
    if (version !== 'v2') return { status: 404 };
    if (asked.headers.authorization !== `Bearer token-${this.#token}`) return { status: 401 };
    return this.#route(asked, path);
  }

  #grant({ body, method }: DoubleRequest): DoubleAnswer {
    const form = new URLSearchParams(body);
    const { clientId, clientSecret } = this.#options;
    const isKnown = form.get('client_id') === clientId && form.get('client_secret') === clientSecret;
    if (method !== 'POST' || form.get('grant_type') !== 'client_credentials' || form.get('scope') !== 'deals calls') {
      return { status: 400, json: { error: 'invalid_request' } };
    }
    if (!isKnown) return { status: 401, json: { error: 'invalid_client' } };
    return { status: 200, json: { access_token: `token-${this.#token}`, token_type: 'Bearer', expires_in: 3_600 } };
  }

  async #route(asked: DoubleRequest, [entity, id, link, linked]: readonly string[]): Promise<DoubleAnswer> {
    const { method, body, query } = asked;
    const written = parseObject(body);
    if (written === undefined) return { status: 400 };
    switch (entity) {
      case 'deals':
        return this.#deal(asked, written, ours(id ?? ''), link, linked);
      case 'search':
        return this.#search(query);
      case 'people':
        return this.#person(method, id, written);
      case 'calls':
        return keep(this.#calls, { method, id, query, written, fields: CALL_FIELDS }, () => this.next());
      case 'notes': {
        const fields = { required: ['external_id', 'deal_id', 'text'], optional: [] };
        return keep(this.#notes, { method, id, query, written, fields }, () => this.next());
      }
      case 'users': {
        if (id === undefined)
          return {
            status: 200,
            json: { users: USERS.filter(({ email }) => email.startsWith(query.get('email') ?? '?')) },
          };
        const user = USERS.find((one) => one.id === id);
        return user === undefined ? { status: 404 } : { status: 200, json: { user } };
      }
      case 'files':
        return link === 'content'
          ? { status: 200, bytes: await this.#options.fileOf(ours(id ?? '')) }
          : { status: 404 };
      default:
        return entity === 'me' ? { status: 200, json: { ok: true } } : { status: 404 };
    }
  }

  #deal({ method, query }: DoubleRequest, written: Json, id: string, link?: string, linked?: string): DoubleAnswer {
    const deal = this.found(id);
    if (deal === undefined) return { status: 404 };
    if (deal === 'hidden') return { status: 403 };
    if (link === undefined) return { status: 200, json: { deal: dealRecord(deal) } };
    if (link === 'people' && method === 'GET') return byCursor('people', this.#rowsOf(deal), query);
    if (link === 'people' && method === 'POST') {
      const personId = ours(String(written.person_id ?? ''));
      if (!this.isPerson(personId)) return { status: 422 };
      if (this.peopleOf(deal).added.includes(personId)) return { status: 409 };
      this.add(id, personId);
      return { status: 201, json: {} };
    }
    if (link === 'people' && method === 'DELETE' && linked !== undefined) {
      this.takeAway(id, ours(linked));
      return { status: 204 };
    }
    return link === 'files' ? byOffset('files', deal.documents.map(fileRecord), query) : { status: 404 };
  }

  /** `?number=` as E.164, or `?words=`: one row for a deal, or for one of its people. */
  #search(query: URLSearchParams): DoubleAnswer {
    const [number, words] = [query.get('number'), query.get('words')?.toLowerCase()];
    if ((number === null) === (words === undefined)) return { status: 422 };
    const rows = this.openDeals((person, { name, account }) =>
      number === null
        ? (person === undefined ? `${name} ${account}` : person.name).toLowerCase().includes(words ?? '')
        : person?.phones.some((phone) => phone.number.replace(/\D/g, '').endsWith(number.slice(-7))) === true,
    );
    return byCursor(
      'found',
      rows.map(({ deal, person }) => ({ deal: dealRecord(deal), person: person ? personRecord(person) : null })),
      query,
    );
  }

  #rowsOf(deal: CrmOpportunity): readonly Json[] {
    const { own, added } = this.peopleOf(deal);
    return [
      ...own.map((one) => ({
        ...{ role: one.role ?? null, is_primary: one.primary ? 1 : 0 },
        person: { ...personRecord(one), ...this.written.get(one.id) },
      })),
      ...added.map((id) => ({ role: null, is_primary: 0, person: { ...this.written.get(id), id: Number(id) } })),
    ];
  }

  #person(method: string, id: string | undefined, written: Json): DoubleAnswer {
    if (method === 'POST') {
      if (!isShaped(written, PERSON_FIELDS)) return { status: 422 };
      const made = this.next();
      this.written.set(made, { first_name: '', ...written });
      return { status: 201, json: { person: { id: Number(made), ...written } } };
    }
    const known = ours(id ?? '');
    if (method !== 'PATCH' || !this.isPerson(known)) return { status: 404 };
    if (!isShaped(written, { required: [], optional: [...PERSON_FIELDS.required, ...PERSON_FIELDS.optional] })) {
      return { status: 422 };
    }
    this.written.set(known, { ...this.written.get(known), ...written });
    return { status: 200, json: { person: { id: Number(harborId(known)) } } };
  }
}

interface Fields {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}
const isShaped = (written: Json, { required, optional }: Fields): boolean =>
  required.every((name) => name in written) &&
  Object.entries(written).every(([name, value]) => [...required, ...optional].includes(name) && value !== null);

function keep(
  records: Map<string, Json>,
  asked: { method: string; id: string | undefined; query: URLSearchParams; written: Json; fields: Fields },
  next: () => string,
): DoubleAnswer {
  const { method, id, query, written, fields } = asked;
  if (method === 'GET') {
    const found = [...records].filter(([, record]) => record.external_id === query.get('external_id'));
    return { status: 200, json: { data: found.map(([key, record]) => ({ id: Number(key), ...record })) } };
  }
  if (!isShaped(written, fields)) return { status: 422 };
  if (id !== undefined && !records.has(id)) return { status: 404 };
  const key = id ?? next();
  records.set(key, written);
  return { status: id === undefined ? 201 : 200, json: { data: { id: Number(key) } } };
}

function byCursor(name: string, rows: readonly Json[], query: URLSearchParams): DoubleAnswer {
  const from = Number(query.get('after') ?? 0);
  const next = from + PAGE < rows.length ? { next_cursor: String(from + PAGE) } : {};
  return { status: 200, json: { [name]: rows.slice(from, from + PAGE), meta: next } };
}

function byOffset(name: string, rows: readonly Json[], query: URLSearchParams): DoubleAnswer {
  const [from, limit] = [Number(query.get('start') ?? 0), Number(query.get('limit') ?? PAGE)];
  if (limit > PAGE) return { status: 422 };
  return { status: 200, json: { [name]: rows.slice(from, from + limit) } };
}

const dealRecord = ({
  id,
  name,
  stage,
  amount,
  currency,
  closeDate,
  probability,
  owner,
  account,
}: CrmOpportunity): Json => ({
  ...{ id: Number(harborId(id)), title: name, stage: { id: 4, name: stage }, account: { name: account } },
  value: { amount: String(amount?.toFixed(2)), currency: currency?.toLowerCase() },
  ...{
    expected_close: `${closeDate}T00:00:00Z`,
    win_percent: probability,
    owner_id: userOf(owner?.username)?.id ?? null,
  },
});

const personRecord = ({ id, name, title, company, phones, email, doNotCall }: CrmPerson): Json => {
  const words = name.split(' ');
  return {
    ...{ id: Number(harborId(id)), first_name: words.slice(0, -1).join(' '), last_name: words.at(-1) },
    ...{ job_title: title ?? null, company: company ?? null, email: email ?? null, do_not_call: doNotCall ? 1 : 0 },
    phones: phones.map(({ number, label }) => ({ value: number, kind: label })),
  };
};

const fileRecord = ({ id, title, fileName, contentType, category }: CrmOpportunity['documents'][number]): Json => ({
  ...{ id: Number(harborId(id)), label: title, name: fileName, mime: contentType, folder: category ?? null },
});
