import type { OpportunityInput } from '#core/contracts/call-request.ts';
import type { Dynamics365Source } from '#core/contracts/configuration.ts';
import { usernameOf } from '../agent-names.ts';
import { asJson, type Json, numberOf, optional, textOf } from '../json.ts';
import { formatted } from './dynamics365-client.ts';
import { CONTACT_COLUMNS } from './dynamics365-people.ts';
import { guidOf, odataPath } from './odata.ts';

/** With its currency, owner, contact and customer: one round trip instead of five ("Opportunity" table reference). */
export const opportunityPath = (id: string): string => odataPath(`opportunities(${id})`, OPPORTUNITY_PARTS);

export const OPPORTUNITY_PARTS = {
  $select: [
    ...['opportunityid', 'name', 'estimatedvalue', 'estimatedclosedate', 'closeprobability', 'stepname'],
    ...['_parentaccountid_value', '_customerid_value', 'statecode'],
  ].join(','),
  $expand: [
    'transactioncurrencyid($select=isocurrencycode)',
    'owninguser($select=systemuserid,internalemailaddress)',
    ...['parentcontactid', 'customerid_contact'].map((contact) => `${contact}($select=${CONTACT_COLUMNS})`),
  ].join(','),
};

export function opportunityFrom(id: string, record: Json, source: Dynamics365Source): OpportunityInput {
  const owner = asJson(record.owninguser);
  const ownerId = guidOf(owner.systemuserid);
  const email = textOf(owner.internalemailaddress);
  const username = ownerId === undefined ? undefined : usernameOf(source, { id: ownerId, email });
  const account = formatted(record, '_parentaccountid_value') ?? formatted(record, '_customerid_value');
  const status = formatted(record, 'statecode');
  return {
    ...{ id, name: textOf(record.name) ?? `Opportunity ${id}`, url: addressOf(id, source) },
    attributes: { ...(account !== undefined && { account }), ...(status !== undefined && { status }) },
    ...optional('stage', stageOf(record)),
    ...optional('amount', numberOf(record.estimatedvalue)),
    ...optional('currency', textOf(asJson(record.transactioncurrencyid).isocurrencycode)),
    ...optional('closeDate', textOf(record.estimatedclosedate)?.slice(0, 10)),
    ...optional('probability', numberOf(record.closeprobability)),
    ...(username !== undefined && { owner: { username } }),
  };
}

/** `stepname` is `1-Qualify`: the number is there to be sorted by. */
const stageOf = ({ stepname }: Json): string | undefined => textOf(textOf(stepname)?.replace(/^\d+-/, ''));

/** "Open forms, views, dialogs with a URL"; without `appid` the last used app opens. */
function addressOf(id: string, { apiUrl, appId }: Dynamics365Source): string {
  const query = new URLSearchParams({ ...(appId !== undefined && { appid: appId }), pagetype: 'entityrecord' });
  return `${new URL(apiUrl).origin}/main.aspx?${query}&etn=opportunity&id=${id}`;
}
