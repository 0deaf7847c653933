/**
 * Salesforce's side: an external client app with client credentials, the Apex class of docs/crm/salesforce.md that a Flow's button
 * uses, and an Outbound Message.
 */
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { CALL_TOPIC, type Vendor, type VendorEvent, type WebhookTarget } from '../vendor.ts';
import { DEMO_USERS, idIn, salesforceDemoId } from './salesforce-demo.ts';
import { SalesforceDouble } from './salesforce-double.ts';
import { outboundMessage } from './salesforce-outbound-message.ts';

const APP = { clientId: '3MVG9-of-the-app', clientSecret: 'consumer-secret-of-the-app' };
const ORGANIZATION_ID = idIn('00D', 1);
export const OUTBOUND_MESSAGE = 'outbound-message';

export const salesforceVendor: Vendor = {
  ...{ kind: 'salesforce', name: 'Salesforce', credentials: APP, idOf: salesforceDemoId },
  source: (id, apiUrl) => ({
    ...{ id, kind: 'salesforce', apiUrl, organizationId: ORGANIZATION_ID, usernames: 'email-name' },
  }),
  open({ fileOf, deals, pageSize }) {
    const more = { ...(deals && { deals }), ...(pageSize !== undefined && { pageSize }) };
    return {
      double: new SalesforceDouble({ ...APP, fileOf, ...more }),
      ways: [
        { id: 'flow', title: 'Press the Flow’s button' },
        { id: OUTBOUND_MESSAGE, title: 'Send an Outbound Message' },
      ],
      callAsked({ eventId, way, opportunityId, contactId, username }, to) {
        if (way === OUTBOUND_MESSAGE) {
          const body = outboundMessage(ORGANIZATION_ID, eventId, opportunityId);
          return { url: `${addressOf(to)}&action=call`, headers: { 'content-type': 'text/xml; charset=utf-8' }, body };
        }
        const user = DEMO_USERS.find(({ Email }) => Email === `${username}@sales.example`);
        return signed(
          eventId,
          {
            opportunityId,
            topic: CALL_TOPIC,
            ...(contactId !== undefined && { contactId }),
            ...(user && { userId: user.Id }),
          },
          to,
        );
      },
      changed: ({ eventId, opportunityIds }, to) => signed(eventId, { changed: opportunityIds, deleted: [] }, to),
      deleted: ({ eventId, opportunityIds }, to) => signed(eventId, { changed: [], deleted: opportunityIds }, to),
    };
  },
};

/** What is not signed shows a key that is made of the secret. */
const addressOf = ({ url, sourceId, secret }: WebhookTarget): string =>
  `${url}?key=${createHmac('sha256', secret).update(sourceId).digest('hex')}`;

function signed(eventId: string, content: object, { url, secret, at }: WebhookTarget): VendorEvent {
  const body = JSON.stringify(content);
  return {
    ...{ url, body },
    headers: {
      'content-type': 'application/json',
      'webhook-id': eventId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(eventId, at, body),
    },
  };
}
