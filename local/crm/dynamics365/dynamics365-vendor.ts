/** Dynamics 365's side: an application user, and Dataverse's webhooks with their key in a header (learn.microsoft.com, "Use webhooks"). */
import { createHash } from 'node:crypto';
import { CALL_TOPIC, type Vendor, type VendorEvent, type WebhookTarget } from '../vendor.ts';
import { collection, entity, pairs, reference, typed } from './data-contract.ts';
import { Dynamics365Double } from './dynamics365-double.ts';
import { guidFor, USERS } from './dynamics365-rows.ts';

const APP = { clientId: '8c0d5e4f-0000-4000-8000-000000000365', clientSecret: 'client-secret-of-the-app' };
export const DYNAMICS365_TENANT_ID = '0000aaaa-0000-4000-8000-000000000001';
const NOBODY = '00000000-0000-0000-0000-000000000000';

export const dynamics365Vendor: Vendor = {
  ...{ kind: 'dynamics365', name: 'Dynamics 365', credentials: APP, idOf: guidFor },
  source: (id, apiUrl) => ({
    ...{ id, kind: 'dynamics365', apiUrl, loginUrl: apiUrl, tenantId: DYNAMICS365_TENANT_ID, usernames: 'email-name' },
  }),
  open({ apiUrl, fileOf, deals, pageSize }) {
    const more = { ...(deals && { deals }), ...(pageSize !== undefined && { pageSize }) };
    const double = new Dynamics365Double({
      ...APP,
      tenantId: DYNAMICS365_TENANT_ID,
      origin: () => apiUrl,
      fileOf,
      ...more,
    });
    return {
      double,
      ways: [{ id: 'plan', title: 'Plan a phone call' }],
      callAsked({ eventId, opportunityId, contactId, username }, to) {
        const id = guidOf(eventId);
        const owner = USERS.find(({ fullname }) => fullname === username);
        // The activity is there before the message: what comes of the call is written into it.
        double.put('phonecalls', plannedRow(id, opportunityId, owner?.systemuserid, contactId));
        const attributes = {
          regardingobjectid: reference('opportunity', opportunityId),
          ...{ subject: CALL_TOPIC, directioncode: true, statecode: typed('OptionSetValue', { Value: 0 }) },
          ...(owner !== undefined && { ownerid: reference('systemuser', String(owner.systemuserid)) }),
          ...(contactId !== undefined && {
            to: collection([entity('activityparty', contactId, { partyid: reference('contact', contactId) })]),
          }),
        };
        return message('Create', 'phonecall', id, { Target: entity('phonecall', id, attributes) }, to);
      },
      changed({ opportunityIds }, to) {
        const Targets = collection(opportunityIds.map((id) => entity('opportunity', id, { stepname: 'Propose' })));
        return message('UpdateMultiple', 'opportunity', NOBODY, { Targets }, to);
      },
      /** Dataverse sends a message for each. */
      deleted: ({ opportunityIds: [id = ''] }, to) =>
        message('Delete', 'opportunity', id, { Target: reference('opportunity', id) }, to),
    };
  },
};

const plannedRow = (activityid: string, opportunityId: string, userId: unknown, contactId: string | undefined) => ({
  ...{ activityid, subject: CALL_TOPIC, directioncode: true, statecode: 0, statuscode: 1 },
  'regardingobjectid_opportunity_phonecall@odata.bind': `/opportunities(${opportunityId})`,
  ...(userId !== undefined && { 'ownerid@odata.bind': `/systemusers(${userId})` }),
  phonecall_activity_parties:
    contactId === undefined
      ? []
      : [{ participationtypemask: 2, 'partyid_contact@odata.bind': `/contacts(${contactId})` }],
});

const guidOf = (eventId: string): string => {
  const digest = createHash('sha256').update(eventId).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
};

function message(
  name: string,
  table: string,
  id: string,
  parameters: object,
  { url, secret, at }: WebhookTarget,
): VendorEvent {
  const body = JSON.stringify({
    ...{ MessageName: name, PrimaryEntityName: table, PrimaryEntityId: id, Depth: 1, Stage: 40, Mode: 1 },
    ...{ CorrelationId: guidOf(`${id} ${at.getTime()}`), OperationCreatedOn: `/Date(${at.getTime()}+0000)/` },
    InputParameters: pairs(parameters),
  });
  return { url, headers: { 'content-type': 'application/json', 'x-webhook-key': secret }, body };
}
