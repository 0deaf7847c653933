/**
 * HubSpot's API as its reference has it (developers.hubspot.com, API reference, version 3 of objects and 4 of associations).
 * Refused as there: no or an old token (401, category INVALID_AUTHENTICATION), an unknown property (400, PROPERTY_DOESNT_EXIST), a
 * call without `hs_timestamp` or with a value that is no option (400, VALIDATION_ERROR), more than 100 inputs of a batch (400), an
 * association type that does not fit, or an association with what is not there (400), a sixth search in a
 * second (429). Records that are not there are left out of a batch, which is then 207.
 */
import { type CrmOpportunity, DEMO_OPPORTUNITIES } from '../../console/crm/opportunities.ts';
import type { CrmDouble, KeptDocument, LoggedCall, StoredRecord } from '../crm-double.ts';
import { type DoubleAnswer, type DoubleRequest, HttpDouble, type Json, parseObject } from '../double-http.ts';
import { associationsAnswer, unlink } from './hubspot-associations.ts';
import { DISPOSITIONS, OWNERS } from './hubspot-demo.ts';
import { fileAnswer, SIGNED, uploadAnswer } from './hubspot-files.ts';
import { objectAnswer } from './hubspot-objects.ts';
import { storedRecords } from './hubspot-records.ts';
import { invalid, notFound, refused } from './hubspot-rules.ts';
import { searchLimit } from './hubspot-search-limit.ts';
import { type HubspotCall, type HubspotStore, mergeContacts, openHubspotStore } from './hubspot-store.ts';
import { type HubspotApp, HubspotTokens } from './hubspot-tokens.ts';

export interface HubspotDoubleOptions extends HubspotApp {
  /** Where it is reached, for signed addresses of files. */
  readonly origin: () => string;
  readonly fileOf: (documentId: string) => Promise<Uint8Array>;
  /** Instead of the demo's. */
  readonly deals?: readonly CrmOpportunity[];
  /** Associations of a page. */
  readonly pageSize?: number;
  /** Milliseconds. */
  readonly now?: () => number;
}

export class HubspotDouble extends HttpDouble implements CrmDouble {
  readonly #options: HubspotDoubleOptions;
  readonly #store: HubspotStore;
  readonly #tokens: HubspotTokens;
  readonly #searchLimit: ReturnType<typeof searchLimit>;

  constructor(options: HubspotDoubleOptions) {
    super();
    this.#options = options;
    this.#store = openHubspotStore(options.deals ?? DEMO_OPPORTUNITIES);
    this.#tokens = new HubspotTokens(options);
    this.#searchLimit = searchLimit(options.now ?? Date.now);
  }

  loggedCalls(): readonly LoggedCall[] {
    return [...this.#store.calls].map(([id, call]) => loggedCall(id, call));
  }

  keptDocuments(): readonly KeptDocument[] {
    return [...this.#store.notes.values()].flatMap(({ dealId, properties }) =>
      String(properties.hs_attachment_ids ?? '')
        .split(';')
        .flatMap((id) => this.#store.files.get(id) ?? [])
        .map(({ fileName, bytes }) => ({
          ...{ opportunityId: dealId, title: String(properties.hs_note_body), fileName, bytes },
        })),
    );
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

  /** A contact's properties. */
  contact(id: string): Json | undefined {
    return this.#store.contacts.get(id);
  }

  /** HubSpot makes a record of a call by itself when a calling app asks it to, bound to the deal on the screen. */
  engage(id: string, dealId: string, properties: Json): void {
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 206 }];
    const known = this.#store.calls.get(id)?.properties;
    this.#store.calls.set(id, {
      properties: { ...known, ...properties },
      associations: [{ to: { id: dealId }, types }],
    });
  }

  expireTokens(): void {
    this.#tokens.expire();
  }

  remove(opportunityId: string): void {
    this.#store.deals.delete(opportunityId);
  }

  /** As somebody merges two contacts. */
  merge(contactId: string, into: string): void {
    mergeContacts(this.#store, contactId, into);
  }

  hide(opportunityId: string): void {
    this.#store.hidden.add(opportunityId);
  }

  close(opportunityId: string): void {
    this.#store.closed.add(opportunityId);
  }

  protected async answer(asked: DoubleRequest): Promise<DoubleAnswer> {
    const { path, method, headers, query, body: text } = asked;
    const route = `${method} /${path.join('/')}`;
    if (route === 'POST /oauth/v1/token') return this.#tokens.grant(text);
    if (path[0] === SIGNED) return { status: 200, bytes: await this.#bytes(path[1] ?? '') };
    if (!this.#tokens.accepts(headers.authorization)) return refused(401, 'INVALID_AUTHENTICATION');
    if (route === 'POST /files/v3/files') return uploadAnswer(this.#store, asked);
    const body = parseObject(text);
    if (body === undefined) return invalid('Invalid input JSON');
    if (route === 'GET /calling/v1/dispositions') return { status: 200, json: DISPOSITIONS };
    const rest = path.slice(3);
    if (method === 'POST' && rest.at(-1) === 'search') {
      const tooSoon = this.#searchLimit();
      if (tooSoon !== undefined) return tooSoon;
    }
    switch (path.slice(0, 3).join('/')) {
      case 'crm/v3/owners':
        return ownersAnswer(rest[0], query);
      case 'crm/v3/pipelines':
        return stageAnswer(rest);
      case 'crm/v3/objects':
        return objectAnswer(this.#store, method, rest, body);
      case 'crm/v4/associations':
        return associationsAnswer(this.#store, rest, body, this.#options.pageSize);
      case 'crm/v4/objects':
        return method === 'DELETE' ? unlink(this.#store, rest) : notFound();
      case 'files/v3/files':
        return fileAnswer(this.#store, method, this.#options.origin(), rest[0] ?? '', rest[1]);
      default:
        return notFound();
    }
  }

  async #bytes(id: string): Promise<Uint8Array> {
    return this.#store.files.get(id)?.bytes ?? this.#options.fileOf(id);
  }
}

/** Association types of a call: 206 to its deal, 194 to its contact. */
function loggedCall(id: string, { properties: call, associations }: HubspotCall): LoggedCall {
  const idOf = (type: number) =>
    associations.find(({ types }) => (types as Json[])[0]?.associationTypeId === type)?.to as Json | undefined;
  const [deal, contact] = [idOf(206), idOf(194)];
  const text = (name: string): string => String(call[name] ?? '');
  return {
    ...{ id, callId: text('hs_call_external_id'), status: text('hs_call_status'), notes: text('hs_call_body') },
    ...(deal && { opportunityId: String(deal.id) }),
    ...(contact && { contactId: String(contact.id) }),
    ...(call.hubspot_owner_id !== undefined && { userId: text('hubspot_owner_id') }),
    direction: call.hs_call_direction === 'INBOUND' ? 'inbound' : 'outbound',
    ...{ seconds: Number(call.hs_call_duration) / 1_000, startedAt: text('hs_timestamp') },
    ...(call.hs_call_disposition !== undefined && { disposition: text('hs_call_disposition') }),
    phone: text('hs_call_to_number') || text('hs_call_from_number'),
  };
}

function ownersAnswer(id: string | undefined, query: URLSearchParams): DoubleAnswer {
  if (id !== undefined) {
    const owner = OWNERS.find((one) => one.id === id);
    return owner === undefined ? notFound() : { status: 200, json: owner };
  }
  const email = query.get('email');
  return { status: 200, json: { results: OWNERS.filter((one) => email === null || one.email === email) } };
}

/** After `/crm/v3/pipelines`: `deals`, pipeline, `stages`, stage. */
const stageAnswer = ([, pipeline, , id]: readonly string[]): DoubleAnswer =>
  pipeline === 'default' && id !== undefined
    ? { status: 200, json: { id, label: id.replace(/^stage-/, ''), metadata: { probability: '0.6' } } }
    : notFound();
