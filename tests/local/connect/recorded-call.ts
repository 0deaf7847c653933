/** A call that a flow has recorded: two seconds until the agent is there, ten of talk, then after-contact work. */
import type { Contact } from '../../../local/connect/contacts/contact.ts';
import { action, CUSTOMER, type TestInstance, TO_AGENT_QUEUE } from './instance.ts';

export const recordingAction = (behavior: object): object =>
  action('record', 'UpdateContactRecordingBehavior', { RecordingBehavior: behavior }, 'target');
export const RECORD_BOTH = recordingAction({ RecordedParticipants: ['Agent', 'Customer'] });

export const answeredBy = async (instance: TestInstance, actions: readonly object[]): Promise<Contact> => {
  instance.engine.phones.setBehavior(CUSTOMER, 'answer', 0);
  await instance.setStatus('ana', 'Available');
  const contact = instance.dial(instance.addFlow('flow', 'CONTACT_FLOW', actions), { agentUsername: 'ana' });
  await instance.scheduler.advance(1_000);
  await instance.perform('ana', 'acceptContact', { contactId: contact.id });
  await instance.scheduler.advance(0);
  return contact;
};

export const endedBy = async (instance: TestInstance, contact: Contact): Promise<Contact> => {
  instance.engine.phones.hangUp(CUSTOMER);
  await instance.scheduler.advance(0);
  await instance.perform('ana', 'clearContact', { contactId: contact.id });
  await instance.scheduler.advance(1_000);
  return contact;
};

export const talked = async (instance: TestInstance, actions: readonly object[] = [RECORD_BOTH, ...TO_AGENT_QUEUE]) => {
  const contact = await answeredBy(instance, actions);
  await instance.scheduler.advance(10_000);
  return endedBy(instance, contact);
};
