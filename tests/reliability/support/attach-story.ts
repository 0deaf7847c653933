/** Somebody calls whose number means nothing here, or several things, and the agent says what the call is about. */
import type { OpportunityView } from '#core/contracts/opportunity-context.ts';
import { digestId } from '#core/ids.ts';
import type { StoredContact } from '#core/ports/opportunity-store.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import { type Deployment, LIMITED_SOURCE, START } from './deployment.ts';
import { admissionId, idOf } from './ports.ts';
import type { End, Fact } from './scenarios.ts';

const NUMBER = '+14155550177';
const about = { sourceId: LIMITED_SOURCE, opportunityId: 'opp-1001' };
const other = { ...about, opportunityId: 'opp-1002' };

/** What was there before: two opportunities that the number may mean, and the ringing call has opened both to the agent. */
function known({ stores }: Deployment, connectContactId: string): void {
  const { opportunity, contacts } = callRequested().data;
  const stored = { updatedAt: new Date(START).toISOString(), version: 1 };
  for (const key of [about, other]) {
    const view: OpportunityView = { ...opportunity, ...stored, sourceId: key.sourceId, id: key.opportunityId };
    stores.opportunities.set(idOf(key.sourceId, key.opportunityId), view);
    stores.admissions.add(admissionId(key, 'ana', connectContactId));
  }
  for (const contact of contacts) {
    const person: StoredContact = { ...contact, ...stored, updatedBy: 'crm', pendingWriteBackVersion: undefined };
    stores.contacts.set(idOf(about.sourceId, about.opportunityId, contact.id), person);
  }
  stores.matches.set(
    NUMBER,
    [about, other].map((key) => ({ ...key, opportunityName: opportunity.name, contactId: 'c-1' })),
  );
}

/** @param after milliseconds after the call has begun: it rings at 6 s, the agent speaks from 9 s to 69 s, and is done with it at 84 s */
export function receiveAndAttach(deployment: Deployment, after: number): void {
  const connectContactId = deployment.receive(NUMBER);
  known(deployment, connectContactId);
  deployment.time.after(after, () => deployment.attach(connectContactId, { ...about, contactId: 'c-1' }));
}

export function factsOfAttached({ attached, stores, connect, crm }: Deployment, ends: End): readonly Fact[] {
  const [[connectContactId, callId] = ['', '']] = stores.byConnectContact;
  const record = stores.calls.get(callId);
  const logged = crm.log.get(callId)?.call;
  const attributes = connectContactId === '' ? {} : connect.attributes(connectContactId);
  const isOpen = (key: typeof about) => stores.admissions.has(admissionId(key, 'ana', connectContactId));
  return [
    ['the agent gets an answer, and the record', attached === 200],
    ['there is one record', stores.calls.size === 1],
    ['its id follows from Connect’s', callId === `call-${digestId(connectContactId)}`],
    [
      'the record is of that opportunity and person',
      record?.opportunityId === 'opp-1001' && record.contactId === 'c-1',
    ],
    ['the record says who called', record?.direction === 'inbound' && record.phone === NUMBER],
    ['the record says who took it', record?.takenBy === 'ana'],
    ['the record is final, with its reason', record?.state === ends.state && record.reason === ends.reason],
    ['flows and other desktops find it on the contact', attributes.opportunityId === 'opp-1001'],
    ['the CRM has one log, which says what the record says', crm.log.size === 1 && logged?.state === ends.state],
    ['what else the number could mean is closed to the agent', isOpen(about) && !isOpen(other)],
  ];
}
