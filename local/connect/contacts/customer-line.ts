import { type Engine, runtimeOf, touch, traceContact } from '../engine.ts';
import type { FailedCall, LineListener } from '../telephony/phones.ts';
import { type Contact, customerLeg, setLegState } from './contact.ts';
import { conversationOf } from './conversation.ts';
import { customerHungUp, disconnect } from './disconnect.ts';
import { hear } from './hear.ts';

/**
 * Administrator Guide, "Data model for contact records", DisconnectReason: TELECOM_TIMEOUT after "60 seconds of ringing", or, as it is
 * read here, after the ring time of the call; TELECOM_UNANSWERED when routes confirm that it cannot be delivered now.
 */
export const FAILED_REASONS: Readonly<Record<FailedCall, string>> = {
  busy: 'TELECOM_BUSY',
  declined: 'TELECOM_BUSY',
  'no-answer': 'TELECOM_UNANSWERED',
  timeout: 'TELECOM_TIMEOUT',
};
/** What the agent who placed the call sees. */
export const FAILED_AGENT_STATES = {
  busy: 'LineEngagedCustomer',
  declined: 'LineEngagedCustomer',
  'no-answer': 'FailedConnectCustomer',
  timeout: 'FailedConnectCustomer',
} as const;

/** The contact as the customer's line drives it: the one that has been longest on it, after transfers another one. */
export const customerLine = (engine: Engine, first: Contact, onAnswered: (contact: Contact) => void): LineListener => {
  const { contacts } = conversationOf(engine, first);
  const current = (): Contact => contacts[0] ?? first;
  return {
    onRinging: () => {
      const contact = current();
      contact.state = 'ringing';
      contact.ringStartedAt = engine.scheduler.now();
      traceContact(engine, contact, 'phone', 'phone rings');
      touch(engine, contact);
    },
    onAnswered: () => {
      const contact = current();
      const now = engine.scheduler.now();
      const leg = customerLeg(contact);
      if (leg !== undefined) setLegState(leg, 'connected', now);
      contact.connectedToSystemAt = now;
      traceContact(engine, contact, 'phone', 'phone answered');
      engine.events.publish(contact, 'CONNECTED_TO_SYSTEM');
      onAnswered(contact);
      touch(engine, contact);
    },
    onFailed: (why) => {
      const contact = current();
      traceContact(engine, contact, 'phone', `call failed: ${why}`, { ok: false });
      disconnect(engine, contact, FAILED_REASONS[why], FAILED_AGENT_STATES[why]);
    },
    onHangUp: () => {
      const contact = current();
      traceContact(engine, contact, 'phone', 'customer hung up');
      customerHungUp(engine, contact);
    },
    onDigits: (digits) => {
      const contact = current();
      const runtime = runtimeOf(engine, contact);
      runtime.digits += digits;
      contact.keys.push({ at: engine.scheduler.now(), by: 'customer', digits });
      hear(engine, contact, digits, 'digits');
      traceContact(engine, contact, 'phone', 'keys pressed', { detail: { count: digits.length } });
      runtime.awaitDigits?.();
    },
  };
};
