/**
 * Meridian, another CRM that there is not, as unlike Harbor as can be: JSON:API 1.1 (jsonapi.org). Types, attributes and
 * relationships; what is related stands in `included`; pages by `links.next`; ids are texts with slashes in them; an API key; a call
 * is put under the id of who tells it. The connector knows it by docs/crm/meridian.rest.json only. Refused as JSON:API says: another
 * media type (415, 406), a document without `data.type` or with another id than the address (409).
 */
import type { CrmOpportunity, CrmPerson } from '../../console/crm/opportunities.ts';
import type { CrmDouble, LoggedCall, StoredRecord } from '../crm-double.ts';
import { type DoubleAnswer, type DoubleRequest, type Json, parseObject } from '../double-http.ts';
import { ImaginaryDeals, userOf } from './imaginary-deals.ts';

export interface MeridianOptions {
  readonly apiKey: string;
  /** Where it is served, for the addresses in its answers. */
  readonly origin: () => string;
  readonly fileOf: (documentId: string) => Promise<Uint8Array>;
}

const MEDIA_TYPE = 'application/vnd.api+json';
const PAGE = 3;
/** Meridian's id of a record of the demo. */
export const meridianId = (id: string): string => `mer/${id}`;
const ours = (id: string): string => id.replace(/^mer\//, '');

export class MeridianDouble extends ImaginaryDeals implements CrmDouble {
  readonly #options: MeridianOptions;
  readonly #calls = new Map<string, Json>();

  constructor(options: MeridianOptions) {
    super();
    this.#options = options;
  }

  dealId(theirs: string): string {
    return ours(theirs);
  }
  protected theirId(id: string): string {
    return meridianId(id);
  }

  records(opportunityId: string): readonly StoredRecord[] {
    const deal = this.deals.get(ours(opportunityId));
    if (deal === undefined) return [];
    const stored = (part: StoredRecord['part'], title: unknown, resource: Json): StoredRecord => ({
      ...{ part, table: String(resource.type), id: String(resource.id), title: String(title ?? '') },
      fields: (resource.attributes ?? {}) as Json,
    });
    const { data, included } = this.#document(deal, 'files') as { data: Json; included: Json[] };
    const calls = this.loggedCalls().filter((call) => call.opportunityId === opportunityId);
    return [
      stored('opportunity', deal.name, data),
      ...this.#participants(deal).map(({ person }) => stored('person', (person.attributes as Json).fullName, person)),
      ...included.map((file) => stored('document', (file.attributes as Json).caption, file)),
      ...calls.map(({ id, status }) => stored('call', status, this.#calls.get(id) ?? {})),
    ];
  }

  /** A key does not run out. */
  expireTokens(): void {}
  person(id: string): Json | undefined {
    return this.written.get(ours(id));
  }

  loggedCalls(): readonly LoggedCall[] {
    return [...this.#calls].map(([id, call]) => {
      const { attributes, relationships } = call as Record<string, Record<string, unknown>>;
      const related = (name: string) => idIn(relationships?.[name]);
      const { direction, outcome, minutes, memo, dialled, secondsTalked } = attributes ?? {};
      return {
        ...{ id, callId: id, status: String(outcome), notes: String(memo), phone: String(dialled) },
        ...{ opportunityId: related('opportunity') ?? '', seconds: Number(secondsTalked ?? Number(minutes) * 60) },
        ...optionalId('contactId', related('person')),
        ...optionalId('userId', related('user')),
        direction: direction === 'inbound' ? 'inbound' : 'outbound',
      };
    });
  }

  protected async answer(asked: DoubleRequest): Promise<DoubleAnswer> {
    const { headers, path } = asked;
    if (headers['x-meridian-key'] !== `Key ${this.#options.apiKey}`) return error(401);
    if (path[1] === 'blobs') {
      return { status: 200, bytes: await this.#options.fileOf(ours(path[2] ?? '')) };
    }
    if (headers.accept !== MEDIA_TYPE) return error(406);
    const { body, method } = asked;
    if (method !== 'GET' && body !== '' && headers['content-type'] !== MEDIA_TYPE) return error(415);
    const answer = await this.#route(asked, path.slice(1));
    return { ...answer, headers: { 'content-type': MEDIA_TYPE } };
  }

  async #route(asked: DoubleRequest, [entity, id = '', link]: readonly string[]): Promise<DoubleAnswer> {
    const written = parseObject(asked.body);
    if (written === undefined) return error(400);
    if (entity === 'participants' && asked.method === 'GET') return this.#found(asked.query);
    if (entity === 'opportunities' && id === '') return { status: 200, json: { data: [] } };
    if (entity === 'opportunities') return this.#opportunity(asked, ours(id), link, written);
    if (entity === 'people') return this.#person(asked.method, id, written);
    if (entity !== 'calls' || asked.method !== 'PUT') return error(404);
    const data = written.data as Json | undefined;
    if (data?.type !== 'calls' || data.id !== id) return error(409);
    const { attributes = {}, relationships = {} } = data as Record<string, Json>;
    const isWhole = ['direction', 'outcome', 'begin', 'end'].every((name) => name in attributes);
    if (!isWhole || idIn(relationships.opportunity) === undefined) return error(422);
    const status = this.#calls.has(id) ? 200 : 201;
    this.#calls.set(id, data);
    return { status, json: { data } };
  }

  /** `?filter[number]=` in national digits, or `?filter[text]=` (jsonapi.org, "Filtering"): participants of open opportunities. */
  #found(query: URLSearchParams): DoubleAnswer {
    const [digits, text] = [query.get('filter[number]'), query.get('filter[text]')?.toLowerCase()];
    if (query.get('include') !== 'person,opportunity' || (digits === null) === (text === undefined)) return error(400);
    const rows = this.openDeals((person, { name, account }) =>
      digits === null
        ? person?.primary === true && `${name} ${account} ${person.name}`.toLowerCase().includes(text ?? '')
        : person?.phones.some(({ number }) => number.replace(/\D/g, '').endsWith(digits)) === true,
    );
    const related = (type: string, id: string) => ({ data: { type, id: meridianId(id) } });
    return {
      status: 200,
      json: {
        data: rows.map(({ deal, person }) => ({
          ...{ type: 'participants', id: `p-${person?.id}` },
          relationships: {
            person: related('people', person?.id ?? ''),
            opportunity: related('opportunities', deal.id),
          },
        })),
        included: rows.flatMap(({ deal, person }) => {
          const { data, included } = this.#document(deal, 'owner') as { data: Json; included: Json[] };
          const owner = (included[0]?.attributes as Json | undefined)?.mail ?? null;
          return [
            { ...data, attributes: { ...(data.attributes as Json), ownerMail: owner } },
            ...(person ? [{ type: 'people', id: meridianId(person.id), attributes: attributesOf(person) }] : []),
          ];
        }),
      },
    };
  }

  #opportunity({ method, query }: DoubleRequest, id: string, link: string | undefined, written: Json): DoubleAnswer {
    const deal = this.found(id);
    if (deal === undefined || deal === 'hidden') return error(deal === undefined ? 404 : 403);
    if (link === undefined) return { status: 200, json: this.#document(deal, query.get('include') ?? '') };
    if (link === 'relationships') return this.#relationship(method, deal, written);
    if (link !== 'participants' || query.get('include') !== 'person') return error(404);
    const rows = this.#participants(deal);
    const from = Number(query.get('page[offset]') ?? 0);
    const next = `${this.#options.origin()}/api/opportunities/${encodeURIComponent(meridianId(id))}/participants?include=person&page%5Boffset%5D=${from + PAGE}`;
    const shown = rows.slice(from, from + PAGE);
    return {
      status: 200,
      json: {
        data: shown.map(({ row }) => row),
        included: shown.map(({ person }) => person),
        links: from + PAGE < rows.length ? { next } : { next: null },
      },
    };
  }

  /** `POST` and `DELETE` of JSON:API's "Updating To-Many Relationships": what is there already stays, what is not is no error. */
  #relationship(method: string, deal: CrmOpportunity, { data }: Json): DoubleAnswer {
    if (!Array.isArray(data) || data.length === 0) return error(422);
    for (const { type, id } of data as Json[]) {
      if (type !== 'people' || !this.isPerson(ours(String(id)))) return error(404);
      if (method === 'POST') this.add(deal.id, ours(String(id)));
      else this.takeAway(deal.id, ours(String(id)));
    }
    return { status: 204 };
  }

  #document(deal: CrmOpportunity, include: string): Json {
    const { id, name, stage, amount, currency, closeDate, probability, owner, documents } = deal;
    const user = userOf(owner?.username);
    const files = documents.map((file) => ({
      ...{ type: 'files', id: meridianId(file.id) },
      attributes: { caption: file.title, filename: file.fileName, mediaType: `${file.contentType}; charset=binary` },
      links: { content: `${this.#options.origin()}/api/blobs/${encodeURIComponent(file.id)}` },
    }));
    const included = [
      ...(include.includes('files') ? files : []),
      ...(include.includes('owner') && user ? [{ type: 'users', id: user.id, attributes: { mail: user.email } }] : []),
    ];
    return {
      data: {
        ...{ type: 'opportunities', id: meridianId(id) },
        attributes: {
          ...{ title: name, phase: stage, worth: { value: amount, unit: currency }, chance: probability },
          closes: Date.parse(closeDate ?? ''),
        },
        relationships: { owner: { data: user ? { type: 'users', id: user.id } : null } },
      },
      included,
    };
  }

  #participants(deal: CrmOpportunity): readonly { readonly row: Json; readonly person: Json }[] {
    const { own, added } = this.peopleOf(deal);
    const row = (id: string, role: string | undefined, main: boolean) => ({
      ...{ type: 'participants', id: `p-${id}`, attributes: { part: role ?? null, main } },
      relationships: { person: { data: { type: 'people', id } } },
    });
    return [
      ...own.map((one) => ({
        row: row(meridianId(one.id), one.role, one.primary),
        person: {
          ...{ type: 'people', id: meridianId(one.id) },
          attributes: { ...attributesOf(one), ...this.written.get(one.id) },
        },
      })),
      ...added.map((id) => ({
        row: row(meridianId(id), undefined, false),
        person: { type: 'people', id: meridianId(id), attributes: this.written.get(id) },
      })),
    ];
  }

  #person(method: string, id: string, { data }: Json): DoubleAnswer {
    const { type, attributes = {} } = (data ?? {}) as Record<string, Json> & { type?: string };
    if (type !== 'people') return error(409);
    if (method === 'POST') {
      if (typeof attributes.fullName !== 'string') return error(422);
      const made = this.next();
      this.written.set(made, attributes);
      return { status: 201, json: { data: { type, id: meridianId(made), attributes } } };
    }
    if (method !== 'PATCH' || !this.isPerson(ours(id))) return error(404);
    if ((data as Json).id !== id) return error(409);
    this.written.set(ours(id), { ...this.written.get(ours(id)), ...attributes });
    return { status: 200, json: { data: { type, id } } };
  }
}

const error = (status: number): DoubleAnswer => ({ status, json: { errors: [{ status: String(status) }] } });
const idIn = (relationship: unknown): string | undefined =>
  (relationship as { data?: { id?: string } } | undefined)?.data?.id;
const optionalId = (name: 'contactId' | 'userId', id: string | undefined) => (id === undefined ? {} : { [name]: id });

const attributesOf = ({ name, title, company, phones, email, doNotCall }: CrmPerson): Json => ({
  ...{ fullName: name, position: title ?? null, employer: company ?? null, mail: email ?? null },
  contactable: doNotCall ? 'no' : 'yes',
  numbers: phones.map(({ number }) => number),
});
