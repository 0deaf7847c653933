/**
 * How the REST API of a CRM that nobody here knows is spoken to: a source of kind `generic` has it as `rest`, JSON only
 * (docs/crm/generic.md). Three small languages stand in it, each public:
 *
 * - **expressions** are JMESPath (jmespath.org, as in `aws --query`) and say where something stands in an answer;
 * - **addresses** are templates with `{names}`, each of which becomes one encoded part (RFC 6570, level 1);
 * - **bodies** are JSON whose texts may hold expressions in `{{ }}`, over what there is to tell.
 *
 * `lib/check-rest-description.ts` checks what a schema cannot: the expressions' grammar, and the names in addresses.
 */
import * as v from 'valibot';
import { CONTACT_FIELDS } from './capabilities.ts';
import { crmPeople } from './crm-people.ts';

const expression = v.pipe(v.string(), v.nonEmpty('must be a JMESPath expression'), v.maxLength(1_000));
const path = v.pipe(
  v.string(),
  v.startsWith('/', 'must begin with /'),
  v.regex(/^[^?#\s]*$/, 'must be without query, fragment and spaces: a query stands in its own field'),
  v.maxLength(1_000),
);
const texts = v.record(v.pipe(v.string(), v.nonEmpty()), v.string());
const headers = v.record(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header')), v.string());
/** Credentials never go over the open net. */
const address = v.pipe(
  v.string(),
  v.url('must be a URL'),
  v.check(isSafe, 'must be https; http only with a port spelled out, for a CRM on this machine or network'),
  v.check(isPlain, 'must be without user name, query and fragment'),
);

/** Where the credentials are members of the source's secret. */
const authSchema = v.variant('type', [
  /** Secret: `token`. */
  v.object({ type: v.literal('bearer') }),
  /** Secret: `username`, `password`. */
  v.object({ type: v.literal('basic') }),
  /** Secret: `apiKey`. `prefix`: what stands before it, such as `Token `. */
  v.object({
    type: v.literal('api-key'),
    header: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header')),
    prefix: v.optional(v.string(), ''),
  }),
  /** OAuth 2.0 (RFC 6749, 4.4). Secret: `clientId`, `clientSecret`. */
  v.object({
    type: v.literal('client-credentials'),
    tokenUrl: address,
    scope: v.optional(v.string()),
    audience: v.optional(v.string()),
    /** How the client shows itself: in the form, or by HTTP Basic. */
    clientAuth: v.optional(v.picklist(['body', 'basic']), 'body'),
  }),
]);

const asked = { path, query: v.optional(texts, {}), headers: v.optional(headers, {}) };
const getSchema = v.object(asked);

const size = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)), 100);
const paginationSchema = v.variant('type', [
  /** `Link: <…>; rel="next"` (RFC 8288). */
  v.object({ type: v.literal('link-header') }),
  /** The answer holds the next page's address, whole or from the root. */
  v.object({ type: v.literal('next-url'), next: expression }),
  /** The answer holds what the next request is to say. */
  v.object({ type: v.literal('cursor'), cursor: expression, parameter: v.string() }),
  /** How many records to leave out. A page that is not full is the last. */
  v.object({ type: v.literal('offset'), parameter: v.string(), sizeParameter: v.optional(v.string()), size }),
  v.object({
    ...{ type: v.literal('page'), parameter: v.string(), sizeParameter: v.optional(v.string()), size },
    first: v.optional(v.picklist([0, 1]), 1),
  }),
]);

/** Records that an item only refers to, in the same answer (as in JSON:API): each item gets the one with the same key as `as`. */
const joinSchema = v.object({
  as: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9_]*$/, 'must be a plain name')),
  /** Over the whole answer: the records. */
  records: expression,
  /** Over such a record, and over the item. */
  key: expression,
  from: expression,
});

const listed = {
  /** Without it they stand in the opportunity's own answer. */
  request: v.optional(getSchema),
  /** Over the whole answer. */
  items: expression,
  pagination: v.optional(paginationSchema),
  join: v.optional(v.array(joinSchema), []),
  /** One request for each item, whose answer it then has as `detail`. In the address: `{itemId}`. */
  detail: v.optional(v.object({ ...asked, id: expression })),
};
const attributes = v.optional(v.record(v.pipe(v.string(), v.nonEmpty(), v.maxLength(128)), expression), {});
const maybe = v.optional(expression);

const opportunitySchema = v.object({
  request: getSchema,
  fields: v.object({
    name: expression,
    ...{ stage: maybe, amount: maybe, currency: maybe, closeDate: maybe, probability: maybe },
    /** Whose it is: by the CRM's id of the user, by e-mail address, or by the Connect user name itself. */
    ...{ ownerId: maybe, ownerEmail: maybe, ownerUsername: maybe },
    attributes,
  }),
  /** Where people look at it: `https://crm.example/deals/{opportunityId}`. */
  link: v.optional(v.pipe(v.string(), v.url('must be a URL'))),
});

const peopleSchema = v.object({
  ...listed,
  fields: v.object({
    ...{ id: expression, name: expression, title: maybe, company: maybe, email: maybe },
    /** A number, a list of numbers, or of `{number, label}`. */
    phones: maybe,
    ...{ role: maybe, primary: maybe, reportsTo: maybe, doNotCall: maybe, timeZone: maybe, attributes },
  }),
  /** Our group by the CRM's role; of a role that is not here it is `stakeholder`. */
  groups: v.optional(v.record(v.string(), v.picklist(['stakeholder', 'team'])), {}),
});

const documentsSchema = v.object({
  ...listed,
  fields: v.object({
    ...{ id: expression, fileName: expression, title: maybe, contentType: maybe, category: maybe, bytes: maybe },
    /** Where its bytes are; else `download` says it. */
    url: maybe,
  }),
  download: v.optional(v.object({ path })),
});

const searchSchema = v.pipe(
  v.object({
    /** In its address: `{phone}` (E.164), `{digits}` without its country's prefix. */
    byPhone: v.optional(v.object({ ...listed, request: getSchema })),
    /** In its address: `{text}`. */
    byText: v.optional(v.object({ ...listed, request: getSchema })),
    /** Over an item: an open opportunity, with the person through whom it was found, if it was. */
    fields: v.object({
      ...{ opportunityId: expression, opportunityName: expression, stage: maybe, amount: maybe, currency: maybe },
      ...{ ownerId: maybe, ownerEmail: maybe, ownerUsername: maybe, personId: maybe, personName: maybe },
      /** For a CRM that finds more than was asked for: only who has the number counts. */
      phones: maybe,
    }),
  }),
  v.check(({ byPhone, byText }) => byPhone !== undefined || byText !== undefined, 'must have byPhone or byText'),
);

const usersSchema = v.object({
  /** In its address: `{userId}`. `item`: where in the answer the user is. */
  get: v.optional(v.object({ ...asked, item: v.optional(expression, '@') })),
  /** By `{email}`, or by what stands before its @, `{emailName}`; a parameter of what is not known is left out. */
  find: v.optional(v.object({ ...asked, items: expression })),
  /** Over a user. */
  fields: v.object({ id: expression, email: expression }),
});

/** What is written: as `body`, with what `whenChanged` adds for each field that an agent has changed. */
const writeSchema = v.object({
  ...asked,
  method: v.picklist(['POST', 'PUT', 'PATCH', 'DELETE']),
  body: v.optional(v.unknown()),
  whenChanged: v.optional(
    v.record(v.picklist(CONTACT_FIELDS, `must be one of ${CONTACT_FIELDS.join(', ')}`), v.unknown()),
  ),
  /** A member whose expression finds nothing is left out, or sent as null. */
  nulls: v.optional(v.picklist(['omit', 'send']), 'omit'),
});

/** One record of the CRM's for one thing of ours: `upsert`, or `create` with `find`. */
const recordSchema = v.pipe(
  v.object({
    /** The CRM takes our id: it is put there, whether it is there already or not. */
    upsert: v.optional(writeSchema),
    create: v.optional(writeSchema),
    /** Over the answer to `create`: the record's id. */
    id: v.optional(expression, 'id'),
    /** Should the answer to `create` be lost: the record by our id. `id` is over an item. */
    find: v.optional(v.object({ ...asked, items: expression, id: v.optional(expression, 'id') })),
    /** Without it the CRM keeps what it was told first; without a body it says what `create` says. In its address: `{recordId}`. */
    update: v.optional(writeSchema),
  }),
  v.check(
    ({ upsert, create, find }) => upsert !== undefined || (create !== undefined && find !== undefined),
    'must have upsert, or create together with find: a lost answer must not make two entries',
  ),
);

const personWritesSchema = v.object({
  /** In the addresses: `{opportunityId}`, `{personId}`. */
  update: v.optional(writeSchema),
  /** A person whom an agent has added. */
  create: v.optional(writeSchema),
  /** Over its answer: the person's id. */
  id: v.optional(expression, 'id'),
  /** Makes a person one of the opportunity's, when `create` does not. It must be repeatable. */
  link: v.optional(writeSchema),
  /** Takes a person away from the opportunity. */
  remove: v.optional(writeSchema),
});

export const restDescriptionSchema = v.object({
  version: v.literal(1, 'must be 1'),
  baseUrl: address,
  auth: authSchema,
  ...crmPeople,
  /** With every request. */
  headers: v.optional(headers, {}),
  /** After a 429 that does not say how long, in seconds. */
  waitSeconds: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(3_600)), 10),
  opportunity: opportunitySchema,
  people: peopleSchema,
  documents: v.optional(documentsSchema),
  users: v.optional(usersSchema),
  /** Open opportunities by a caller's number, or by what an agent types; without it the CRM is not searched. */
  search: v.optional(searchSchema),
  /** The call log. */
  calls: v.optional(recordSchema),
  /** What an agent has noted, for a CRM that keeps notes apart. */
  notes: v.optional(recordSchema),
  /** A callback that an agent has agreed on, as the CRM's task. */
  followUps: v.optional(recordSchema),
  personWrites: v.optional(personWritesSchema),
  /** A cheap request that needs nothing but the credentials: for the doctor. */
  check: v.optional(getSchema),
});

export type RestDescription = v.InferOutput<typeof restDescriptionSchema>;
export type RestGet = v.InferOutput<typeof getSchema>;
export type RestWrite = v.InferOutput<typeof writeSchema>;
export type RestRecord = v.InferOutput<typeof recordSchema>;
export type RestSearch = v.InferOutput<typeof searchSchema>;
export type RestPagination = v.InferOutput<typeof paginationSchema>;
/** People or documents. */
export type RestList = Pick<v.InferOutput<typeof peopleSchema>, 'request' | 'items' | 'pagination' | 'join' | 'detail'>;

function isSafe(url: string): boolean {
  const { protocol, port } = URL.parse(url) ?? {};
  return protocol === 'https:' || (protocol === 'http:' && port !== undefined && port !== '');
}

function isPlain(url: string): boolean {
  const { username, password, search, hash } = URL.parse(url) ?? {};
  return `${username}${password}${search}${hash}` === '';
}
