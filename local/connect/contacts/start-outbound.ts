import type { Engine } from '../engine.ts';
import type { Flow } from '../instance.ts';
import type { Contact } from './contact.ts';
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
  },
): Contact => {
  const contact = createContact(engine, { ...order, initiationMethod: 'API' });
  const listener = customerLine(engine, contact, (answered) => startEntryFlow(engine, answered, order.flow));
  conversationOf(engine, contact).line = engine.phones.ring(
    order.customerPhone,
    contact.id,
    order.ringTimeoutMs,
    listener,
  );
  return contact;
};
