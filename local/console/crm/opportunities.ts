/** The demo CRM's deals: people and files as a sales team would have them. */
import type { ContactInput, DocumentInput, OpportunityInput } from '../../../functions/core/contracts/call-request.ts';
import type { Whereabouts } from './time-zone-for.ts';

export type CrmPerson = Omit<ContactInput, 'timeZone' | 'attributes'> & { readonly whereabouts?: Whereabouts };
export type CrmDocument = Omit<DocumentInput, 'url'> & { readonly contentType: string; readonly addedBy?: string };
export type CrmOpportunity = Omit<OpportunityInput, 'url'> & {
  readonly account: string;
  /** What the salesperson wants of the next conversation. */
  readonly nextStep?: string;
  readonly people: readonly CrmPerson[];
  readonly documents: readonly CrmDocument[];
};

const mobile = (number: string) => ({ number, label: 'mobile' });
const office = (number: string) => ({ number, label: 'office' });
const person = (given: Partial<CrmPerson> & Pick<CrmPerson, 'id' | 'name'>): CrmPerson => ({
  phones: [],
  group: 'stakeholder',
  primary: false,
  doNotCall: false,
  ...given,
});

export const DEMO_OPPORTUNITIES: readonly CrmOpportunity[] = [
  {
    id: 'opp-1001',
    name: 'Fleet renewal 2027',
    account: 'Northwind Logistics',
    nextStep: 'The board meets on Thursday: what does it still need to decide on lot 2?',
    stage: 'Negotiation',
    amount: 125_000,
    currency: 'EUR',
    closeDate: '2026-12-15',
    probability: 60,
    owner: { username: 'ana' },
    attributes: { industry: 'Logistics', vehicles: 48, competitor: 'Contoso Leasing', renewal: true },
    people: [
      person({
        id: 'c-1',
        name: 'Dana Reyes',
        title: 'CFO',
        company: 'Northwind Logistics',
        phones: [mobile('+14155550101'), office('+14155550111')],
        email: 'dana.reyes@northwind.example',
        role: 'Decision maker',
        primary: true,
        reportsTo: 'c-2',
        whereabouts: 'in daylight',
      }),
      person({
        id: 'c-2',
        name: 'Marcus Hale',
        title: 'CEO',
        company: 'Northwind Logistics',
        phones: [office('+14155550102')],
        email: 'marcus.hale@northwind.example',
        role: 'Executive sponsor',
        whereabouts: 'in daylight',
      }),
      person({
        id: 'c-3',
        name: 'Priya Natarajan',
        title: 'Head of Fleet',
        company: 'Northwind Logistics',
        phones: [mobile('+14155550103')],
        email: 'priya.n@northwind.example',
        role: 'Champion',
        reportsTo: 'c-1',
        whereabouts: 'in daylight',
      }),
      person({
        id: 'c-4',
        name: 'Tom Ekström',
        title: 'Procurement',
        company: 'Northwind Logistics',
        phones: [office('+14155550104')],
        role: 'Influencer',
        reportsTo: 'c-1',
        doNotCall: true,
      }),
      person({
        id: 'c-5',
        name: 'Jonas Weber',
        title: 'Solution engineer',
        company: 'Our team',
        phones: [mobile('+4930555010121')],
        role: 'Technical lead',
        group: 'team',
      }),
      person({
        id: 'c-6',
        name: 'Ana Flores',
        title: 'Account executive',
        company: 'Our team',
        phones: [mobile('+4930555010122')],
        role: 'Owner',
        group: 'team',
      }),
    ],
    documents: [
      {
        id: 'd-1',
        title: 'Proposal v3',
        fileName: 'proposal-v3.pdf',
        contentType: 'application/pdf',
        category: 'Proposal',
      },
      {
        id: 'd-2',
        title: 'Fleet by age',
        fileName: 'fleet-by-age.png',
        contentType: 'image/png',
        category: 'Analysis',
      },
      {
        id: 'd-3',
        title: 'Notes of the site visit',
        fileName: 'site-visit.txt',
        contentType: 'text/plain',
        category: 'Notes',
      },
      {
        id: 'd-4',
        title: 'Price list 2027',
        fileName: 'price-list-2027.csv',
        contentType: 'text/csv',
        category: 'Pricing',
      },
    ],
  },
  {
    id: 'opp-1002',
    name: 'Cold-chain rollout',
    account: 'Halvorsen Foods',
    nextStep: 'Agree on the two sites for the trial',
    stage: 'Qualification',
    amount: 480_000,
    currency: 'NOK',
    closeDate: '2027-03-31',
    probability: 35,
    owner: { username: 'ana' },
    attributes: { industry: 'Food', sites: 7 },
    people: [
      person({
        id: 'c-21',
        name: 'Ingrid Halvorsen',
        title: 'COO',
        company: 'Halvorsen Foods',
        phones: [mobile('+4722550121')],
        email: 'ingrid@halvorsen.example',
        role: 'Decision maker',
        primary: true,
        whereabouts: 'in daylight',
      }),
      person({
        id: 'c-22',
        name: 'Kenji Mori',
        title: 'Plant manager',
        company: 'Halvorsen Foods',
        phones: [mobile('+81355550122')],
        role: 'User',
        reportsTo: 'c-21',
        whereabouts: 'in the night',
      }),
      person({
        id: 'c-23',
        name: 'Jonas Weber',
        title: 'Solution engineer',
        company: 'Our team',
        phones: [mobile('+4930555010121')],
        role: 'Technical lead',
        group: 'team',
      }),
    ],
    documents: [
      {
        id: 'd-21',
        title: 'Site survey',
        fileName: 'site-survey.pdf',
        contentType: 'application/pdf',
        category: 'Survey',
      },
      {
        id: 'd-22',
        title: 'Cold store layout',
        fileName: 'cold-store-layout.png',
        contentType: 'image/png',
        category: 'Drawings',
      },
      {
        id: 'd-23',
        title: 'Open questions',
        fileName: 'open-questions.txt',
        contentType: 'text/plain',
        category: 'Notes',
      },
    ],
  },
  {
    id: 'opp-1003',
    name: 'Depot charging pilot',
    account: 'مجموعة حداد · Haddad Group',
    nextStep: 'متى يبدأ العمل في الموقع؟',
    stage: 'Proposal',
    amount: 62_500,
    currency: 'USD',
    closeDate: '2027-01-20',
    probability: 75,
    owner: { username: 'ben' },
    attributes: { industry: 'Public transport', chargers: 12 },
    people: [
      person({
        id: 'c-31',
        name: 'ليلى حداد',
        title: 'Managing director',
        company: 'Haddad Group',
        phones: [mobile('+971045550131')],
        role: 'Decision maker',
        primary: true,
        whereabouts: 'in daylight',
      }),
      person({
        id: 'c-32',
        name: 'Sam O’Brien ⚡',
        title: 'Depot lead <North>',
        company: 'Haddad Group',
        phones: [mobile('+14155550132')],
        role: 'Champion',
        reportsTo: 'c-31',
        whereabouts: 'in daylight',
      }),
    ],
    documents: [
      {
        id: 'd-31',
        title: 'Pilot plan',
        fileName: 'pilot-plan.pdf',
        contentType: 'application/pdf',
        category: 'Proposal',
      },
      {
        id: 'd-32',
        title: 'Load profile',
        fileName: 'load-profile.png',
        contentType: 'image/png',
        category: 'Analysis',
      },
      { id: 'd-33', title: 'Minutes', fileName: 'minutes.txt', contentType: 'text/plain', category: 'Notes' },
    ],
  },
];
