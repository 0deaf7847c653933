/** EspoCRM's side: an API user's key, and webhooks as its scheduled job sends them (docs.espocrm.com, administration/webhooks). */
import { createHmac } from 'node:crypto';
import { CALL_TOPIC, type Vendor, type VendorEvent, type WebhookTarget } from '../vendor.ts';
import { USERS } from './espocrm-demo.ts';
import { EspocrmDouble } from './espocrm-double.ts';

const WEBHOOK_ID = '66f2b1c9d4e5a0001';
const API_KEY = 'b9ab0d56c8e14d2f-of-the-api-user';

export const espocrmVendor: Vendor = {
  ...{ kind: 'espocrm', name: 'EspoCRM', credentials: { apiKey: API_KEY }, idOf: (demoId) => demoId },
  source: (id, apiUrl) => ({ id, kind: 'espocrm', apiUrl, usernames: 'email-name' }),
  open({ fileOf, deals }) {
    const double = new EspocrmDouble({ apiKey: API_KEY, fileOf, ...(deals && { deals }) });
    return {
      double,
      ways: [{ id: 'plan', title: 'Plan a call' }],
      callAsked({ eventId, opportunityId, contactId, username }, to) {
        const call = {
          ...{ id: eventId, name: CALL_TOPIC, status: 'Planned', direction: 'Outbound' },
          ...{ parentType: 'Opportunity', parentId: opportunityId },
          assignedUserId: USERS.find(({ userName }) => userName === username)?.id ?? null,
          ...(contactId !== undefined && { contactsIds: [contactId] }),
        };
        // The record is there before the webhook: what comes of the call is written into it.
        double.plan(call);
        return webhook('Call.create', [call], to);
      },
      changed: ({ opportunityIds }, to) =>
        webhook(
          'Opportunity.update',
          opportunityIds.map((id) => ({ id, modifiedAt: timeText(to.at) })),
          to,
        ),
      deleted: ({ opportunityIds }, to) =>
        webhook(
          'Opportunity.delete',
          opportunityIds.map((id) => ({ id })),
          to,
        ),
    };
  },
};

/** `Signature` since version 11: base64 of `<webhook id>:<hex HMAC-SHA256 of the payload>`. */
function webhook(event: string, records: readonly object[], { url, secret }: WebhookTarget): VendorEvent {
  const body = JSON.stringify(records);
  const hmac = createHmac('sha256', secret).update(body).digest('hex');
  const signature = Buffer.from(`${WEBHOOK_ID}:${hmac}`).toString('base64');
  return { url: `${url}?event=${event}`, headers: { 'content-type': 'application/json', signature }, body };
}

const timeText = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');
