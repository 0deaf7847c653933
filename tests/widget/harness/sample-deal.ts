import type { CallView } from '../../../functions/core/contracts/call.ts';
import type {
  ContactView,
  DocumentView,
  OpportunityContext,
} from '../../../functions/core/contracts/opportunity-context.ts';

const now = Date.now();
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

const contact = (part: Partial<ContactView> & Pick<ContactView, 'id' | 'name'>): ContactView => ({
  phones: [],
  group: 'stakeholder',
  primary: false,
  doNotCall: false,
  attributes: {},
  version: 1,
  updatedAt: ago(4000),
  updatedBy: 'crm',
  ...part,
});

const file = (
  part: Partial<DocumentView> & Pick<DocumentView, 'id' | 'title' | 'fileName' | 'contentType'>,
): DocumentView => ({
  category: 'Proposal',
  state: 'ready',
  pinned: false,
  tags: [],
  version: 1,
  updatedAt: ago(3000),
  ...part,
});

export const CALL_ID = 'call-1';
/** Of the sample deal, in the desktop's address. */
export const DEAL = '#opportunity/demo-crm/opp%2F1001';
export const CONNECT_CONTACT_ID = 'c0ffee00-0000-4000-8000-000000000001';

export const sampleCall = (part: Partial<CallView> = {}): CallView => ({
  callId: CALL_ID,
  sourceId: 'demo-crm',
  opportunityId: 'opp/1001',
  direction: 'outbound',
  state: 'with_agent',
  contactId: 'c-1',
  contactName: 'Dana Reyes',
  phone: '+14155550101',
  agentUsername: 'ana',
  connectContactId: CONNECT_CONTACT_ID,
  requestedAt: ago(1),
  dialingAt: ago(1),
  answeredAt: ago(0.6),
  withAgentAt: ago(0.5),
  history: [],
  version: 3,
  ...part,
});

/** An opportunity with everything that a real one has, ids that need encoding included. */
export const sampleDeal = (): OpportunityContext => ({
  opportunity: {
    id: 'opp/1001',
    sourceId: 'demo-crm',
    name: 'Fleet renewal 2027',
    stage: 'Negotiation',
    amount: 125_000,
    currency: 'EUR',
    closeDate: new Date(now + 21 * 86_400_000).toISOString().slice(0, 10),
    probability: 60,
    owner: { username: 'ana' },
    url: 'https://crm.example/opp/1001',
    attributes: { Industry: 'Logistics', Vehicles: 84 },
    updatedAt: ago(60),
    version: 4,
  },
  contacts: [
    contact({
      id: 'c-1',
      name: 'Dana Reyes',
      title: 'CFO',
      company: 'Northwind Logistics',
      phones: [{ number: '+14155550101', label: 'mobile' }],
      email: 'dana@northwind.example',
      role: 'Decision maker',
      primary: true,
      reportsTo: 'c-2',
      timeZone: 'America/Los_Angeles',
    }),
    contact({
      id: 'c-2',
      name: 'Marcus Bell',
      title: 'Chief Executive Officer',
      company: 'Northwind Logistics',
      phones: [{ number: '+14155550102' }],
      role: 'Economic buyer',
      timeZone: 'America/New_York',
      doNotCall: true,
    }),
    contact({
      id: 'c-3',
      name: 'Ingrid Sørensen',
      title: 'Head of Fleet',
      company: 'Northwind Logistics',
      phones: [{ number: '+4721555010' }],
      role: 'Champion',
      reportsTo: 'c-1',
      timeZone: 'Europe/Oslo',
    }),
    contact({
      id: 'c-4',
      name: 'Yuki Tanaka',
      title: 'Solutions engineer',
      phones: [{ number: '+4930555010300' }],
      role: 'Technical lead',
      group: 'team',
      timeZone: 'Europe/Berlin',
    }),
  ],
  documents: [
    file({
      id: 'd-1',
      title: 'Proposal v3',
      fileName: 'proposal-v3.pdf',
      contentType: 'application/pdf',
      bytes: 184_220,
      pinned: true,
      tags: ['board'],
    }),
    file({
      id: 'd-2',
      title: 'Fleet by depot',
      fileName: 'fleet.png',
      contentType: 'image/png',
      category: 'Analysis',
      bytes: 48_200,
    }),
    file({
      id: 'd-3',
      title: 'Minutes of 12 November',
      fileName: 'minutes.txt',
      contentType: 'text/plain',
      category: 'Minutes',
      bytes: 1_240,
    }),
    file({
      id: 'd-4',
      title: 'Master agreement, signed',
      fileName: 'agreement.pdf',
      contentType: 'application/pdf',
      category: 'Contract',
      state: 'fetching',
    }),
    file({
      id: 'd-5',
      title: 'Vehicle list',
      fileName: 'vehicles.xlsx',
      contentType: 'application/vnd.ms-excel',
      category: 'Analysis',
      state: 'failed',
      reason: 'too-large',
    }),
    file({
      id: 'd-6',
      title: 'Prices per depot',
      fileName: 'prices.csv',
      contentType: 'text/csv',
      category: 'Analysis',
      bytes: 410,
      tags: ['Board', 'pricing'],
    }),
  ],
  calls: [
    sampleCall({
      callId: 'call-0',
      state: 'completed',
      requestedAt: ago(7000),
      withAgentAt: ago(6999),
      endedAt: ago(6994.8),
      contactId: 'c-3',
      contactName: 'Ingrid Sørensen',
      connectContactId: 'earlier',
      outcome: {
        disposition: 'follow-up',
        notes: 'Wants the depot figures before the board meets. Price is fine.',
        savedAt: ago(6990),
        savedBy: 'ana',
        followUpAt: ago(-3000),
      },
    }),
  ],
  activity: [
    {
      id: 'a-1',
      at: ago(2900),
      by: 'ben',
      type: 'contact.updated',
      subjectId: 'c-3',
      subjectName: 'Ingrid Sørensen',
      changes: [{ field: 'role', from: 'User', to: 'Champion' }],
    },
    { id: 'a-2', at: ago(3000), by: 'ana', type: 'document.added', subjectId: 'd-1', subjectName: 'Proposal v3' },
  ],
});

/** What the CRM may contain and a page has to bear. */
export const hostileDeal = (): OpportunityContext => {
  const deal = sampleDeal();
  const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
    .repeat(7)
    .slice(0, 500);
  return {
    ...deal,
    opportunity: { ...deal.opportunity, name: long, stage: '<img src=x onerror=alert(1)>', url: 'javascript:alert(1)' },
    contacts: [
      contact({ id: 'c-1', name: long, title: '🧑‍💼'.repeat(60), role: '<script>alert(1)</script>', primary: true }),
      contact({
        id: 'c-2',
        name: 'محمد بن عبد الله الأنصاري',
        title: 'المدير المالي',
        company: 'شركة الشحن',
        phones: [{ number: '+97145550100' }],
      }),
      contact({ id: 'c-3', name: '"><b onmouseover=alert(1)>Bobby</b>', role: '\u202Egnihsihp' }),
    ],
    documents: [
      file({
        id: 'd-1',
        title: `${long}<script>alert(1)</script>`,
        fileName: 'page.html',
        contentType: 'text/html',
        category: long,
      }),
    ],
  };
};

/** As large as a deal may be and still be scrolled through: people and documents like the sample's first. */
export const largeDeal = (people: number, files: number): OpportunityContext => {
  const deal = sampleDeal();
  const [person] = deal.contacts;
  const [file] = deal.documents;
  if (!person || !file) throw new Error('the sample has people and documents');
  return {
    ...deal,
    contacts: Array.from({ length: people }, (_, index) => ({ ...person, id: `p-${index}`, name: `Person ${index}` })),
    documents: Array.from({ length: files }, (_, index) => ({ ...file, id: `f-${index}`, title: `File ${index}` })),
  };
};
