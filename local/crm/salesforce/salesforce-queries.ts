/** `/query`: SOQL over what the integration user may see, page by page (REST API Developer Guide, "Query"). */
import type { DoubleAnswer, Json } from '../double-http.ts';
import { FIELDS } from './salesforce-fields.ts';
import { BASE, refused, type SalesforceStore } from './salesforce-store.ts';
import { runSoql, SoqlError, type Table } from './soql-engine.ts';

/** 2,000 there; small here, so that pages are real. */
const PAGE = 4;

export class SalesforceQueries {
  readonly #store: SalesforceStore;
  readonly #page: number;
  readonly #cursors = new Map<string, readonly Json[]>();
  hasTeams = true;
  /** Errors that queries of an object are refused with, such as for a field that is hidden. */
  readonly refusals = new Map<string, string>();

  constructor(store: SalesforceStore, page: number = PAGE) {
    this.#store = store;
    this.#page = page;
  }

  answer(cursor: string | undefined, q: string | null, which: 'live' | 'with-deleted' = 'live'): DoubleAnswer {
    try {
      const known = cursor === undefined ? undefined : this.#cursors.get(cursor);
      if (cursor !== undefined && known === undefined) return refused(400, 'INVALID_QUERY_LOCATOR');
      const refusal = this.refusals.get(/ FROM (\w+)/.exec(q ?? '')?.[1] ?? 'next page');
      if (refusal !== undefined) throw new SoqlError(refusal);
      return this.#pageOf(known ?? runSoql(q ?? '', this.#tables(which)));
    } catch (error) {
      if (error instanceof SoqlError) return refused(400, error.errorCode, error.message);
      throw error;
    }
  }

  #pageOf(rows: readonly Json[]): DoubleAnswer {
    const rest = rows.slice(this.#page);
    const next = `01g5g000${this.#store.nextNumber()}-${this.#page}`;
    if (rest.length > 0) this.#cursors.set(next, rest);
    const nextRecordsUrl = rest.length > 0 ? { nextRecordsUrl: `${BASE}/query/${next}` } : {};
    const json = { totalSize: rows.length, done: rest.length === 0, records: rows.slice(0, this.#page) };
    return { status: 200, json: { ...json, ...nextRecordsUrl } };
  }

  #withOpportunity(role: Json): Json {
    const id = String(role.OpportunityId);
    return {
      ...role,
      Opportunity: this.#store.hidden.has(id) ? null : (this.#store.rows('Opportunity').get(id) ?? null),
    };
  }

  #tables(which: 'live' | 'with-deleted'): Readonly<Record<string, Table>> {
    const { hidden, merged } = this.#store;
    const gone = [...merged].map(([Id, MasterRecordId]) => ({ Id, MasterRecordId }));
    const names = Object.keys(FIELDS).filter((name) => name !== 'OpportunityTeamMember' || this.hasTeams);
    return Object.fromEntries(
      names.map((name) => [
        name,
        {
          fields: FIELDS[name] ?? [],
          rows: [...this.#store.rows(name).values(), ...(name === 'Contact' && which === 'with-deleted' ? gone : [])]
            .filter(({ Id }) => !hidden.has(String(Id)))
            .map(withName)
            .map((row) => (name === 'OpportunityContactRole' ? this.#withOpportunity(row) : row)),
          ...(name === 'ContentDocumentLink' && { mustFilterBy: ['LinkedEntityId', 'ContentDocumentId'] }),
        },
      ]),
    );
  }
}

/** A contact's name is made of its parts. */
export const withName = (row: Json): Json =>
  'LastName' in row ? { ...row, Name: [row.FirstName, row.LastName].filter(Boolean).join(' ') } : row;
