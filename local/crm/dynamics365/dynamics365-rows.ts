/** The demo's deals in Dataverse's columns. Who is of the sales team is a user, as there. */
import type { CrmDocument, CrmOpportunity, CrmPerson } from '../../console/crm/opportunities.ts';
import type { Json } from '../double-http.ts';

/** A demo id as a GUID: `opp-1001` is `0000006f-0000-4000-8000-000000001001`. */
export const guidFor = (id: string): string => {
  if (!/^[a-z]+-[\w-]*\d/.test(id)) return id;
  const kind = id.charCodeAt(0).toString(16).padStart(8, '0');
  return `${kind}-0000-4000-8000-${id.replace(/\D/g, '').padStart(12, '0')}`;
};

const formattedValue = (column: string, name: string): Json => ({
  [`_${column}_value@OData.Community.Display.V1.FormattedValue`]: name,
});

export const USERS: readonly Json[] = ['ana', 'ben'].map((name, index) => ({
  systemuserid: `00000075-0000-4000-8000-00000000000${index + 1}`,
  fullname: name,
  internalemailaddress: `${name}@sales.example`,
  isdisabled: false,
}));

export const opportunityRow = (deal: CrmOpportunity): Json => {
  const { id, name, stage, amount, currency, closeDate, probability, owner, account, people } = deal;
  const user = USERS.find(({ fullname }) => fullname === owner?.username);
  const primary = people.find((person) => person.primary);
  return {
    ...{ opportunityid: guidFor(id), name, estimatedvalue: amount ?? null, estimatedclosedate: closeDate ?? null },
    ...{ closeprobability: probability ?? null, stepname: stage === undefined ? null : `2-${stage}`, statecode: 0 },
    'statecode@OData.Community.Display.V1.FormattedValue': 'Open',
    ...formattedValue('parentaccountid', account),
    transactioncurrencyid: currency === undefined ? null : { isocurrencycode: currency },
    ...{ owninguser: user ?? null, customerid_contact: null },
    parentcontact: primary === undefined ? null : guidFor(primary.id),
    _parentcontactid_value: primary === undefined ? null : guidFor(primary.id),
    'parentaccountid/name': account,
  };
};

const numberOf = ({ phones }: CrmPerson, ...labels: readonly string[]): string | null =>
  phones.find(({ label }) => labels.includes(label ?? ''))?.number ?? null;

export const contactRow = (person: CrmPerson): Json => {
  const { id, name, title, email, doNotCall, company } = person;
  return {
    ...{
      contactid: guidFor(id),
      fullname: name,
      jobtitle: title ?? null,
      emailaddress1: email ?? null,
      merged: false,
      statecode: 0,
    },
    ...{
      donotphone: doNotCall,
      mobilephone: numberOf(person, 'mobile'),
      telephone1: numberOf(person, 'office', 'work'),
    },
    ...{ telephone2: numberOf(person, 'home') },
    ...(company !== undefined && formattedValue('parentcustomerid', company)),
  };
};

export const userRow = (person: CrmPerson): Json => ({
  ...{ systemuserid: guidFor(person.id), fullname: person.name, title: person.title ?? null, isdisabled: false },
  ...{ internalemailaddress: person.email ?? null, mobilephone: numberOf(person, 'mobile') },
  address1_telephone1: numberOf(person, 'office', 'work'),
});

/** "Connection" table reference, record types. */
const [CONTACT, OPPORTUNITY, USER] = [2, 3, 8];

/** Every other one the other way round; the first person has the reciprocal one, too. */
export const connectionsOf = ({ id: dealId, people }: CrmOpportunity): readonly Json[] =>
  people.flatMap(({ id, role, group }, index) => {
    const connection = (isTurned: boolean): Json => {
      const [deal, person] = isTurned ? ['record2', 'record1'] : ['record1', 'record2'];
      return {
        connectionid: guidFor(`n-${dealId.replace(/\D/g, '')}${String(index).padStart(3, '0')}${isTurned ? 1 : 0}`),
        statecode: 0,
        ...{
          [`_${deal}id_value`]: guidFor(dealId),
          [`_${person}id_value`]: guidFor(id),
          [`${deal}table`]: 'opportunities',
        },
        [`${person}table`]: group === 'team' ? 'systemusers' : 'contacts',
        [`${deal}objecttypecode`]: OPPORTUNITY,
        [`${person}objecttypecode`]: group === 'team' ? USER : CONTACT,
        [`${person}roleid`]: role === undefined ? null : { name: role, category: group === 'team' ? 1001 : 1000 },
      };
    };
    return index === 0 ? [connection(false), connection(true)] : [connection(index % 2 === 1)];
  });

export const noteRow = (dealId: string, { id, title, fileName, contentType }: CrmDocument): Json => ({
  ...{ annotationid: guidFor(id), subject: title, filename: fileName, mimetype: contentType, isdocument: true },
  ...{ _objectid_value: guidFor(dealId), createdon: '2026-11-01T09:00:00Z' },
});
