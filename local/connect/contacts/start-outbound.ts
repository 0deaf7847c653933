import type { Engine } from '../engine.ts';
import type { Flow } from '../instance.ts';
import { detectMachine } from '../telephony/answering-machine.ts';
import type { Contact, MachineDetection } from './contact.ts';
import { conversationOf } from './conversation.ts';
import { createContact, type NewContact } from './create-contact.ts';
import { customerLine } from './customer-line.ts';
import { startEntryFlow } from './run-contact-flow.ts';

/** StartOutboundVoiceContact: dials the customer; the flow starts when the customer answers. */
export const startOutbound = (
  engine: Engine,
  order: Omit<NewContact, 'initiationMethod' | 'channel'> & {
    readonly customerPhone: string;
    readonly flow: Flow;
    readonly ringTimeoutMs: number;
    readonly campaign?: Contact['campaign'];
    readonly detection?: MachineDetection;
  },
): Contact => {
  const contact = createContact(engine, { ...order, initiationMethod: 'API' });
  if (order.campaign !== undefined) contact.campaign = order.campaign;
  const line = customerLine(engine, contact, (answered) => startEntryFlow(engine, answered, order.flow));
  const listener = order.detection === undefined ? line : detectMachine(engine, contact, order.detection, line);
  conversationOf(engine, contact).line = engine.phones.ring(
    order.customerPhone,
    { contactId: contact.id, ringTimeoutMs: order.ringTimeoutMs, callerId: contact.systemPhone },
    listener,
  );
  return contact;
};
