/** HubSpot's side: an OAuth app, a workflow that asks for calls, and the app's webhooks (developers.hubspot.com). */
import { createHmac } from 'node:crypto';
import { CALL_TOPIC, type Vendor, type VendorEvent, type WebhookTarget } from '../vendor.ts';
import { DISPOSITIONS, hubspotId, OWNERS } from './hubspot-demo.ts';
import { HubspotDouble } from './hubspot-double.ts';

const APP = { clientId: '3f6f-of-the-app', refreshToken: 'refresh-token-of-the-app' };
const [PORTAL_ID, APP_ID, SUBSCRIPTION_ID] = [4_242, 54_321, 25];

export const hubspotVendor: Vendor = {
  ...{ kind: 'hubspot', name: 'HubSpot', credentials: APP, idOf: hubspotId },
  source: (id, apiUrl, webhookUrl) => ({
    ...{ id, kind: 'hubspot', apiUrl, webhookUrl, portalId: String(PORTAL_ID), usernames: 'email-name' },
    // The account's own call outcomes, by name.
    dispositions: DISPOSITIONS.map(({ label }) => label),
  }),
  open({ apiUrl, secret, fileOf, deals, pageSize, now }) {
    const oauth = {
      ...APP,
      // The app's client secret also signs its webhooks.
      get clientSecret() {
        return secret();
      },
    };
    const more = { ...(deals && { deals }), ...(pageSize !== undefined && { pageSize }), ...(now && { now }) };
    const double = new HubspotDouble({ oauth, origin: () => apiUrl, fileOf, ...more });
    return {
      double,
      engage(record) {
        const { engagementId, dealId, properties } = Object(record) as Readonly<Record<string, unknown>>;
        double.engage(String(engagementId), String(dealId), Object(properties));
      },
      ways: [
        { id: 'workflow', title: 'Enrol in a workflow' },
        { id: 'card', title: 'Press the card’s button' },
      ],
      callAsked({ eventId, way, opportunityId, contactId, username }, to) {
        const owner = OWNERS.find(({ email }) => email === `${username}@sales.example`);
        return webhook(
          {
            ...{ dealId: opportunityId, requestId: eventId, topic: CALL_TOPIC },
            ...(contactId !== undefined && { contactId }),
            // A workflow knows who owns the deal's record, a card knows who looks at it.
            ...(way === 'card' ? { agent: username } : owner && { ownerId: owner.id }),
          },
          to,
        );
      },
      changed: (told, to) => webhook(events('deal.propertyChange', told.opportunityIds, to.at), to),
      deleted: (told, to) => webhook(events('deal.deletion', told.opportunityIds, to.at), to),
    };
  },
};

/** "Webhooks API": one POST for up to a hundred events. */
const events = (subscriptionType: string, ids: readonly string[], at: Date) =>
  ids.map((objectId, index) => ({
    ...{ eventId: at.getTime() * 10 + index, subscriptionId: SUBSCRIPTION_ID, portalId: PORTAL_ID, appId: APP_ID },
    ...{ occurredAt: at.getTime(), subscriptionType, attemptNumber: 0, objectId: Number(objectId) },
    ...(subscriptionType === 'deal.propertyChange' && { propertyName: 'dealstage', changeSource: 'CRM_UI' }),
  }));

/** "Validating requests", version 3. The address has none of the characters that would have to be decoded. */
function webhook(content: object, { url, secret, at }: WebhookTarget): VendorEvent {
  const [body, timestamp] = [JSON.stringify(content), String(at.getTime())];
  const signature = createHmac('sha256', secret).update(`POST${url}${body}${timestamp}`).digest('base64');
  return {
    ...{ url, body },
    headers: {
      'content-type': 'application/json',
      'x-hubspot-signature-v3': signature,
      'x-hubspot-request-timestamp': timestamp,
    },
  };
}
