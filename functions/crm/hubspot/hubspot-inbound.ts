/**
 * What HubSpot sends: a list of events of the app's webhook subscriptions, or one object from a workflow or a card that asks for a
 * call. HubSpot drops what is answered with 400, 401, 403, 404 or 405 for good, so that only what can never be right is.
 *
 * | event | means |
 * |---|---|
 * | `deal.creation`, `deal.propertyChange`, `deal.associationChange`, `deal.restore` | the deal is read again |
 * | `deal.deletion`, `deal.privacyDeletion` | it is erased |
 * | `contact.privacyDeletion` | the person is erased, everywhere |
 * | `deal.merge` | the merged deals are erased, what they have become is read |
 * | any other | nothing: subscriptions are the app's, not ours |
 */
import * as v from 'valibot';
import { dialModeSchema, MAX_TOPIC } from '#core/contracts/call-request.ts';
import type { HubspotSource, Source } from '#core/contracts/configuration.ts';
import { dateTimeSchema, textSchema, usernameSchema } from '#core/contracts/primitives.ts';
import { digestId } from '#core/ids.ts';
import type { SourceNotice } from '#core/source-notice.ts';
import { parseJson, validated } from '#core/validation.ts';
import type { CrmInbound, SignedRequest } from '../connector.ts';
import { verifyHubspot } from './hubspot-signature.ts';

/** Record ids are numbers in events, and text elsewhere. */
const recordId = v.pipe(
  v.union([v.pipe(v.number(), v.integer()), v.string()], 'must be a record id'),
  v.transform(String),
  v.regex(/^\d{1,20}$/, 'must be a record id'),
);

const eventsSchema = v.array(
  v.looseObject({
    eventId: recordId,
    subscriptionType: v.string(),
    objectId: v.optional(recordId),
    ...{ fromObjectTypeId: v.optional(v.string()), fromObjectId: v.optional(recordId) },
    toObjectId: v.optional(recordId),
    ...{ primaryObjectId: v.optional(recordId), newObjectId: v.optional(recordId) },
    mergedObjectIds: v.optional(v.array(recordId)),
  }),
);
type Event = v.InferOutput<typeof eventsSchema>[number];

const callSchema = v.object({
  dealId: recordId,
  contactId: v.optional(recordId),
  /** HubSpot's owner id, or the Connect user name; without both the deal's owner. */
  ownerId: v.optional(recordId),
  agent: v.optional(usernameSchema),
  /** `phone` or `mobilephone`. */
  phoneProperty: v.optional(textSchema(64)),
  mode: v.optional(dialModeSchema),
  notBefore: v.optional(dateTimeSchema),
  topic: v.optional(textSchema(MAX_TOPIC)),
  /** What makes a repetition recognizable. Without it a deal's person is called once a day. */
  requestId: v.optional(textSchema(200)),
});

const DEAL = '0-3';

export const hubspotInbound: CrmInbound = {
  verify(request, secrets, now, source) {
    verifyHubspot(request, calledAt(request, source), secrets, now);
    const day = now.toISOString().slice(0, 10);
    return `hubspot-${digestId(Buffer.from(request.body).toString('base64'), day)}`;
  },

  parse({ body }, deliveryId) {
    const json = parseJson(body);
    if (Array.isArray(json)) return validated(eventsSchema, json).flatMap(noticesOf);
    const { dealId, contactId, ownerId, agent, phoneProperty, mode, notBefore, topic, requestId } = validated(
      callSchema,
      json,
    );
    return [
      {
        requestId: requestId === undefined ? deliveryId : `hubspot-call-${requestId}`,
        read: {
          opportunityId: dealId,
          call: {
            ...(contactId !== undefined && { contactId }),
            ...(phoneProperty !== undefined && { phoneLabel: phoneProperty }),
            ...(agent !== undefined
              ? { agent: { username: agent } }
              : ownerId !== undefined && { agent: { crmUserId: ownerId } }),
            ...(mode !== undefined && { mode }),
            ...(notBefore !== undefined && { notBefore }),
            ...(topic !== undefined && { topic }),
          },
        },
      },
    ];
  },
};

/** Behind a domain of one's own, API Gateway does not know the address that HubSpot has signed. */
function calledAt({ url }: SignedRequest, source: Source): string {
  const { webhookUrl } = source as HubspotSource;
  return webhookUrl === undefined ? url : `${webhookUrl}${new URL(url).search}`;
}

function noticesOf(event: Event): SourceNotice[] {
  const requestId = `hubspot-${event.eventId}`;
  const read = (opportunityId: string | undefined): SourceNotice[] =>
    opportunityId === undefined ? [] : [{ requestId, read: { opportunityId } }];
  const erased = (id: string | undefined, suffix = ''): SourceNotice[] =>
    id === undefined
      ? []
      : [
          {
            requestId: `${requestId}${suffix}`,
            message: { type: 'opportunity.deleted', timestamp: UNTIMED, data: { opportunity: { id } } },
          },
        ];
  switch (event.subscriptionType) {
    case 'deal.creation':
    case 'deal.propertyChange':
    case 'deal.restore':
      return read(event.objectId);
    case 'deal.associationChange':
      return read(event.objectId ?? (event.fromObjectTypeId === DEAL ? event.fromObjectId : event.toObjectId));
    case 'deal.deletion':
    case 'deal.privacyDeletion':
      return erased(event.objectId);
    case 'contact.privacyDeletion':
      return event.objectId === undefined
        ? []
        : [
            {
              requestId,
              message: { type: 'contact.erased', timestamp: UNTIMED, data: { contact: { id: event.objectId } } },
            },
          ];
    case 'deal.merge': {
      const kept = event.newObjectId ?? event.primaryObjectId ?? event.objectId;
      const merged = (event.mergedObjectIds ?? []).filter((id) => id !== kept);
      return [...read(kept), ...merged.flatMap((id, index) => erased(id, `-${index}`))];
    }
    default:
      return [];
  }
}

/** The message's own time is of no account: an erasure counts from when it arrives. */
const UNTIMED = new Date(0).toISOString();
