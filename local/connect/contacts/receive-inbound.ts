import { type Engine, traceContact } from '../engine.ts';
import type { Flow } from '../instance.ts';
import type { Contact } from './contact.ts';
import { conversationOf } from './conversation.ts';
import { createContact } from './create-contact.ts';
import { customerLine } from './customer-line.ts';
import { startEntryFlow } from './run-contact-flow.ts';

/** A customer dials one of the claimed numbers; its flow answers at once. */
export const receiveInbound = (engine: Engine, call: { from: string; to: string; flow: Flow }): Contact => {
  const contact = createContact(engine, {
    initiationMethod: 'INBOUND',
    customerPhone: call.from,
    systemPhone: call.to,
  });
  const listener = customerLine(engine, contact, () => undefined);
  conversationOf(engine, contact).line = engine.phones.dialIn(call.from, contact.id, listener);
  contact.connectedToSystemAt = engine.scheduler.now();
  engine.events.publish(contact, 'CONNECTED_TO_SYSTEM');
  traceContact(engine, contact, 'phone', 'customer calls in');
  startEntryFlow(engine, contact, call.flow);
  return contact;
};
