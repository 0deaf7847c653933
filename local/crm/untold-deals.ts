/**
 * What each account has besides, and says nothing of: a deal that was there long before the connector was. Whoever calls from its
 * number is a stranger to the connector, and not to the CRM.
 */
import type { CrmOpportunity } from '../console/crm/opportunities.ts';
import type { VendorKind } from './vendor.ts';

const deal = (number: number, name: string, account: string, who: string, phone: string): CrmOpportunity => ({
  ...{ id: `opp-${number}`, name, account, stage: 'Qualification', amount: 18_000, currency: 'EUR' },
  ...{ closeDate: '2027-03-31', probability: 20, owner: { username: 'ana' }, attributes: {}, documents: [] },
  people: [
    {
      ...{ id: `c-${number}`, name: who, company: account, title: 'Head of operations', role: 'Decision maker' },
      ...{ phones: [{ number: phone, label: 'mobile' }], group: 'stakeholder', primary: true, doNotCall: false },
      email: `operations@${account.toLowerCase().replace(/\W+/g, '-')}.example`,
    },
  ],
});

export const UNTOLD_DEALS: Readonly<Record<VendorKind, CrmOpportunity>> = {
  espocrm: deal(2001, 'Crane inspection vans', 'Lindqvist Cranes', 'Elsa Lindqvist', '+46855501201'),
  hubspot: deal(2002, 'Vineyard shuttles', 'Quinta do Vale', 'Rui Carvalho', '+351215550202'),
  salesforce: deal(2003, 'Ferry terminal buses', 'Harbour Lines', 'Orla Byrne', '+35315550203'),
  dynamics365: deal(2004, 'City delivery bikes', 'Velo Express', 'Noor de Wit', '+31205550204'),
};
