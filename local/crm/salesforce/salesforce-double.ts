/**
 * Salesforce's REST API as its guides have it (REST API Developer Guide; Object Reference). Refused as there: no token or an old one
 * (401, INVALID_SESSION_ID), another version's address (404), a grant that is not one (400, invalid_grant, invalid_client_id), a
 * field that an object has not (400, INVALID_FIELD) or that is set only once (400, INVALID_FIELD_FOR_INSERT_UPDATE), texts that are
 * too long (400, STRING_TOO_LONG), a reference to a record that is not there (400, INVALID_CROSS_REFERENCE_KEY), more than 25
 * requests of a composite or more than five queries among them (400). Queries come in pages.
 */
import { type CrmOpportunity, DEMO_OPPORTUNITIES } from '../../console/crm/opportunities.ts';
import type { CrmDouble, KeptDocument, LoggedCall, StoredRecord } from '../crm-double.ts';
import { type DoubleAnswer, type DoubleRequest, HttpDouble, type Json, parseObject } from '../double-http.ts';
import { type AnswerTo, compositeAnswer } from './salesforce-composite.ts';
import { versionId } from './salesforce-demo.ts';
import { keptDocuments, versionInserted } from './salesforce-files.ts';
import { SalesforceQueries } from './salesforce-queries.ts';
import { storedRecords } from './salesforce-records.ts';
import { searchAnswer } from './salesforce-search.ts';
import { sobjectAnswer } from './salesforce-sobjects.ts';
import { BASE, CALL_ID, noResource, openSalesforceStore, refused, type SalesforceStore } from './salesforce-store.ts';
import { type SalesforceApp, SalesforceTokens } from './salesforce-tokens.ts';

export interface SalesforceDoubleOptions extends SalesforceApp {
  readonly fileOf: (documentId: string) => Promise<Uint8Array>;
  /** Instead of the demo's. */
  readonly deals?: readonly CrmOpportunity[];
  /** Records of a query's page. */
  readonly pageSize?: number;
}

export class SalesforceDouble extends HttpDouble implements CrmDouble {
  readonly #options: SalesforceDoubleOptions;
  readonly #store: SalesforceStore;
  readonly #queries: SalesforceQueries;
  readonly #tokens: SalesforceTokens;

  constructor(options: SalesforceDoubleOptions) {
    super();
    this.#options = options;
    this.#store = openSalesforceStore(options.deals ?? DEMO_OPPORTUNITIES);
    this.#queries = new SalesforceQueries(this.#store, options.pageSize);
    this.#tokens = new SalesforceTokens(options);
  }

  loggedCalls(): readonly LoggedCall[] {
    return [...this.#store.rows('Task').values()].map(loggedCall);
  }

  keptDocuments(): readonly KeptDocument[] {
    return keptDocuments(this.#store);
  }

  opportunity(id: string): CrmOpportunity | undefined {
    return this.#store.deals.get(id);
  }

  opportunities(): readonly StoredRecord[] {
    return [...this.#store.deals.keys()].flatMap((id) => this.records(id).slice(0, 1));
  }

  records(opportunityId: string): readonly StoredRecord[] {
    return storedRecords(this.#store, opportunityId);
  }

  /** A record as it stands. */
  record(object: string, id: string): Json | undefined {
    return this.#store.rows(object).get(id);
  }

  /** As an administrator or an import puts it there. */
  put(object: string, record: Json): void {
    this.#store.rows(object).set(String(record.Id), record);
  }

  /** Errors that the next writes are refused with, as an organisation's own rules refuse. */
  refuseWrites(...errorCodes: readonly string[]): void {
    this.#store.refusals.splice(0, Number.POSITIVE_INFINITY, ...errorCodes);
  }

  /** Queries of that object are refused from now on, such as for a field that is hidden; or no longer. */
  refuseQueries(object: string, errorCode: string | undefined): void {
    if (errorCode === undefined) this.#queries.refusals.delete(object);
    else this.#queries.refusals.set(object, errorCode);
  }

  /** An organisation that does not use opportunity teams. */
  withoutTeams(): void {
    this.#queries.hasTeams = false;
  }

  expireTokens(): void {
    this.#tokens.expire();
  }

  /** In the recycle bin: ENTITY_IS_DELETED for who names it by its id, nothing for who asks. */
  remove(id: string): void {
    const { tables, deleted, deals } = this.#store;
    for (const rows of Object.values(tables)) if (rows.delete(id)) deleted.add(id);
    deals.delete(id);
  }

  /** As somebody merges two contacts: the first is gone, and says into whom. */
  merge(contactId: string, into: string): void {
    this.remove(contactId);
    this.#store.merged.set(contactId, into);
  }

  hide(opportunityId: string): void {
    this.#store.hidden.add(opportunityId);
  }

  close(opportunityId: string): void {
    const rows = this.#store.rows('Opportunity');
    rows.set(opportunityId, { ...rows.get(opportunityId), IsClosed: true });
  }

  protected async answer(asked: DoubleRequest): Promise<DoubleAnswer> {
    const { method, path, query, headers, body } = asked;
    const address = `/${path.join('/')}`;
    if (`${method} ${address}` === 'POST /services/oauth2/token') {
      return this.#tokens.grant(body, `http://${headers.host}`);
    }
    if (!this.#tokens.accepts(headers.authorization)) {
      return refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    }
    if (!address.startsWith(`${BASE}/`)) return noResource();
    const [resource, object, id, verb] = path.slice(3);
    if (resource === 'sobjects' && object === 'ContentVersion' && verb === 'VersionData') return this.#bytes(id);
    if (method === 'POST' && resource === 'sobjects' && object === 'ContentVersion') {
      return versionInserted(this.#store, asked);
    }
    const json = parseObject(body);
    if (json === undefined) return refused(400, 'JSON_PARSER_ERROR');
    if (resource === 'parameterizedSearch' && method === 'POST') return searchAnswer(this.#store, json);
    if (resource === 'composite' && method === 'POST') return compositeAnswer(this.#store, json, this.#one);
    return this.#one(method, path.slice(3), query, json);
  }

  readonly #one: AnswerTo = (method, [resource, ...rest], query, json) => {
    if (resource === 'query' && method === 'GET') return this.#queries.answer(rest[0], query.get('q'));
    if (resource === 'queryAll' && method === 'GET')
      return this.#queries.answer(rest[0], query.get('q'), 'with-deleted');
    return resource === 'sobjects' ? sobjectAnswer(this.#store, method, rest, query, json) : noResource();
  };

  async #bytes(id: string | undefined): Promise<DoubleAnswer> {
    const uploaded = this.#store.rows('ContentVersion').get(id ?? '')?.bytes;
    if (uploaded instanceof Uint8Array) return { status: 200, bytes: uploaded };
    const document = [...this.#store.deals.values()]
      .flatMap(({ documents }) => documents)
      .find((one) => versionId(one.id) === id);
    if (document === undefined) return refused(404, 'NOT_FOUND');
    return { status: 200, bytes: await this.#options.fileOf(document.id) };
  }
}

function loggedCall(task: Json): LoggedCall {
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
}
