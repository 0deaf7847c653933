/**
 * Dataverse's Web API as its documentation has it (learn.microsoft.com, power-apps/developer/data-platform/webapi, version 9.2), as
 * far as a connector needs it. Refused as there, with the codes of "Web service error codes":
 *
 * | what | answer |
 * |---|---|
 * | no token, an old one, or one for another environment ("Use OAuth authentication") | 401 |
 * | a record that is not there | 404 `0x80040217` |
 * | a record that the application user may not see | 403 `0x80040220` |
 * | a key that is no GUID, a column or navigation property that is not there ($select, $expand, $filter) | 400 `0x80060888` |
 * | an unknown property in a body ("Compose HTTP requests and handle errors") | 400 `0x80048d19` |
 * | a primary key that is taken | 412 `0x80040237` |
 * | a text longer than its column | 400 `0x80044331` |
 * | statecode with a statuscode that does not go with it; an ended activity that is changed | 400 `0x80048408`, `0x80040203` |
 *
 * A PATCH without `If-Match: *` makes the record that is not there ("Upsert"). Pages end where `odata.maxpagesize` says, and here
 * after three records, so that pages are real. A phone call is made open whatever is said (its reference: statecode is not valid for
 * create), and is read-only once it is completed or cancelled ("Cannot update Closed or Cancelled Activity", until its state alone is
 * set: seanmcne/Microsoft.Xrm.Data.PowerShell, issue 222).
 */
import { type CrmOpportunity, DEMO_OPPORTUNITIES } from '../../console/crm/opportunities.ts';
import type { CrmDouble, KeptDocument, LoggedCall, StoredRecord } from '../crm-double.ts';
import { type DoubleAnswer, type DoubleRequest, HttpDouble, type Json, parseObject } from '../double-http.ts';
import { keyIn, storedRecords } from './dynamics365-records.ts';
import { connectionsOf, contactRow, guidFor, noteRow, opportunityRow, USERS, userRow } from './dynamics365-rows.ts';
import { fault, notFound, queried, TABLES } from './dynamics365-tables.ts';

export interface Dynamics365DoubleOptions {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where it is reached: what tokens are for, and where next pages are. */
  readonly origin: () => string;
  readonly fileOf: (documentId: string) => Promise<Uint8Array>;
  /** Without it, the demo's. */
  readonly deals?: readonly CrmOpportunity[];
  /** Records of a page. */
  readonly pageSize?: number;
}

const PAGE = 3;
/** Seconds that a token lasts. */
const LIFETIME = 3_599;

export class Dynamics365Double extends HttpDouble implements CrmDouble {
  readonly #options: Dynamics365DoubleOptions;
  readonly #deals: Map<string, CrmOpportunity>;
  readonly #rows: Readonly<Record<keyof typeof TABLES, Map<string, Json>>>;
  readonly #documents = new Map<string, string>();
  readonly #hidden = new Set<string>();
  readonly #tokens = new Set<string>();
  #granted = 0;

  constructor(options: Dynamics365DoubleOptions) {
    super();
    this.#options = options;
    const { deals = DEMO_OPPORTUNITIES } = options;
    this.#deals = new Map(deals.map((deal) => [guidFor(deal.id), deal]));
    const people = deals.flatMap((deal) => deal.people);
    for (const { id } of deals.flatMap(({ documents }) => documents)) this.#documents.set(guidFor(id), id);
    const byKey = (key: string, rows: readonly Json[]) => new Map(rows.map((row) => [String(row[key]), row]));
    this.#rows = {
      opportunities: byKey('opportunityid', deals.map(opportunityRow)),
      contacts: byKey('contactid', people.filter(({ group }) => group === 'stakeholder').map(contactRow)),
      systemusers: byKey('systemuserid', [...USERS, ...people.filter(({ group }) => group === 'team').map(userRow)]),
      connections: byKey('connectionid', deals.flatMap(connectionsOf)),
      annotations: byKey(
        'annotationid',
        deals.flatMap(({ id, documents }) => documents.map((file) => noteRow(id, file))),
      ),
      phonecalls: new Map(),
    };
  }

  loggedCalls(): readonly LoggedCall[] {
    return [...this.#rows.phonecalls].map(([id, call]) => {
      const parties = (call.phonecall_activity_parties as Json[] | undefined) ?? [];
      const bound = (name: string): string | undefined =>
        keyIn(parties.find((party) => party[`${name}@odata.bind`] !== undefined)?.[`${name}@odata.bind`]);
      const description = String(call.description ?? '');
      const [opportunityId, contactId, userId] = [
        keyIn(call['regardingobjectid_opportunity_phonecall@odata.bind']),
        bound('partyid_contact'),
        keyIn(call['ownerid@odata.bind']),
      ];
      return {
        ...{ id, callId: description.split('\n').at(-1) ?? '', status: `${call.statecode}:${call.statuscode}` },
        ...(opportunityId !== undefined && { opportunityId }),
        ...(contactId !== undefined && { contactId }),
        ...(userId !== undefined && { userId }),
        direction: call.directioncode === false ? 'inbound' : 'outbound',
        ...{ notes: description, startedAt: String(call.actualstart), phone: String(call.phonenumber ?? '') },
        seconds: (Date.parse(String(call.actualend)) - Date.parse(String(call.actualstart))) / 1_000,
      };
    });
  }

  keptDocuments(): readonly KeptDocument[] {
    return [...this.#rows.annotations.values()].flatMap(({ documentbody, subject, filename, _objectid_value: of }) => {
      if (documentbody === undefined) return [];
      const bytes = Buffer.from(String(documentbody), 'base64');
      return [{ opportunityId: String(of), title: String(subject), fileName: String(filename), bytes }];
    });
  }

  opportunity(id: string): CrmOpportunity | undefined {
    return this.#deals.get(id);
  }

  opportunities(): readonly StoredRecord[] {
    return [...this.#deals.keys()].flatMap((id) => this.records(id).slice(0, 1));
  }

  records(opportunityId: string): readonly StoredRecord[] {
    return storedRecords(this.#rows, opportunityId);
  }

  /** A record in Dataverse's own columns. */
  row(table: keyof typeof TABLES, id: string): Json | undefined {
    return this.#rows[table].get(id);
  }

  /** As a user of the application makes or changes one. */
  put(table: keyof typeof TABLES, row: Json): void {
    this.#rows[table].set(String(row[TABLES[table].key]), row);
  }

  expireTokens(): void {
    this.#tokens.clear();
  }

  remove(opportunityId: string): void {
    this.#rows.opportunities.delete(opportunityId);
  }

  /**
   * As somebody merges two contacts: the first is there, inactive, and says into whom ("Contact" table reference); "any related records
   * from subordinate record moves to the master record" (sureshmaurya.me, "Record Merging and Merge Tracking"), here its connections and
   * where it is a party of phone calls.
   */
  merge(contactId: string, into: string): void {
    const { contacts, connections, phonecalls } = this.#rows;
    contacts.set(contactId, { ...contacts.get(contactId), merged: true, statecode: 1, _masterid_value: into });
    for (const [id, row] of connections) connections.set(id, moved(row, contactId, into));
    for (const [id, { phonecall_activity_parties: parties, ...row }] of phonecalls) {
      const [from, to] = [`/contacts(${contactId})`, `/contacts(${into})`];
      const now = ((parties as Json[] | undefined) ?? []).map((party) => moved(party, from, to));
      phonecalls.set(id, { ...row, phonecall_activity_parties: now });
    }
  }

  hide(opportunityId: string): void {
    this.#hidden.add(opportunityId);
  }

  close(opportunityId: string): void {
    const { opportunities } = this.#rows;
    opportunities.set(opportunityId, { ...opportunities.get(opportunityId), statecode: 1 });
  }

  protected async answer(asked: DoubleRequest): Promise<DoubleAnswer> {
    const { path, method, headers } = asked;
    if (path.join('/') === `${this.#options.tenantId}/oauth2/v2.0/token` && method === 'POST')
      return this.#grant(asked);
    if (!this.#tokens.has(headers.authorization?.replace(/^Bearer /, '') ?? '')) return { status: 401 };
    const [api, data, version, set = '', ...rest] = path;
    if (`${api}/${data}/${version}` !== 'api/data/v9.2') return { status: 404 };
    const [, table = '', key] = /^([a-z]+)(?:\(([^)]*)\))?$/.exec(set) ?? [];
    if (!isTable(table)) return fault(404, '0x80060888', `Resource not found for the segment '${table}'.`);
    if (key !== undefined && !GUID.test(key)) return fault(400, '0x80060888', 'Expected a GUID.');
    if (rest.join('/') === 'documentbody/$value') return this.#file(key ?? '');
    const body = parseObject(asked.body);
    if (body === undefined) return fault(400, '0x80048d19', 'Error identified in Payload.');
    if (method === 'POST' && key === undefined) return this.#create(table, undefined, body);
    if (method === 'GET' && key === undefined) return this.#list(table, asked);
    if (method === 'PATCH' && key !== undefined) return this.#patch(table, key, body, headers['if-match']);
    const row = this.#visible(table, key ?? '');
    if (row === undefined) return notFound(table, key ?? '');
    if (row === 'hidden') return fault(403, '0x80040220', 'Principal user is missing prvReadOpportunity privilege.');
    if (method === 'DELETE') {
      this.#rows[table].delete(key ?? '');
      return { status: 204 };
    }
    const found = queried(table, [row], asked.query, (to, id) => this.#rows[to].get(id));
    return Array.isArray(found) ? { status: 200, json: found[0] } : (found as DoubleAnswer);
  }

  /** Client credentials, for this environment (Microsoft identity platform, "client credentials flow"). */
  #grant({ body }: DoubleRequest): DoubleAnswer {
    const form = new URLSearchParams(body);
    const { clientId, clientSecret, origin } = this.#options;
    if (form.get('client_id') !== clientId) return { status: 400, json: { error: 'unauthorized_client' } };
    if (form.get('client_secret') !== clientSecret) return { status: 401, json: { error: 'invalid_client' } };
    if (form.get('grant_type') !== 'client_credentials' || form.get('scope') !== `${origin()}/.default`) {
      return { status: 400, json: { error: 'invalid_scope' } };
    }
    this.#granted += 1;
    const token = `token-${this.#granted}`;
    this.#tokens.add(token);
    return { status: 200, json: { token_type: 'Bearer', expires_in: LIFETIME, access_token: token } };
  }

  #visible(table: keyof typeof TABLES, key: string): Json | 'hidden' | undefined {
    return table === 'opportunities' && this.#hidden.has(key) ? 'hidden' : this.#rows[table].get(key);
  }

  #list(table: keyof typeof TABLES, { path, query, headers }: DoubleRequest): DoubleAnswer {
    const rows = [...this.#rows[table]].flatMap(([id, row]) => (this.#visible(table, id) === 'hidden' ? [] : [row]));
    const found = queried(table, rows, query, (to, id) => this.#rows[to].get(id));
    if (!Array.isArray(found)) return found as DoubleAnswer;
    const [, asked] = /odata\.maxpagesize=(\d+)/.exec(String(headers.prefer ?? '')) ?? [];
    const size = Math.min(this.#options.pageSize ?? PAGE, Number(asked ?? 5_000));
    const from = Number(query.get('$skiptoken') ?? 0);
    const next = new URLSearchParams(query);
    next.set('$skiptoken', String(from + size));
    const address = `${this.#options.origin()}/${path.join('/')}?${next}`;
    return {
      status: 200,
      json: {
        value: found.slice(from, from + size),
        ...(from + size < found.length && { '@odata.nextLink': address }),
      },
    };
  }

  #create(table: keyof typeof TABLES, key: string | undefined, body: Json): DoubleAnswer {
    const { key: column, refuse } = TABLES[table];
    const id = String(key ?? body[column] ?? crypto.randomUUID());
    if (this.#rows[table].has(id)) return fault(412, '0x80040237', 'A record with matching key values already exists.');
    const row = { ...body, ...(table === 'phonecalls' && { statecode: 0, statuscode: 1 }), [column]: id };
    const refused = refuse(row, undefined) ?? this.#unbound(body);
    if (refused !== undefined) return refused;
    this.#rows[table].set(id, table === 'connections' ? connected(row) : table === 'annotations' ? noted(row) : row);
    return { status: 204, headers: { 'odata-entityid': `${this.#options.origin()}/api/data/v9.2/${table}(${id})` } };
  }

  #patch(table: keyof typeof TABLES, key: string, body: Json, ifMatch: string | undefined): DoubleAnswer {
    const row = this.#rows[table].get(key);
    if (row === undefined) return ifMatch === '*' ? notFound(table, key) : this.#create(table, key, body);
    const refused = TABLES[table].refuse(body, row) ?? this.#unbound(body);
    if (refused !== undefined) return refused;
    const name = body.lastname === undefined ? {} : { fullname: `${body.firstname} ${body.lastname}`.trim() };
    this.#rows[table].set(key, { ...row, ...body, ...name });
    return { status: 204 };
  }

  /** What is bound has to be there. */
  #unbound(body: Json): DoubleAnswer | undefined {
    const parties = (body.phonecall_activity_parties as Json[] | undefined) ?? [];
    for (const [name, address] of [body, ...parties].flatMap((part) => Object.entries(part))) {
      if (!name.endsWith('@odata.bind')) continue;
      const [, table = '', id = ''] = /^\/([a-z]+)\(([^)]*)\)$/.exec(String(address)) ?? [];
      if (!isTable(table)) return fault(400, '0x80048d19', `${name} names no record.`);
      if (!this.#rows[table].has(id)) return notFound(table, id);
    }
    return undefined;
  }

  async #file(key: string): Promise<DoubleAnswer> {
    const { documentbody } = this.#rows.annotations.get(key) ?? {};
    if (documentbody !== undefined) return { status: 200, bytes: Buffer.from(String(documentbody)) };
    const id = this.#documents.get(key);
    if (id === undefined || !this.#rows.annotations.has(key)) return notFound('annotations', key);
    const bytes = await this.#options.fileOf(id);
    return { status: 200, bytes: Buffer.from(Buffer.from(bytes).toString('base64')) };
  }
}

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const isTable = (name: string): name is keyof typeof TABLES => Object.hasOwn(TABLES, name);

/** A note with a file says so, and of which record it is. */
const noted = ({ 'objectid_opportunity@odata.bind': bound, ...row }: Json): Json => ({
  ...{ ...row, _objectid_value: keyIn(bound) },
  ...{ isdocument: row.documentbody !== undefined, createdon: '2026-11-24T10:00:00Z' },
});

const moved = (row: Json, from: string, to: string): Json =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === from ? to : value]));

const connected = (row: Json): Json => ({
  ...{ statecode: 0, connectionid: row.connectionid },
  _record1id_value: keyIn(row['record1id_opportunity@odata.bind']),
  ...{ record1table: 'opportunities', record2table: 'contacts', record1objecttypecode: 3, record2objecttypecode: 2 },
  _record2id_value: keyIn(row['record2id_contact@odata.bind']),
});
