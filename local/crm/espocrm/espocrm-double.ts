/**
 * EspoCRM's REST API, as its documentation and its entityDefs have it (docs.espocrm.com, development/api; the repository's
 * `Resources/metadata/entityDefs`). Refused as there: no or a wrong API key (401), what the key's role does not show (403), what
 * is not there (404), a required field that is missing or a value that is no option (400), more than 200 records at once (403).
 */
import { type CrmOpportunity, DEMO_OPPORTUNITIES } from '../../console/crm/opportunities.ts';
import type { CrmDouble, KeptDocument, LoggedCall, StoredRecord } from '../crm-double.ts';
import { type DoubleAnswer, type DoubleRequest, HttpDouble, type Json, parseObject } from '../double-http.ts';
import { contactRecord, documentRecords, opportunityRecord, USERS } from './espocrm-demo.ts';
import { EspocrmFiles } from './espocrm-files.ts';
import { matchesOf } from './espocrm-where.ts';

export interface EspocrmDoubleOptions {
  readonly apiKey: string;
  /** Bytes of a document, by its id. */
  readonly fileOf: (documentId: string) => Promise<Uint8Array>;
  /** Without them, the demo's. */
  readonly deals?: readonly CrmOpportunity[];
}

/** `recordListMaxSizeLimit`, unless configured. */
const MAX_SIZE = 200;
const CALL_STATUS = ['Planned', 'Held', 'Not Held'];
const CALL_DIRECTION = ['Outbound', 'Inbound'];
const DATE_TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

export class EspocrmDouble extends HttpDouble implements CrmDouble {
  readonly #options: EspocrmDoubleOptions;
  readonly #opportunities: Map<string, CrmOpportunity>;
  /** What was written to a person, over what the deal says. */
  readonly #people = new Map<string, Json>();
  readonly #added = new Map<string, string[]>();
  readonly #calls = new Map<string, Json>();
  readonly #files = new EspocrmFiles((id) => this.#opportunities.has(id));
  readonly #hidden = new Set<string>();
  #made = 0;

  constructor(options: EspocrmDoubleOptions) {
    super();
    this.#options = options;
    const { deals = DEMO_OPPORTUNITIES } = options;
    this.#opportunities = new Map(deals.map((deal) => [deal.id, deal]));
  }

  loggedCalls(): readonly LoggedCall[] {
    return [...this.#calls.values()].map((call) => {
      const seconds = (timeOf(call.dateEnd) - timeOf(call.dateStart)) / 1_000;
      const [contactId] = (call.contactsIds as string[] | undefined) ?? [];
      return {
        id: String(call.id),
        callId: String(call.cConnectCallId ?? ''),
        ...(call.parentType === 'Opportunity' && { opportunityId: String(call.parentId) }),
        ...(contactId !== undefined && { contactId }),
        ...(call.assignedUserId !== undefined && { userId: String(call.assignedUserId) }),
        direction: call.direction === 'Inbound' ? 'inbound' : 'outbound',
        ...{ status: String(call.status), notes: String(call.description ?? ''), seconds },
        startedAt: new Date(timeOf(call.dateStart)).toISOString(),
        ...phoneIn(call.description),
      };
    });
  }

  /** Somebody plans a call in EspoCRM. */
  plan(call: Json): void {
    const [dateStart, dateEnd] = ['2026-11-24 10:00:00', '2026-11-24 10:05:00'];
    this.#calls.set(String(call.id), { name: 'Call', direction: 'Outbound', dateStart, dateEnd, ...call });
  }

  keptDocuments(): readonly KeptDocument[] {
    return this.#files.kept();
  }

  opportunity(id: string): CrmOpportunity | undefined {
    return this.#opportunities.get(id);
  }

  opportunities(): readonly StoredRecord[] {
    return [...this.#opportunities.keys()].flatMap((id) => this.records(id).slice(0, 1));
  }

  records(opportunityId: string): readonly StoredRecord[] {
    const deal = this.#opportunities.get(opportunityId);
    if (deal === undefined) return [];
    const stored = (part: StoredRecord['part'], table: string, fields: Json): StoredRecord => ({
      ...{ part, table, id: String(fields.id), title: String(fields.name ?? ''), fields },
    });
    const calls = [...this.#calls.values()].filter(({ parentId }) => parentId === opportunityId);
    return [
      stored('opportunity', 'Opportunity', opportunityRecord(deal)),
      ...this.#peopleOf(deal).map((person) => stored('person', 'Contact', person)),
      ...this.#documentsOf(deal).map((document) => stored('document', 'Document', document)),
      ...calls.map((call) => stored('call', 'Call', call)),
    ];
  }

  /** What is stored of a person, in EspoCRM's words. */
  person(id: string): Json | undefined {
    return this.#people.get(id);
  }

  /** An API key does not run out. */
  expireTokens(): void {}

  remove(opportunityId: string): void {
    this.#opportunities.delete(opportunityId);
  }

  hide(opportunityId: string): void {
    this.#hidden.add(opportunityId);
  }

  close(opportunityId: string): void {
    const deal = this.#opportunities.get(opportunityId);
    if (deal !== undefined) this.#opportunities.set(opportunityId, { ...deal, stage: 'Closed Won' });
  }

  protected async answer(asked: DoubleRequest): Promise<DoubleAnswer> {
    if (asked.headers['x-api-key'] !== this.#options.apiKey) return { status: 401 };
    const [api, version, ...path] = asked.path;
    if (api !== 'api' || version !== 'v1') return { status: 404 };
    return this.#route(asked, path);
  }

  async #route(
    { method, query, body }: DoubleRequest,
    [entity = '', id, link]: readonly string[],
  ): Promise<DoubleAnswer> {
    if (Number(query.get('maxSize') ?? 0) > MAX_SIZE) return { status: 403 };
    const written = parseObject(body);
    if (written === undefined) return { status: 400 };
    if (entity === 'Attachment' && id === 'file' && link !== undefined) {
      return {
        status: 200,
        bytes: this.#files.bytes(link) ?? (await this.#options.fileOf(link.replace(/^file-/, ''))),
      };
    }
    if (entity === 'Attachment' && method === 'POST') return this.#files.attach(written);
    if (entity === 'Document') return this.#files.write(method, id, written);
    if (entity === 'User') return this.#users(id, query);
    if (entity === 'Call') return this.#call(method, id, query, written);
    if (entity === 'Contact' && method === 'GET' && id === undefined) return listed(this.#allPeople(), query);
    if (entity === 'Contact') return this.#contact(method, id, written);
    if (entity === 'Opportunity' && method === 'GET' && id === undefined) return listed(this.#openFirst(query), query);
    if (entity !== 'Opportunity' || id === undefined) return { status: 404 };
    const opportunity = this.#opportunities.get(id);
    if (opportunity === undefined) return { status: 404 };
    if (this.#hidden.has(id)) return { status: 403 };
    if (link === undefined) return { status: 200, json: opportunityRecord(opportunity) };
    if (link === 'contacts' && method === 'DELETE') {
      const people = opportunity.people.filter((person) => person.id !== written.id);
      this.#opportunities.set(id, { ...opportunity, people });
      return { status: 200, json: true };
    }
    if (link === 'contacts') return page(this.#peopleOf(opportunity), query);
    if (link === 'documents') return page(this.#documentsOf(opportunity), query);
    return { status: 404 };
  }

  #allPeople(): readonly Json[] {
    const people = [...this.#opportunities.values()].flatMap((deal) => this.#peopleOf(deal));
    return [...new Map(people.map((person) => [person.id, person])).values()];
  }

  /** Those that the key's role shows, with the people whom they are linked with. */
  #openFirst(query: URLSearchParams): readonly Json[] {
    const deals = [...this.#opportunities.values()].filter(({ id }) => !this.#hidden.has(id));
    const isOpen = ({ stage }: CrmOpportunity): boolean => !/^Closed/.test(stage ?? '');
    return (query.get('primaryFilter') === 'open' ? deals.filter(isOpen) : deals).map((deal) => ({
      ...opportunityRecord(deal),
      contacts: this.#peopleOf(deal).map(({ id }) => String(id)),
    }));
  }

  #documentsOf(deal: CrmOpportunity): readonly Json[] {
    return [...documentRecords(deal), ...this.#files.of(deal.id)];
  }

  #peopleOf({ id, people }: CrmOpportunity): readonly Json[] {
    const known = people.map((person) => ({ ...contactRecord(person), ...this.#people.get(person.id) }));
    const added = (this.#added.get(id) ?? []).map((added) => this.#people.get(added) ?? {});
    return [...known, ...added];
  }

  #users(id: string | undefined, query: URLSearchParams): { status: number; json?: unknown } {
    if (id === undefined) return listed(USERS, query);
    const user = USERS.find((one) => one.id === id);
    return user === undefined ? { status: 404 } : { status: 200, json: user };
  }

  #call(
    method: string,
    id: string | undefined,
    query: URLSearchParams,
    written: Json,
  ): { status: number; json?: unknown } {
    if (method === 'GET') return listed([...this.#calls.values()], query);
    const known = id === undefined ? {} : this.#calls.get(id);
    if (known === undefined) return { status: 404 };
    const call: Json = { ...known, ...written };
    if (!isCall(call)) return { status: 400 };
    call.id = id ?? this.#next('call');
    this.#calls.set(String(call.id), call);
    return { status: 200, json: call };
  }

  #contact(method: string, id: string | undefined, written: Json): { status: number; json?: unknown } {
    if (method === 'POST') {
      if (typeof written.lastName !== 'string' || written.lastName === '') return { status: 400 };
      const { opportunitiesIds = [], ...fields } = written;
      const made = { ...fields, id: this.#next('contact'), name: nameOf(written) };
      this.#people.set(made.id, made);
      for (const opportunityId of opportunitiesIds as string[]) {
        this.#added.set(opportunityId, [...(this.#added.get(opportunityId) ?? []), made.id]);
      }
      return { status: 200, json: made };
    }
    const isKnown =
      id !== undefined &&
      (this.#people.has(id) ||
        [...this.#opportunities.values()].some(({ people }) => people.some((one) => one.id === id)));
    if (!isKnown) return { status: 404 };
    const changed: Json = { ...this.#people.get(id), ...written, id };
    if ('lastName' in written) changed.name = nameOf(written);
    this.#people.set(id, changed);
    return { status: 200, json: changed };
  }

  #next(kind: string): string {
    this.#made += 1;
    return `${kind}-${this.#made}`;
  }
}

const timeOf = (text: unknown): number => Date.parse(`${String(text).replace(' ', 'T')}Z`);
const nameOf = ({ firstName, lastName }: Json): string => [firstName, lastName].filter(Boolean).join(' ');
const phoneIn = (text: unknown): { phone?: string } => {
  const [phone] = /\+\d{6,}/.exec(String(text)) ?? [];
  return phone === undefined ? {} : { phone };
};

/** Call.json: required fields, options, `dateEnd` after `dateStart`. */
function isCall({ name, status, direction, dateStart, dateEnd, assignedUserId }: Json): boolean {
  return (
    typeof name === 'string' &&
    name !== '' &&
    CALL_STATUS.includes(String(status)) &&
    CALL_DIRECTION.includes(String(direction)) &&
    DATE_TIME.test(String(dateStart)) &&
    DATE_TIME.test(String(dateEnd)) &&
    timeOf(dateEnd) > timeOf(dateStart) &&
    USERS.some(({ id }) => id === assignedUserId)
  );
}

function page(records: readonly Json[], query: URLSearchParams): { status: number; json: unknown } {
  const [offset, size] = [Number(query.get('offset') ?? 0), Number(query.get('maxSize') ?? 20)];
  return { status: 200, json: { total: records.length, list: records.slice(offset, offset + size) } };
}

/** A list by its conditions (docs: search parameters); a condition on what is no attribute is refused. */
function listed(records: readonly Json[], query: URLSearchParams): { status: number; json?: unknown } {
  const matches = matchesOf(query);
  return matches === undefined ? { status: 400 } : page(records.filter(matches), query);
}
