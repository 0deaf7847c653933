/**
 * Salesforce's REST API as its guides have it (REST API Developer Guide; Object Reference). Refused as there: no token or an old one
 * (401, INVALID_SESSION_ID), another version's address (404), a grant that is not one (400, invalid_grant, invalid_client_id), a
 * field that an object has not (400, INVALID_FIELD) or that is set only once (400, INVALID_FIELD_FOR_INSERT_UPDATE), texts that are
 * too long (400, STRING_TOO_LONG), a reference to a record that is not there (400, INVALID_CROSS_REFERENCE_KEY), more than 25
 * requests of a composite or more than five queries among them (400). Queries come in pages.
 */
import { createPublicKey, createVerify } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CrmOpportunity, DEMO_OPPORTUNITIES } from '../../console/crm/opportunities.ts';
import type { CrmDouble, CrmFault, LoggedCall } from '../crm-double.ts';
import { type DoubleAnswer, type DoubleRequest, type Json, parseObject, serveDouble } from '../double-http.ts';
import {
  contactOf,
  DEMO_USERS,
  documentLinksOf,
  idIn,
  opportunityOf,
  roleOf,
  salesforceDemoId,
  teamMemberOf,
} from './salesforce-demo.ts';
import { FIELDS, faultOf, NO_UPDATE } from './salesforce-fields.ts';
import { runSoql, SoqlError, type Table } from './soql-engine.ts';

export interface SalesforceDoubleOptions {
  readonly clientId: string;
  /** Of the app's run-as user. */
  readonly clientSecret?: string;
  /** For JWT bearer: PEM of the certificate's key, and who may be impersonated. */
  readonly jwt?: { readonly publicKey: string; readonly username: string; readonly audience: string };
  readonly now?: () => Date;
  readonly fileOf: (documentId: string) => Promise<Uint8Array>;
}

const VERSION = 'v62.0';
const BASE = `/services/data/${VERSION}`;
/** 2,000 there; small here, so that pages are real. */
const QUERY_PAGE = 4;
const [MAX_SUBREQUESTS, MAX_QUERIES] = [25, 5];
const CALL_ID = 'ConnectCallId__c';
type Rows = Map<string, Json>;

export class SalesforceDouble implements CrmDouble {
  readonly #options: SalesforceDoubleOptions;
  readonly #deals = new Map(DEMO_OPPORTUNITIES.map((deal) => [salesforceDemoId(deal.id), deal]));
  readonly #tables: Readonly<Record<string, Rows>>;
  readonly #hidden = new Set<string>();
  readonly #deleted = new Set<string>();
  readonly #tokens = new Set<string>();
  readonly #cursors = new Map<string, readonly Json[]>();
  #faults: CrmFault[] = [];
  #made = 10_000;
  /** Errors that the next writes are refused with, as an organisation's own rules refuse. */
  refusals: string[] = [];
  hasTeams = true;
  /** Errors that queries of an object are refused with, such as for a field that is hidden. */
  readonly queryRefusals = new Map<string, string>();
  requests = 0;

  constructor(options: SalesforceDoubleOptions) {
    this.#options = options;
    const each = <Row>(rowsOf: (deal: CrmOpportunity) => readonly Row[]) => DEMO_OPPORTUNITIES.flatMap(rowsOf);
    const people = (deal: CrmOpportunity, group: string) => deal.people.filter((person) => person.group === group);
    this.#tables = {
      Opportunity: byId(DEMO_OPPORTUNITIES.map(opportunityOf)),
      Contact: byId(each((deal) => people(deal, 'stakeholder').map(contactOf))),
      OpportunityContactRole: byId(each((deal) => people(deal, 'stakeholder').map((one) => roleOf(deal, one)))),
      OpportunityTeamMember: byId(each((deal) => people(deal, 'team').map((one) => teamMemberOf(deal, one)))),
      ContentDocumentLink: new Map(each(documentLinksOf).map((link) => [String(link.ContentDocumentId), link])),
      ContentVersion: byId(each(({ documents }) => documents.map(({ id }) => ({ Id: versionId(id) })))),
      User: byId(DEMO_USERS),
      Task: new Map(),
    };
  }

  loggedCalls(): readonly LoggedCall[] {
    return [...this.#rows('Task').values()].map((task) => {
      const text = (name: string): string => String(task[name] ?? '');
      const [phone] = /\+\d{6,15}/.exec(text('Description')) ?? [];
      return {
        ...{ id: text('Id'), callId: text(CALL_ID), opportunityId: text('WhatId'), status: text('Status') },
        ...{ notes: text('Description'), disposition: text('CallDisposition'), startedAt: text('ActivityDate') },
        ...(task.WhoId !== undefined && { contactId: text('WhoId') }),
        ...(task.OwnerId !== undefined && { userId: text('OwnerId') }),
        ...(phone !== undefined && { phone }),
        direction: task.CallType === 'Inbound' ? 'inbound' : 'outbound',
        seconds: Number(task.CallDurationInSeconds),
      };
    });
  }

  opportunity(id: string): CrmOpportunity | undefined {
    return this.#deals.get(id);
  }

  /** A record as it stands. */
  record(object: string, id: string): Json | undefined {
    return this.#rows(object).get(id);
  }

  /** As an administrator or an import puts it there. */
  put(object: string, record: Json): void {
    this.#rows(object).set(String(record.Id), record);
  }

  failNext(faults: readonly CrmFault[]): void {
    this.#faults = [...faults];
  }

  expireTokens(): void {
    this.#tokens.clear();
  }

  /** In the recycle bin: ENTITY_IS_DELETED for who names it by its id, nothing for who asks. */
  remove(id: string): void {
    for (const rows of Object.values(this.#tables)) if (rows.delete(id)) this.#deleted.add(id);
    this.#deals.delete(id);
  }

  hide(opportunityId: string): void {
    this.#hidden.add(opportunityId);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    await serveDouble(request, response, this.#faults.shift(), (asked) => this.#answer(asked));
  }

  #rows(object: string): Rows {
    return this.#tables[object] ?? new Map();
  }

  async #answer({ method, path, query, headers, body }: DoubleRequest): Promise<DoubleAnswer> {
    const address = `/${path.join('/')}`;
    if (`${method} ${address}` === 'POST /services/oauth2/token') return this.#grant(body, `http://${headers.host}`);
    const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!this.#tokens.has(token)) return refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    if (!address.startsWith(`${BASE}/`)) return refused(404, 'NOT_FOUND', 'The requested resource does not exist');
    const [resource, ...rest] = path.slice(3);
    if (resource === 'sobjects' && rest[0] === 'ContentVersion' && rest[2] === 'VersionData')
      return this.#bytes(rest[1]);
    const json = parseObject(body);
    if (json === undefined) return refused(400, 'JSON_PARSER_ERROR');
    if (resource === 'composite' && method === 'POST') return this.#composite(json);
    return this.#one(method, [resource ?? '', ...rest], query, json);
  }

  #one(method: string, [resource, ...rest]: readonly string[], query: URLSearchParams, json: Json): DoubleAnswer {
    if (resource === 'query' && method === 'GET') return this.#query(rest[0], query.get('q'));
    if (resource === 'sobjects') return this.#sobject(method, rest, query, json);
    return refused(404, 'NOT_FOUND', 'The requested resource does not exist');
  }

  #composite({ compositeRequest, allOrNone }: Json): DoubleAnswer {
    const requests = (compositeRequest as Json[] | undefined) ?? [];
    const queries = requests.filter(({ url }) => String(url).startsWith(`${BASE}/query`));
    if (requests.length > MAX_SUBREQUESTS || queries.length > MAX_QUERIES) {
      return refused(400, 'INVALID_INPUT', 'Too many subrequests');
    }
    const before = Object.entries(this.#tables).map(([name, rows]) => [name, new Map(rows)] as const);
    const done = new Map<string, DoubleAnswer>();
    for (const { method, url, body, referenceId } of requests) {
      const named = referred({ url, body }, done);
      done.set(String(referenceId), named === undefined ? HALTED : this.#subrequest(String(method), named));
    }
    const isUndone = allOrNone === true && [...done.values()].some(({ status }) => status >= 400);
    if (isUndone) for (const [name, rows] of before) this.#restore(name, rows);
    const compositeResponse = [...done].map(([referenceId, answer]) => {
      const { status, json } = isUndone && answer.status < 400 ? HALTED : answer;
      return { body: json ?? null, httpHeaders: {}, httpStatusCode: status, referenceId };
    });
    return { status: 200, json: { compositeResponse } };
  }

  #subrequest(method: string, { url, body }: Json): DoubleAnswer {
    const { pathname, searchParams } = new URL(String(url), 'http://double');
    if (!pathname.startsWith(`${BASE}/`)) return refused(404, 'NOT_FOUND');
    return this.#one(
      method,
      pathname.slice(BASE.length + 1).split('/'),
      searchParams,
      (body as Json | undefined) ?? {},
    );
  }

  #restore(name: string, rows: Rows): void {
    this.#rows(name).clear();
    for (const [id, row] of rows) this.#rows(name).set(id, row);
  }

  #query(cursor: string | undefined, q: string | null): DoubleAnswer {
    try {
      const known = cursor === undefined ? undefined : this.#cursors.get(cursor);
      if (cursor !== undefined && known === undefined) return refused(400, 'INVALID_QUERY_LOCATOR');
      const refusal = this.queryRefusals.get(/ FROM (\w+)/.exec(q ?? '')?.[1] ?? 'next page');
      if (refusal !== undefined) throw new SoqlError(refusal);
      const rows = known ?? runSoql(q ?? '', this.#queryable());
      const rest = rows.slice(QUERY_PAGE);
      const next = `01g5g000${this.#next()}-${QUERY_PAGE}`;
      if (rest.length > 0) this.#cursors.set(next, rest);
      const nextRecordsUrl = rest.length > 0 ? { nextRecordsUrl: `${BASE}/query/${next}` } : {};
      const json = { totalSize: rows.length, done: rest.length === 0, records: rows.slice(0, QUERY_PAGE) };
      return { status: 200, json: { ...json, ...nextRecordsUrl } };
    } catch (error) {
      if (error instanceof SoqlError) return refused(400, error.errorCode, error.message);
      throw error;
    }
  }

  #queryable(): Readonly<Record<string, Table>> {
    const names = Object.keys(FIELDS).filter((name) => name !== 'OpportunityTeamMember' || this.hasTeams);
    return Object.fromEntries(
      names.map((name) => [
        name,
        {
          fields: FIELDS[name] ?? [],
          rows: [...this.#rows(name).values()].filter(({ Id }) => !this.#hidden.has(String(Id))).map(withName),
          ...(name === 'ContentDocumentLink' && { mustFilterBy: ['LinkedEntityId', 'ContentDocumentId'] }),
        },
      ]),
    );
  }

  #sobject(
    method: string,
    [object = '', id = '', value]: readonly string[],
    query: URLSearchParams,
    json: Json,
  ): DoubleAnswer {
    if (this.#tables[object] === undefined) return refused(404, 'NOT_FOUND', 'The requested resource does not exist');
    if (method === 'POST') return this.#write(object, undefined, json);
    if (value !== undefined) return this.#upsert(object, id, value, json);
    if (this.#deleted.has(id)) return refused(404, 'ENTITY_IS_DELETED', 'entity is deleted');
    const row = this.#rows(object).get(id);
    if (row === undefined || this.#hidden.has(id))
      return refused(404, 'NOT_FOUND', 'Provided external ID field does not exist or is not accessible');
    if (method === 'PATCH') return this.#write(object, id, json);
    if (method === 'DELETE') {
      this.#rows(object).delete(id);
      return { status: 204 };
    }
    const fields = query.get('fields')?.split(',');
    const unknown = fields?.find((field) => !FIELDS[object]?.includes(field));
    if (unknown !== undefined) return refused(400, 'INVALID_FIELD', `No such column '${unknown}'`);
    const shown = Object.entries(row).filter(([name, member]) =>
      fields ? fields.includes(name) : typeof member !== 'object' || member === null,
    );
    return { status: 200, json: { attributes: { type: object }, ...Object.fromEntries(shown) } };
  }

  #upsert(object: string, field: string, value: string, json: Json): DoubleAnswer {
    if (object !== 'Task' || field !== CALL_ID) {
      return refused(404, 'NOT_FOUND', 'Provided external ID field does not exist or is not accessible');
    }
    if (CALL_ID in json || 'Id' in json) return refused(400, 'INVALID_FIELD', 'The external ID is in the address');
    const known = [...this.#rows('Task')].find(([, task]) => task[CALL_ID] === value)?.[0];
    return this.#write('Task', known, json, { [CALL_ID]: value });
  }

  #write(object: string, id: string | undefined, json: Json, more: Json = {}): DoubleAnswer {
    const rule = this.refusals.shift();
    if (rule !== undefined) return refused(400, rule);
    const fixed = id === undefined ? undefined : Object.keys(json).find((name) => NO_UPDATE.has(`${object}.${name}`));
    if (fixed !== undefined) return refused(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', `Unable to update: ${fixed}`);
    const fault = faultOf(object, { ...this.record(object, id ?? ''), ...json }, json);
    if (fault !== undefined) return refused(400, ...fault);
    for (const name of ['WhoId', 'WhatId', 'OwnerId', 'ContactId', 'OpportunityId', 'ReportsToId']) {
      const refusal = this.#referenceFault(json[name]);
      if (refusal !== undefined) return refusal;
    }
    const key = id ?? idIn(object === 'Contact' ? 'c' : object === 'Task' ? '00T' : 'role', this.#next());
    this.#rows(object).set(key, { ...this.record(object, key), ...json, ...more, Id: key });
    if (id !== undefined && more[CALL_ID] === undefined) return { status: 204 };
    return {
      status: id === undefined ? 201 : 200,
      json: { id: key, success: true, errors: [], created: id === undefined },
    };
  }

  #referenceFault(value: unknown): DoubleAnswer | undefined {
    if (value === undefined || value === null) return undefined;
    const id = String(value);
    if (!/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(id))
      return refused(400, 'MALFORMED_ID', `id value of incorrect type: ${id}`);
    if (this.#deleted.has(id)) return refused(400, 'ENTITY_IS_DELETED', 'entity is deleted');
    const isThere = Object.values(this.#tables).some((rows) => rows.has(id));
    return isThere ? undefined : refused(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  }

  async #bytes(id: string | undefined): Promise<DoubleAnswer> {
    const document = DEMO_OPPORTUNITIES.flatMap(({ documents }) => documents).find((one) => versionId(one.id) === id);
    if (document === undefined) return refused(404, 'NOT_FOUND');
    return { status: 200, bytes: await this.#options.fileOf(document.id) };
  }

  #grant(body: string, origin: string): DoubleAnswer {
    const form = Object.fromEntries(new URLSearchParams(body));
    const error = form.grant_type === 'client_credentials' ? this.#secretFault(form) : this.#assertionFault(form);
    if (error !== undefined) return { status: 400, json: { error, error_description: error } };
    const token = `00D5g!${this.#next()}`;
    this.#tokens.add(token);
    return {
      status: 200,
      json: {
        ...{ access_token: token, token_type: 'Bearer', scope: 'api', instance_url: origin },
        id: `${origin}/id/${idIn('00D', 1)}/${idIn('u', 90_003)}`,
      },
    };
  }

  #secretFault({ client_id: id, client_secret: secret }: Json): string | undefined {
    if (id !== this.#options.clientId) return 'invalid_client_id';
    return secret === this.#options.clientSecret ? undefined : 'invalid_client';
  }

  #assertionFault({ grant_type: type, assertion }: Json): string | undefined {
    const { jwt, clientId, now } = this.#options;
    if (type !== 'urn:ietf:params:oauth:grant-type:jwt-bearer' || jwt === undefined) return 'unsupported_grant_type';
    const [head = '', payload = '', signature = ''] = String(assertion).split('.');
    const verifier = createVerify('RSA-SHA256').update(`${head}.${payload}`);
    if (!verifier.verify(createPublicKey(jwt.publicKey), signature, 'base64url')) return 'invalid_grant';
    const { iss, sub, aud, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Json;
    const left = Number(exp) - (now?.() ?? new Date()).getTime() / 1_000;
    if (iss !== clientId) return 'invalid_client_id';
    return sub === jwt.username && aud === jwt.audience && left > 0 && left <= 180 ? undefined : 'invalid_grant';
  }

  #next(): number {
    this.#made += 1;
    return this.#made;
  }
}

const byId = (rows: readonly Json[]): Rows => new Map(rows.map((row) => [String(row.Id), row]));
const versionId = (documentId: string): string => idIn('v', documentId.replace(/\D/g, ''));
/** A contact's name is made of its parts. */
const withName = (row: Json): Json =>
  'LastName' in row ? { ...row, Name: [row.FirstName, row.LastName].filter(Boolean).join(' ') } : row;

const refused = (status: number, errorCode: string, message = errorCode): DoubleAnswer => ({
  status,
  json: [{ message, errorCode }],
});
const HALTED = refused(400, 'PROCESSING_HALTED', 'The transaction was rolled back since another operation failed.');

/** `@{name.member}` of what was answered before; undefined when that has failed. */
function referred(request: Json, done: ReadonlyMap<string, DoubleAnswer>): Json | undefined {
  let isThere = true;
  const text = JSON.stringify(request).replace(/@\{(\w+)\.(\w+)\}/g, (_, name: string, member: string) => {
    const value = ((done.get(name)?.json ?? {}) as Json)[member];
    isThere &&= value !== undefined;
    return String(value);
  });
  return isThere ? (JSON.parse(text) as Json) : undefined;
}
