/**
 * What Salesforce sends: a thin body of our own making, signed as Standard Webhooks has it by an Apex class that a Flow or a trigger
 * uses (docs/crm/salesforce.md has it), or an Outbound Message, which is XML. Everything else is read.
 *
 * | body | means |
 * |---|---|
 * | `{"opportunityId", "contactId"?, "userId"?, …}` | a call is to be made |
 * | `{"changed": [ids], "deleted": [ids]}` | these are read again, those are erased |
 */
import * as v from 'valibot';
import { dialModeSchema } from '#core/contracts/call-request.ts';
import { dateTimeSchema, idSchema, usernameSchema } from '#core/contracts/primitives.ts';
import type { SourceNotice } from '#core/source-notice.ts';
import { parseJson, validated } from '#core/validation.ts';
import type { CrmInbound } from '../connector.ts';
import { verify } from '../generic/standard-webhooks.ts';
import {
  acknowledgement,
  isOutboundMessage,
  noticesOfOutboundMessage,
  verifyOutboundMessage,
} from './receive-outbound-message.ts';
import { isOf, type KEY_PREFIX, salesforceId } from './salesforce-id.ts';
import { labelOf, PHONE_FIELDS } from './salesforce-phones.ts';

/** A transaction of Salesforce's has at most so many records in a trigger. */
const MAX_IDS = 200;

/** Long, whichever form was given. */
const recordId = (object: keyof typeof KEY_PREFIX) =>
  v.pipe(
    v.string(),
    v.transform((text) => salesforceId(text) ?? ''),
    v.check((id) => isOf(object, id), `must be the id of a record: ${object}`),
  );

const callSchema = v.object({
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
});
type CallAsked = v.InferOutput<typeof callSchema>;

const ids = v.optional(v.pipe(v.array(recordId('opportunity')), v.maxLength(MAX_IDS)), []);
const newsSchema = v.object({ changed: ids, deleted: ids });

export const salesforceInbound: CrmInbound = {
  verify: (request, secrets, now, source) =>
    isOutboundMessage(request) ? verifyOutboundMessage(request, secrets, source) : verify(request, secrets, now),
  acknowledge: acknowledgement,

  parse(request, deliveryId) {
    if (isOutboundMessage(request)) return noticesOfOutboundMessage(request);
    const json = parseJson(request.body);
    const isNews = typeof json === 'object' && json !== null && ('changed' in json || 'deleted' in json);
    if (!isNews) return [callAsked(validated(callSchema, json), deliveryId)];
    const { changed, deleted } = validated(newsSchema, json);
    const gone = new Set(deleted);
    return [
      ...[...gone].map((id) => erased(id, deliveryId)),
      ...[...new Set(changed)]
        .filter((id) => !gone.has(id))
        .map((opportunityId) => ({ requestId: `${deliveryId}-${opportunityId}`, read: { opportunityId } })),
    ];
  },
};

/** The message's own time is of no account: an erasure counts from when it arrives. */
const UNTIMED = new Date(0).toISOString();

const erased = (id: string, deliveryId: string): SourceNotice => ({
  requestId: `${deliveryId}-${id}`,
  message: { type: 'opportunity.deleted', timestamp: UNTIMED, data: { opportunity: { id } } },
});

const callAsked = (
  { opportunityId, contactId, userId, agent, phoneField, mode, notBefore }: CallAsked,
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
    },
  },
});
