import type { CallRequested } from '../../../functions/core/contracts/call-request.ts';

type Data = CallRequested['data'];

/** The example of DESIGN section 4. */
export const callRequested = (changes: Partial<Data> = {}): { type: string; timestamp: string; data: Data } => ({
  type: 'call.requested',
  timestamp: '2026-11-24T10:00:00Z',
  data: {
    opportunity: {
      id: 'opp-1001',
      name: 'Fleet renewal 2027',
      stage: 'Negotiation',
      amount: 125_000,
      currency: 'EUR',
      owner: { username: 'ana' },
      attributes: { industry: 'Logistics' },
    },
    contacts: [
      {
        id: 'c-1',
        name: 'Dana Reyes',
        title: 'CFO',
        company: 'Northwind',
        phones: [{ number: '+14155550101', label: 'mobile' }],
        role: 'Decision maker',
        group: 'stakeholder',
        primary: true,
        doNotCall: false,
        attributes: {},
      },
    ],
    documents: [{ id: 'd-1', title: 'Proposal v3', fileName: 'proposal-v3.pdf', url: 'http://localhost:1/d-1' }],
    call: { contactId: 'c-1', agent: { username: 'ana' }, mode: 'customer-first' },
    ...changes,
  },
});
