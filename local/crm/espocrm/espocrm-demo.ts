/** The demo's deals in EspoCRM's records. */
import type { CrmOpportunity, CrmPerson } from '../../console/crm/opportunities.ts';
import type { Json } from '../double-http.ts';

export const USERS: readonly Json[] = [
  { id: 'user-ana', userName: 'ana', name: 'Ana Fischer', emailAddress: 'ana@sales.example' },
  { id: 'user-ben', userName: 'ben', name: 'Ben Okafor', emailAddress: 'ben@sales.example' },
];

export const opportunityRecord = ({
  id,
  name,
  stage,
  amount,
  currency,
  closeDate,
  probability,
  owner,
  account,
  people,
}: CrmOpportunity): Json => ({
  ...{ id, name, stage, amount, amountCurrency: currency, closeDate, probability },
  ...{ accountName: account, contactId: people.find(({ primary }) => primary)?.id ?? null },
  assignedUserId: USERS.find(({ userName }) => userName === owner?.username)?.id ?? null,
});

export const contactRecord = ({ id, name, title, company, phones, email, role, doNotCall }: CrmPerson): Json => ({
  ...{ id, name, title: title ?? null, accountName: company ?? null, emailAddress: email ?? null, doNotCall },
  ...{ opportunityRole: role ?? null, phoneNumber: phones[0]?.number ?? null },
  phoneNumberData: phones.map(({ number, label }, index) => ({
    ...{ phoneNumber: number, type: label === 'office' ? 'Office' : 'Mobile', primary: index === 0 },
    ...{ optOut: false, invalid: false },
  })),
});

export const documentRecords = ({ documents }: CrmOpportunity): readonly Json[] =>
  documents.map(({ id, title, fileName, category }) => ({
    ...{ id, name: title, fileName, fileId: `file-${id}`, type: category ?? '', status: 'Active' },
  }));
