/** Harbor's side: an app's credentials, and a few lines of its automation that send ids, signed as Standard Webhooks has it. */
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { CALL_TOPIC, type Vendor, type VendorEvent, type WebhookTarget } from '../vendor.ts';
import { HarborDouble, harborId } from './harbor-double.ts';
import { userOf } from './imaginary-deals.ts';

const APP = { clientId: 'harbor-app-1', clientSecret: 'a client secret, & more' };
const DESCRIPTION = new URL('../../../docs/crm/harbor.rest.json', import.meta.url);

/** Of no kind of its own: its source is `generic`, with Harbor's description. */
export const harborVendor: Omit<Vendor, 'kind'> = {
  ...{ name: 'a CRM that is only described', credentials: APP, idOf: harborId },
  source(id, apiUrl) {
    const text = readFileSync(DESCRIPTION, 'utf8').replaceAll('https://api.harbor-crm.example', apiUrl);
    return { id, kind: 'generic', rest: JSON.parse(text) };
  },
  open: ({ fileOf }) => ({
    double: new HarborDouble({ ...APP, fileOf }),
    ways: [{ id: 'automation', title: 'Automation' }],
    callAsked({ eventId, opportunityId, contactId, username }, to) {
      const call = { contactId, topic: CALL_TOPIC, agent: { crmUserId: userOf(username)?.id } };
      return signed(eventId, { type: 'call.requested', data: { opportunity: { id: opportunityId }, call } }, to);
    },
    changed({ eventId, opportunityIds }, to) {
      const opportunities = opportunityIds.map((id) => ({ id }));
      return signed(eventId, { type: 'opportunity.updated', data: { opportunities } }, to);
    },
    deleted({ eventId, opportunityIds: [id] }, to) {
      return signed(eventId, { type: 'opportunity.deleted', data: { opportunity: { id } } }, to);
    },
  }),
};

function signed(eventId: string, message: object, { url, secret, at }: WebhookTarget): VendorEvent {
  const body = JSON.stringify({ timestamp: at.toISOString(), ...message });
  const headers = {
    'content-type': 'application/json',
    'webhook-id': eventId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(eventId, at, body),
  };
  return { url, headers, body };
}
