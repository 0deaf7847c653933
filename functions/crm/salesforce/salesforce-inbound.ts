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
import { parseJson, validated } from '#core/validation.ts';
import type { CrmInbound } from '../connector.ts';
import { verify } from '../generic/standard-webhooks.ts';
import {
  acknowledgement,
  isOutboundMessage,
  noticesOfOutboundMessage,
  verifyOutboundMessage,
} from './receive-outbound-message.ts';
import { callAsked, callSchema, erased, recordId } from './salesforce-notices.ts';

/** A transaction of Salesforce's has at most so many records in a trigger. */
const MAX_IDS = 200;

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
