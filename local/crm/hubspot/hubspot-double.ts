/**
 * HubSpot's API as its reference has it (developers.hubspot.com, API reference, version 3 of objects and 4 of associations).
 * Refused as there: no or an old token (401, category INVALID_AUTHENTICATION), an unknown property (400, PROPERTY_DOESNT_EXIST), a
 * call without `hs_timestamp` or with a value that is no option (400, VALIDATION_ERROR), more than 100 inputs of a batch (400), an
 * association type that does not fit (400). Records that are not there are left out of a batch, which is then 207.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CrmOpportunity, type CrmPerson, DEMO_OPPORTUNITIES } from '../../console/crm/opportunities.ts';
import type { CrmDouble, CrmFault, LoggedCall } from '../crm-double.ts';
import { type DoubleAnswer, type DoubleRequest, type Json, parseObject, serveDouble } from '../double-http.ts';

export interface HubspotDoubleOptions {
  /** A private app's token; or what an OAuth app is granted by its refresh token. */
  readonly accessToken?: string;
  readonly oauth?: { readonly clientId: string; readonly clientSecret: string; readonly refreshToken: string };
  /** Where it is reached, for signed addresses of files. */
  readonly origin: () => string;
  readonly fileOf: (documentId: string) => Promise<Uint8Array>;
}

const MAX_BATCH = 100;
/** Associations come in pages (Associations v4, "paging.next.after"); small here, so that pages are real. */
const ASSOCIATION_PAGE = 3;
const OWNERS: readonly Json[] = [
  { id: '501', userId: 7501, email: 'ana@sales.example', firstName: 'Ana', archived: false },
  { id: '502', userId: 7502, email: 'ben@sales.example', firstName: 'Ben', archived: false },
];
/** Default call outcomes of every account. */
const DISPOSITIONS: readonly Json[] = [
  { id: 'f240bbac-87c9-4f6e-bf70-924b57d47db7', label: 'Connected', deleted: false },
  { id: '73a0d17f-1163-4015-bdd5-ec830791da20', label: 'No answer', deleted: false },
  { id: '9d9162e7-6cf3-4944-bf63-4dff82258764', label: 'Busy', deleted: false },
];
const CALL_STATUS = [
  ...['BUSY', 'CALLING_CRM_USER', 'CANCELED', 'COMPLETED', 'CONNECTING', 'FAILED', 'IN_PROGRESS', 'NO_ANSWER'],
  ...['QUEUED', 'RINGING'],
];
const CALL_PROPERTIES = new Set([
  ...['hs_timestamp', 'hs_call_title', 'hs_call_body', 'hs_call_direction', 'hs_call_duration', 'hs_call_status'],
  ...['hs_call_from_number', 'hs_call_to_number', 'hs_call_recording_url', 'hs_call_disposition', 'hubspot_owner_id'],
  ...['hs_call_callee_object_id', 'hs_call_callee_object_type', 'hs_call_external_id'],
]);
const CONTACT_PROPERTIES = new Set([
  ...['firstname', 'lastname', 'email', 'jobtitle', 'company', 'hs_timezone', 'phone', 'mobilephone'],
]);

/** Record ids are numbers: those of the demo's names, without letters. */
export const hubspotId = (id: string): string =>
  /^[a-z]/.test(id) ? `${id.charCodeAt(0)}${id.replace(/\D/g, '').padStart(4, '0')}` : id;

export class HubspotDouble implements CrmDouble {
  readonly #options: HubspotDoubleOptions;
  readonly #deals: Map<string, CrmOpportunity>;
  readonly #contacts = new Map<string, Json>();
  readonly #added = new Map<string, string[]>();
  readonly #unlinked = new Set<string>();
  readonly #calls = new Map<string, { properties: Json; associations: readonly Json[] }>();
  readonly #hidden = new Set<string>();
  readonly #tokens = new Set<string>();
  #faults: CrmFault[] = [];
  #made = 9_000;
  requests = 0;

  constructor(options: HubspotDoubleOptions) {
    this.#options = options;
    this.#deals = new Map(DEMO_OPPORTUNITIES.map((deal) => [hubspotId(deal.id), deal]));
    for (const { people } of DEMO_OPPORTUNITIES) {
      for (const person of people) this.#contacts.set(hubspotId(person.id), propertiesOf(person));
    }
    if (options.accessToken !== undefined) this.#tokens.add(options.accessToken);
  }

  loggedCalls(): readonly LoggedCall[] {
    return [...this.#calls].map(([id, { properties: call, associations }]) => {
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
    });
  }

  opportunity(id: string): CrmOpportunity | undefined {
    return this.#deals.get(id);
  }

  /** A contact's properties. */
  contact(id: string): Json | undefined {
    return this.#contacts.get(id);
  }

  failNext(faults: readonly CrmFault[]): void {
    this.#faults = [...faults];
  }

  expireTokens(): void {
    if (this.#options.oauth !== undefined) this.#tokens.clear();
  }

  remove(opportunityId: string): void {
    this.#deals.delete(opportunityId);
  }

  hide(opportunityId: string): void {
    this.#hidden.add(opportunityId);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    await serveDouble(request, response, this.#faults.shift(), (asked) => this.#answer(asked));
  }

  async #answer(asked: DoubleRequest): Promise<DoubleAnswer> {
    const { path, method } = asked;
    const route = `${method} /${path.join('/')}`;
    if (route === 'POST /oauth/v1/token') return this.#grant(asked);
    if (path[0] === 'signed') return { status: 200, bytes: await this.#options.fileOf(path[1] ?? '') };
    const token = asked.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!this.#tokens.has(token)) return refused(401, 'INVALID_AUTHENTICATION');
    const body = parseObject(asked.body);
    if (body === undefined) return refused(400, 'VALIDATION_ERROR', 'Invalid input JSON');
    if (route === 'GET /calling/v1/dispositions') return { status: 200, json: DISPOSITIONS };
    if (path.slice(0, 3).join('/') === 'crm/v3/owners') return owners(path[3], asked.query);
    if (path.slice(0, 3).join('/') === 'crm/v3/pipelines') return stage(path);
    if (path.slice(0, 3).join('/') === 'files/v3/files') return this.#file(path[3] ?? '', path[4]);
    if (path.slice(0, 3).join('/') === 'crm/v4/associations') return this.#associations(path, body);
    if (method === 'DELETE' && path.slice(0, 3).join('/') === 'crm/v4/objects') {
      this.#unlinked.add(`${path[4]} ${path[7]}`);
      return { status: 204 };
    }
    if (path.slice(0, 3).join('/') === 'crm/v3/objects') return this.#objects(method, path.slice(3), body);
    return refused(404, 'OBJECT_NOT_FOUND');
  }

  #grant({ body }: DoubleRequest): DoubleAnswer {
    const { oauth } = this.#options;
    const form = new URLSearchParams(body);
    const isGiven =
      oauth !== undefined &&
      form.get('grant_type') === 'refresh_token' &&
      form.get('client_id') === oauth.clientId &&
      form.get('client_secret') === oauth.clientSecret &&
      form.get('refresh_token') === oauth.refreshToken;
    if (!isGiven) return refused(400, 'BAD_REFRESH_TOKEN');
    const token = `token-${this.#next()}`;
    this.#tokens.add(token);
    return { status: 200, json: { access_token: token, refresh_token: oauth.refreshToken, expires_in: 1_800 } };
  }

  #objects(method: string, [type = '', id, verb]: readonly string[], body: Json): DoubleAnswer {
    if (id === 'batch' && verb === 'read') return this.#batchRead(type, body);
    if (type === 'deals') {
      const deal = this.#deals.get(id ?? '');
      if (deal === undefined || this.#hidden.has(id ?? '')) return refused(404, 'OBJECT_NOT_FOUND');
      return { status: 200, json: { id, properties: dealProperties(deal), archived: false } };
    }
    if (type === 'calls') return this.#call(method, id, body);
    if (type === 'contacts') return this.#contact(method, id, body);
    return refused(404, 'OBJECT_NOT_FOUND');
  }

  #batchRead(type: string, body: Json): DoubleAnswer {
    const inputs = (body.inputs as Json[] | undefined) ?? [];
    if (inputs.length > MAX_BATCH) return refused(400, 'VALIDATION_ERROR', 'Batch size is limited to 100');
    const recordOf = (id: string): Json | undefined => (type === 'contacts' ? this.#contacts.get(id) : this.#note(id));
    const results = inputs.flatMap(({ id }) => {
      const properties = recordOf(String(id));
      return properties === undefined ? [] : [{ id: String(id), properties }];
    });
    const isWhole = results.length === inputs.length;
    return { status: isWhole ? 200 : 207, json: { status: 'COMPLETE', results, ...(!isWhole && { numErrors: 1 }) } };
  }

  /** One note for each two documents, as people attach them. */
  #note(id: string): Json | undefined {
    const deal = this.#deals.get(id.slice(0, -2));
    const first = Number(id.slice(-2)) * 2;
    const files = deal?.documents.slice(first, first + 2) ?? [];
    return files.length === 0 ? undefined : { hs_attachment_ids: files.map((file) => hubspotId(file.id)).join(';') };
  }

  #associations([, , , from, to]: readonly string[], body: Json): DoubleAnswer {
    const [input] = (body.inputs as Json[] | undefined) ?? [];
    const [id, after] = [String(input?.id), Number(input?.after ?? 0)];
    const deal = this.#deals.get(id);
    if (from !== 'deals' || deal === undefined) return { status: 207, json: { results: [], numErrors: 1 } };
    const all = to === 'contacts' ? this.#people(id, deal) : notesOf(id, deal);
    const next = after + ASSOCIATION_PAGE;
    const result = {
      from: { id },
      to: all.slice(after, next),
      ...(next < all.length && { paging: { next: { after: String(next) } } }),
    };
    return { status: 200, json: { status: 'COMPLETE', results: [result] } };
  }

  #people(id: string, { people }: CrmOpportunity): readonly Json[] {
    const known = people.map((person) => ({
      toObjectId: Number(hubspotId(person.id)),
      associationTypes: [
        { category: 'HUBSPOT_DEFINED', typeId: 3, label: null },
        ...(person.role === undefined ? [] : [{ category: 'USER_DEFINED', typeId: 41, label: person.role }]),
        // An account's own label for who matters most.
        ...(person.primary ? [{ category: 'USER_DEFINED', typeId: 42, label: 'Primary' }] : []),
      ],
    }));
    const added = (this.#added.get(id) ?? []).map((contactId) => ({
      toObjectId: Number(contactId),
      associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 3, label: null }],
    }));
    return [...known, ...added].filter(({ toObjectId }) => !this.#unlinked.has(`${id} ${toObjectId}`));
  }

  #call(method: string, id: string | undefined, body: Json): DoubleAnswer {
    if (id === 'search') {
      const [filter] = ((body.filterGroups as Json[] | undefined)?.[0]?.filters as Json[] | undefined) ?? [];
      const found = [...this.#calls].filter(
        ([, { properties }]) => properties[String(filter?.propertyName)] === filter?.value,
      );
      return {
        status: 200,
        json: { total: found.length, results: found.map(([one, { properties }]) => ({ id: one, properties })) },
      };
    }
    const known = method === 'PATCH' ? this.#calls.get(id ?? '') : undefined;
    if (method === 'PATCH' && known === undefined) return refused(404, 'OBJECT_NOT_FOUND');
    const properties = { ...known?.properties, ...(body.properties as Json | undefined) };
    const fault = faultOfCall(properties) ?? (method === 'POST' ? faultOfAssociations(body.associations) : undefined);
    if (fault !== undefined) return refused(400, 'VALIDATION_ERROR', fault);
    const key = known === undefined ? this.#next() : (id ?? '');
    this.#calls.set(key, { properties, associations: known?.associations ?? (body.associations as Json[]) ?? [] });
    return { status: known === undefined ? 201 : 200, json: { id: key, properties } };
  }

  #contact(method: string, id: string | undefined, body: Json): DoubleAnswer {
    const properties = (body.properties as Json | undefined) ?? {};
    const unknown = Object.keys(properties).find((name) => !CONTACT_PROPERTIES.has(name));
    if (unknown !== undefined) return refused(400, 'VALIDATION_ERROR', `Property "${unknown}" does not exist`);
    const known = method === 'PATCH' ? this.#contacts.get(id ?? '') : {};
    if (known === undefined) return refused(404, 'OBJECT_NOT_FOUND');
    const key = method === 'PATCH' ? (id ?? '') : this.#next();
    this.#contacts.set(key, { ...known, ...properties });
    for (const { to } of (body.associations as { to: Json }[] | undefined) ?? []) {
      const dealId = String(to.id);
      this.#added.set(dealId, [...(this.#added.get(dealId) ?? []), key]);
    }
    return { status: method === 'PATCH' ? 200 : 201, json: { id: key, properties: this.#contacts.get(key) } };
  }

  #file(id: string, verb: string | undefined): DoubleAnswer {
    const document = [...this.#deals.values()]
      .flatMap(({ documents }) => documents)
      .find((one) => hubspotId(one.id) === id);
    if (document === undefined) return refused(404, 'OBJECT_NOT_FOUND');
    if (verb === 'signed-url') return { status: 200, json: { url: `${this.#options.origin()}/signed/${document.id}` } };
    const [, name, extension] = /^(.*)\.(\w+)$/.exec(document.fileName) ?? [];
    return { status: 200, json: { id, name: name ?? document.fileName, extension, access: 'PRIVATE' } };
  }

  #next(): string {
    this.#made += 1;
    return String(this.#made);
  }
}

const refused = (status: number, category: string, message = category): DoubleAnswer => ({
  status,
  json: { status: 'error', message, category, correlationId: '0aa0aa0a-0000-4000-8000-000000000009' },
});

function owners(id: string | undefined, query: URLSearchParams): DoubleAnswer {
  if (id !== undefined) {
    const owner = OWNERS.find((one) => one.id === id);
    return owner === undefined ? refused(404, 'OBJECT_NOT_FOUND') : { status: 200, json: owner };
  }
  const email = query.get('email');
  return { status: 200, json: { results: OWNERS.filter((one) => email === null || one.email === email) } };
}

/** `/crm/v3/pipelines/deals/{pipeline}/stages/{stage}` */
const stage = ([, , , , pipeline, , id]: readonly string[]): DoubleAnswer =>
  pipeline === 'default' && id !== undefined
    ? { status: 200, json: { id, label: id.replace(/^stage-/, ''), metadata: { probability: '0.6' } } }
    : refused(404, 'OBJECT_NOT_FOUND');

const notesOf = (dealId: string, { documents }: CrmOpportunity): readonly Json[] =>
  Array.from({ length: Math.ceil(documents.length / 2) }, (_, index) => ({
    toObjectId: Number(`${dealId}${String(index).padStart(2, '0')}`),
    associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 213, label: null }],
  }));

const dealProperties = ({
  name,
  stage: label,
  amount,
  currency,
  closeDate,
  probability,
  owner,
}: CrmOpportunity): Json => ({
  ...{ dealname: name, pipeline: 'default', dealstage: label === undefined ? null : `stage-${label}` },
  ...{ amount: amount === undefined ? null : String(amount), deal_currency_code: currency ?? null },
  closedate: closeDate === undefined ? null : `${closeDate}T17:00:00Z`,
  hs_deal_stage_probability: probability === undefined ? null : String(probability / 100),
  hubspot_owner_id: OWNERS.find(({ email }) => email === `${owner?.username}@sales.example`)?.id ?? null,
});

function propertiesOf({ name, email, title, company, phones }: CrmPerson): Json {
  const words = name.split(' ');
  const numberOf = (label: string) => phones.find((phone) => phone.label === label)?.number ?? null;
  return {
    ...{ firstname: words.slice(0, -1).join(' '), lastname: words.at(-1), email: email ?? null },
    ...{
      jobtitle: title ?? null,
      company: company ?? null,
      mobilephone: numberOf('mobile'),
      phone: numberOf('office'),
    },
  };
}

function faultOfCall(properties: Json): string | undefined {
  const unknown = Object.keys(properties).find((name) => !CALL_PROPERTIES.has(name));
  if (unknown !== undefined) return `Property "${unknown}" does not exist`;
  if (Number.isNaN(Date.parse(String(properties.hs_timestamp)))) return 'hs_timestamp is required';
  if (!CALL_STATUS.includes(String(properties.hs_call_status))) return 'hs_call_status is no option';
  if (!['INBOUND', 'OUTBOUND'].includes(String(properties.hs_call_direction))) return 'hs_call_direction is no option';
  const disposition = properties.hs_call_disposition;
  if (disposition !== undefined && !DISPOSITIONS.some(({ id }) => id === disposition)) return 'no such disposition';
  return undefined;
}

function faultOfAssociations(associations: unknown): string | undefined {
  for (const { types } of (associations as { types: Json[] }[] | undefined) ?? []) {
    const [type] = types;
    if (type?.associationCategory !== 'HUBSPOT_DEFINED' || ![194, 206].includes(Number(type.associationTypeId))) {
      return 'no such association type';
    }
  }
  return undefined;
}
