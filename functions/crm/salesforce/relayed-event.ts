/**
 * Events that Salesforce relays to EventBridge (Event Relay guide): Change Data Capture, and platform events of one's own. EventBridge
 * vouches for the partner event source, which names organisation and channel; what is relayed again has the same ids.
 *
 * | event | means |
 * |---|---|
 * | `OpportunityChangeEvent` | the opportunities are read again; `DELETE` and `GAP_DELETE`: they are erased |
 * | any other of an opportunity (contact roles, files' links), as far as it names one | that opportunity is read again |
 * | a platform event with `OpportunityId__c` | a call is to be made, as with the signed body |
 * | any other | nothing: a channel may carry more than is meant for us |
 */
import * as v from 'valibot';
import { digestId } from '#core/ids.ts';
import type { SourceNotice } from '#core/source-notice.ts';
import { validated } from '#core/validation.ts';
import { isOf, salesforceId } from './salesforce-id.ts';
import { callAsked, callSchema, erased } from './salesforce-notices.ts';

export interface RelayedEvent {
  /** EventBridge's own; another one when Salesforce relays the same again. */
  readonly id: string;
  /** The partner event source. */
  readonly source: string;
  readonly detail: unknown;
}

/** Change Data Capture Developer Guide, "Change Event Fields": with `GAP_…` the contents are missing, the ids are there. */
const headerSchema = v.object({
  entityName: v.string(),
  changeType: v.string(),
  recordIds: v.optional(v.array(v.string()), []),
  transactionKey: v.optional(v.string(), ''),
  sequenceNumber: v.optional(v.number(), 0),
});
const detailSchema = v.object({
  /** The event's own id (`EventUuid`): the same however often it is relayed. */
  id: v.optional(v.string()),
  payload: v.looseObject({
    ChangeEventHeader: v.optional(headerSchema),
    EventUuid: v.optional(v.nullable(v.string())),
  }),
});

/** A custom field is named with `__c`: `ContactId__c` is `contactId`. Empty ones are null. */
const FIELDS = ['opportunityId', 'contactId', 'userId', 'agent', 'phoneField', 'mode', 'notBefore', 'topic'] as const;
const customName = (field: string): string => `${field.charAt(0).toUpperCase()}${field.slice(1)}__c`;

/** @throws CtiError `invalid-fields`, `malformed-json` for what is no event of Salesforce's, or a call that cannot be made */
export function noticesOfRelayedEvent({
  id: deliveryId,
  detail,
}: Pick<RelayedEvent, 'detail' | 'id'>): readonly SourceNotice[] {
  const { id, payload } = validated(detailSchema, detail);
  const { ChangeEventHeader: header } = payload;
  if (header !== undefined) return noticesOfChange(header, payload);
  if (!(customName('opportunityId') in payload)) return [];
  const given = FIELDS.map((field) => [field, payload[customName(field)] ?? undefined]);
  const asked = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  const { [customName('requestId')]: wish } = payload;
  const same = typeof wish === 'string' && wish !== '' ? wish : (id ?? payload.EventUuid ?? deliveryId);
  return [callAsked(validated(callSchema, asked), `salesforce-${digestId('relayed', same)}`)];
}

type Header = v.InferOutput<typeof headerSchema>;

function noticesOfChange(
  { entityName, changeType, recordIds, transactionKey, sequenceNumber }: Header,
  payload: Readonly<Record<string, unknown>>,
): readonly SourceNotice[] {
  const changeId = `salesforce-${digestId(transactionKey, String(sequenceNumber), entityName, changeType)}`;
  const related = ['OpportunityId', 'LinkedEntityId'].map((field) => payload[field]);
  const isOpportunity = entityName === 'Opportunity';
  // A wildcard (`006*`), and the ids of other objects, are none of an opportunity.
  const ids = (isOpportunity ? recordIds : related).flatMap((one) => {
    const known = typeof one === 'string' ? salesforceId(one) : undefined;
    return known !== undefined && isOf('opportunity', known) ? [known] : [];
  });
  const isGone = isOpportunity && /^(?:GAP_)?DELETE$/.test(changeType);
  return [...new Set(ids)].map((opportunityId) =>
    isGone ? erased(opportunityId, changeId) : { requestId: `${changeId}-${opportunityId}`, read: { opportunityId } },
  );
}
