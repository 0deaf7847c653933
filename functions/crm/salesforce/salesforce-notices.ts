/** What Salesforce asks for and tells, in whichever way it comes: as notices. */
import * as v from 'valibot';
import { dialModeSchema, MAX_TOPIC } from '#core/contracts/call-request.ts';
import { dateTimeSchema, idSchema, textSchema, usernameSchema } from '#core/contracts/primitives.ts';
import type { SourceNotice } from '#core/source-notice.ts';
import { isOf, type KEY_PREFIX, salesforceId } from './salesforce-id.ts';
import { labelOf, PHONE_FIELDS } from './salesforce-phones.ts';

/** Long, whichever form was given. */
export const recordId = (object: keyof typeof KEY_PREFIX) =>
  v.pipe(
    v.string(),
    v.transform((text) => salesforceId(text) ?? ''),
    v.check((id) => isOf(object, id), `must be the id of a record: ${object}`),
  );

/** Who is to be called, in whose name, when. */
export const callSchema = v.object({
  opportunityId: recordId('opportunity'),
  /** Salesforce's id of a contact or of a colleague, or ours of somebody who was added here. */
  contactId: v.optional(
    v.pipe(
      idSchema,
      v.transform((text) => salesforceId(text) ?? text),
    ),
  ),
  /** The agent: a user of Salesforce's, or the Connect user name; without both the opportunity's owner. */
  userId: v.optional(recordId('user')),
  agent: v.optional(usernameSchema),
  phoneField: v.optional(v.picklist(PHONE_FIELDS, `must be one of ${PHONE_FIELDS.join(', ')}`)),
  mode: v.optional(dialModeSchema),
  notBefore: v.optional(dateTimeSchema),
  topic: v.optional(textSchema(MAX_TOPIC)),
});
type CallAsked = v.InferOutput<typeof callSchema>;

/** The message's own time is of no account: an erasure counts from when it arrives. */
const UNTIMED = new Date(0).toISOString();

export const erased = (id: string, deliveryId: string): SourceNotice => ({
  requestId: `${deliveryId}-${id}`,
  message: { type: 'opportunity.deleted', timestamp: UNTIMED, data: { opportunity: { id } } },
});

export const callAsked = (
  { opportunityId, contactId, userId, agent, phoneField, mode, notBefore, topic }: CallAsked,
  requestId: string,
): SourceNotice => ({
  requestId,
  read: {
    opportunityId,
    call: {
      ...(contactId !== undefined && { contactId }),
      ...(phoneField !== undefined && { phoneLabel: labelOf(phoneField) }),
      ...(agent !== undefined
        ? { agent: { username: agent } }
        : userId !== undefined && { agent: { crmUserId: userId } }),
      ...(mode !== undefined && { mode }),
      ...(notBefore !== undefined && { notBefore }),
      ...(topic !== undefined && { topic }),
    },
  },
});
