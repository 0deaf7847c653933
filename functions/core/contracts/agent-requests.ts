/** What the desktop sends to the API. */
import * as v from 'valibot';
import { DISCARD_REASONS } from './call.ts';
import { contactSchema, dialModeSchema, documentSchema } from './call-request.ts';
import { MAX_DOCUMENT_BYTES } from './document-limits.ts';
import { SHARE_HOURS } from './document-share.ts';
import { dateTimeSchema, idSchema, phoneSchema, textSchema } from './primitives.ts';

/** `POST …/contacts`: like a contact of a call request; the id is ours when none is given. */
export const contactCreationSchema = v.object({ ...contactSchema.entries, id: v.optional(idSchema) });

const clearable = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(v.nullable(schema));
const { name, title, company, phones, email, role, group, primary, reportsTo, doNotCall, consent, timeZone } =
  contactSchema.entries;

/** `PATCH …/contacts/{contactId}`: JSON merge patch (RFC 7396): what is absent stays, `null` clears. */
export const contactEditSchema = v.pipe(
  v.strictObject({
    name: v.optional(name),
    title: clearable(title.wrapped),
    company: clearable(company.wrapped),
    phones: v.optional(phones.wrapped),
    email: clearable(email.wrapped),
    role: clearable(role.wrapped),
    group: v.optional(group.wrapped),
    primary: v.optional(primary.wrapped),
    reportsTo: clearable(reportsTo.wrapped),
    doNotCall: v.optional(doNotCall.wrapped),
    consent: clearable(consent.wrapped),
    timeZone: clearable(timeZone.wrapped),
  }),
  v.check((edit) => Object.keys(edit).length > 0, 'must change at least one field'),
);

/** A file that is about to be uploaded: the presigned upload takes exactly so many bytes. */
const uploadBytes = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1, 'must not be empty'),
  v.maxValue(MAX_DOCUMENT_BYTES, `must be at most ${MAX_DOCUMENT_BYTES}`),
);

/** `POST …/documents`: the answer carries the presigned upload. */
export const documentCreationSchema = v.object({
  ...v.omit(documentSchema, ['url', 'id', 'bytes']).entries,
  id: v.optional(idSchema),
  /** Without it the size is only checked once the bytes are there. */
  bytes: v.optional(uploadBytes),
});

/** `POST …/documents/{documentId}/versions`: the answer carries the presigned upload. Without a name it keeps the document's. */
export const fileVersionCreationSchema = v.strictObject({
  fileName: v.optional(documentSchema.entries.fileName),
  contentType: documentSchema.entries.contentType,
  bytes: v.optional(uploadBytes),
});

/** `POST …/documents/{documentId}/uploads`: a file that comes in parts. */
export const resumableCreationSchema = v.strictObject({
  fileName: v.optional(documentSchema.entries.fileName),
  contentType: documentSchema.entries.contentType,
  bytes: uploadBytes,
});

/** `POST …/uploads/{uploadId}/parts`: which parts are about to be sent. */
export const partsWantedSchema = v.strictObject({
  parts: v.pipe(
    v.array(
      v.strictObject({
        number: v.pipe(v.number(), v.integer(), v.minValue(1)),
        sha256: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/, 'must be the SHA-256 of the part in base64')),
      }),
    ),
    v.minLength(1),
    v.maxLength(20),
  ),
});

/** `PATCH …/documents/{documentId}`. */
export const documentEditSchema = v.pipe(
  v.strictObject({
    title: v.optional(textSchema(500)),
    category: v.optional(textSchema(100)),
    pinned: v.optional(v.boolean()),
    tags: v.optional(v.pipe(v.array(textSchema(64)), v.maxLength(20))),
    /** Makes this file the current one. */
    fileVersion: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  }),
  v.check((edit) => Object.keys(edit).length > 0, 'must change at least one field'),
);

/** `POST …/documents/{documentId}/shares`. */
export const shareCreationSchema = v.strictObject({ hours: v.picklist(SHARE_HOURS) });

/** The dispositions every source has unless its configuration names others. */
export const DEFAULT_DISPOSITIONS = [
  'connected',
  'follow-up',
  'not-interested',
  'left-voicemail',
  'no-answer',
  'wrong-number',
] as const;

/** `PUT /calls/{callId}/outcome`. */
export const outcomeSchema = v.object({
  disposition: textSchema(100),
  notes: v.optional(v.pipe(v.string(), v.maxLength(32_000)), ''),
  followUpAt: v.optional(v.nullable(dateTimeSchema)),
});

/** `PATCH /calls/{callId}`: a time in the past means now. */
export const callMoveSchema = v.strictObject({ notBefore: dateTimeSchema });

/** `POST /opportunities/{sourceId}/{opportunityId}/calls`: the agent calls a person of the opportunity. */
export const agentCallSchema = v.object({
  contactId: idSchema,
  phone: v.optional(phoneSchema),
  mode: v.optional(dialModeSchema, 'customer-first'),
  /**
   * The record that the CRM's own page (HubSpot's alone makes one) has already made of this call: what comes of it is written there,
   * and no second one is made. One of another deal, or of another call, is left alone.
   */
  recordId: v.optional(idSchema),
});

/** `POST /calls/{callId}/discard`: the agent who previews the call does not make it. */
export const discardSchema = v.object({
  reason: v.picklist(DISCARD_REASONS),
  note: v.optional(textSchema(1_000)),
});

export type ContactCreation = v.InferOutput<typeof contactCreationSchema>;
export type ContactEdit = v.InferOutput<typeof contactEditSchema>;
export type DocumentCreation = v.InferOutput<typeof documentCreationSchema>;
export type ResumableCreation = v.InferOutput<typeof resumableCreationSchema>;
export type PartsWanted = v.InferOutput<typeof partsWantedSchema>;
export type FileVersionCreation = v.InferOutput<typeof fileVersionCreationSchema>;
export type DocumentEdit = v.InferOutput<typeof documentEditSchema>;
export type OutcomeInput = v.InferOutput<typeof outcomeSchema>;
export type DiscardInput = v.InferOutput<typeof discardSchema>;
export type CallMove = v.InferOutput<typeof callMoveSchema>;
export type AgentCall = v.InferOutput<typeof agentCallSchema>;

/** `PUT /calls/by-connect-contact/{connectContactId}/opportunity`: what an inbound call is about, and who is calling. */
export const attachmentSchema = v.object({
  sourceId: v.pipe(v.string(), v.nonEmpty()),
  opportunityId: idSchema,
  contactId: v.optional(idSchema),
});
export type Attachment = v.InferOutput<typeof attachmentSchema>;
