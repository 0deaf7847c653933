/**
 * The body of a call request: what a source of kind `generic` posts to `/webhooks/{sourceId}`
 * (DESIGN section 4). One schema gives the type, the validation and the published OpenAPI document.
 */
import * as v from 'valibot';
import { dateTimeSchema, idSchema, phoneSchema, textSchema, usernameSchema } from './primitives.ts';

/** A body larger than this is answered 413. The whole request also has to fit in one DynamoDB item (400 KB). */
export const MAX_BODY_BYTES = 256 * 1024;
export const MAX_CONTACTS = 500;
export const MAX_DOCUMENTS = 2_000;
/** Of one message; a longer list is sent in several. */
export const MAX_LISTED_NUMBERS = 1_000;

/** The opportunity's or a contact's own fields: names chosen by the CRM, shown as they are. */
export const attributesSchema = v.record(
  v.pipe(v.string(), v.nonEmpty(), v.maxLength(128)),
  v.union([v.pipe(v.string(), v.maxLength(32_768)), v.number(), v.boolean()]),
);

export const phoneEntrySchema = v.object({
  number: phoneSchema,
  label: v.optional(textSchema(64)),
});

export const opportunitySchema = v.object({
  id: idSchema,
  name: textSchema(500),
  stage: v.optional(textSchema(200)),
  amount: v.optional(v.pipe(v.number(), v.finite())),
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'))),
  closeDate: v.optional(v.pipe(v.string(), v.isoDate('must be a date such as 2026-12-15'))),
  probability: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
  owner: v.optional(v.object({ username: usernameSchema })),
  url: v.optional(v.pipe(v.string(), v.url('must be a URL'), v.maxLength(2048))),
  attributes: v.optional(attributesSchema, {}),
});

/** Whether the person has agreed to be called. `purposes`: for these only; `until`: not from then on. */
export const consentSchema = v.object({
  status: v.picklist(['granted', 'denied', 'unknown']),
  until: v.optional(dateTimeSchema),
  purposes: v.optional(v.pipe(v.array(textSchema(100)), v.maxLength(20))),
});

export const contactGroupSchema = v.picklist(['stakeholder', 'team']);

/** A person of the opportunity. */
export const contactSchema = v.object({
  id: idSchema,
  name: textSchema(500),
  title: v.optional(textSchema(200)),
  company: v.optional(textSchema(200)),
  phones: v.optional(v.pipe(v.array(phoneEntrySchema), v.maxLength(20)), []),
  email: v.optional(v.pipe(v.string(), v.email('must be an e-mail address'), v.maxLength(320))),
  role: v.optional(textSchema(200)),
  group: v.optional(contactGroupSchema, 'stakeholder'),
  primary: v.optional(v.boolean(), false),
  reportsTo: v.optional(idSchema),
  doNotCall: v.optional(v.boolean(), false),
  consent: v.optional(consentSchema),
  timeZone: v.optional(
    v.pipe(
      v.string(),
      v.check((zone) => isTimeZone(zone), 'must be an IANA time zone such as America/Los_Angeles'),
    ),
  ),
  attributes: v.optional(attributesSchema, {}),
});

/** A file of the opportunity. Without `url` the answer carries a presigned upload for it. */
export const documentSchema = v.object({
  id: idSchema,
  title: textSchema(500),
  fileName: textSchema(255),
  contentType: v.optional(v.pipe(v.string(), v.regex(/^[\w.+-]+\/[\w.+-]+$/, 'must be a media type'))),
  category: v.optional(textSchema(100)),
  /** The file's size. The presigned upload then takes exactly so many bytes; of a file that is too large only its name is kept. */
  bytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  url: v.optional(v.pipe(v.string(), v.url('must be a URL'), v.maxLength(2048))),
});

/** Salesforce's `Task.Subject` takes 255; EspoCRM's and Dynamics' names of a call take fewer. */
export const MAX_TOPIC = 255;

export const dialModeSchema = v.picklist(['customer-first', 'agent-first']);

/** RingTimeoutInSeconds of StartOutboundVoiceContact: 15 to 60 (API reference); Connect by itself lets a phone ring for 60 s. */
export const ringSecondsSchema = v.pipe(v.number(), v.integer(), v.minValue(15), v.maxValue(60));

export const callOrderSchema = v.object({
  contactId: idSchema,
  /** Which of the contact's numbers; without it the contact's first one. */
  phone: v.optional(phoneSchema),
  agent: v.object({ username: usernameSchema }),
  mode: v.optional(dialModeSchema, 'customer-first'),
  notBefore: v.optional(dateTimeSchema),
  /** How long the phone may ring, of a customer-first call; counts before the source's own. Needs `connect.campaignCalls`. */
  ringSeconds: v.optional(ringSecondsSchema),
  /** Why the person is called, in the CRM's words: the agent reads it before and during the call. */
  topic: v.optional(textSchema(MAX_TOPIC)),
  /** Somebody has pressed a button and waits: the call goes with the agents' own clicks, not behind what their CRM has imported. */
  interactive: v.optional(v.boolean()),
});

const subject = {
  opportunity: opportunitySchema,
  documents: v.optional(v.pipe(v.array(documentSchema), v.maxLength(MAX_DOCUMENTS)), []),
};

export const callRequestedSchema = v.object({
  type: v.literal('call.requested'),
  timestamp: dateTimeSchema,
  data: v.pipe(
    v.object({
      ...subject,
      contacts: v.pipe(
        v.array(contactSchema),
        v.minLength(1, 'an opportunity needs at least one person to call'),
        v.maxLength(MAX_CONTACTS),
      ),
      call: callOrderSchema,
    }),
    v.forward(
      v.partialCheck(
        [['contacts'], ['call', 'contactId']],
        ({ contacts, call }) => contacts.some((contact) => contact.id === call.contactId),
        'is not the id of one of data.contacts',
      ),
      ['call', 'contactId'],
    ),
    v.forward(
      v.partialCheck(
        [['contacts'], ['call']],
        ({ contacts, call }) => {
          const contact = contacts.find(({ id }) => id === call.contactId);
          return contact === undefined || call.phone !== undefined || contact.phones.length > 0;
        },
        'the contact to call has no phone number: give data.call.phone',
      ),
      ['call', 'phone'],
    ),
  ),
});

export const opportunityUpdatedSchema = v.object({
  type: v.literal('opportunity.updated'),
  timestamp: dateTimeSchema,
  data: v.object({
    ...subject,
    contacts: v.optional(v.pipe(v.array(contactSchema), v.maxLength(MAX_CONTACTS)), []),
  }),
});

export const opportunityDeletedSchema = v.object({
  type: v.literal('opportunity.deleted'),
  timestamp: dateTimeSchema,
  data: v.object({ opportunity: v.object({ id: idSchema }) }),
});

/**
 * A person is to be forgotten: everywhere in the source, or, with `opportunity`, in that one. What the source said before
 * `timestamp` does not bring the person back; a later message that names the person again does.
 */
export const contactErasedSchema = v.object({
  type: v.literal('contact.erased'),
  timestamp: dateTimeSchema,
  data: v.object({
    contact: v.object({ id: idSchema }),
    opportunity: v.optional(v.object({ id: idSchema })),
  }),
});

/** The source's own list of numbers that must not be called, whosever they are. Of two changes the later `timestamp` counts. */
const doNotCallSchema = <Type extends 'do-not-call.added' | 'do-not-call.removed'>(type: Type) =>
  v.object({
    type: v.literal(type),
    timestamp: dateTimeSchema,
    data: v.object({
      numbers: v.pipe(
        v.array(phoneSchema),
        v.minLength(1, 'needs at least one number'),
        v.maxLength(MAX_LISTED_NUMBERS),
      ),
    }),
  });
export const doNotCallAddedSchema = doNotCallSchema('do-not-call.added');
export const doNotCallRemovedSchema = doNotCallSchema('do-not-call.removed');

/** Everything a source can say, told apart by `type`. */
export const sourceMessageSchema = v.variant(
  'type',
  [
    callRequestedSchema,
    opportunityUpdatedSchema,
    opportunityDeletedSchema,
    contactErasedSchema,
    doNotCallAddedSchema,
    doNotCallRemovedSchema,
  ],
  'must be call.requested, opportunity.updated, opportunity.deleted, contact.erased, do-not-call.added or do-not-call.removed',
);

export type SourceMessage = v.InferOutput<typeof sourceMessageSchema>;
export type CallRequested = v.InferOutput<typeof callRequestedSchema>;
export type OpportunityInput = v.InferOutput<typeof opportunitySchema>;
export type ContactInput = v.InferOutput<typeof contactSchema>;
export type DocumentInput = v.InferOutput<typeof documentSchema>;
export type DialMode = v.InferOutput<typeof dialModeSchema>;

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
