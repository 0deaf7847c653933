import { type Engine, runtimeOf } from '../engine.ts';
import { type Contact, customerLeg, type Leg, setLegState } from './contact.ts';
import { carrierOf, conversationOf } from './conversation.ts';
import { startHoldFlows, stopHoldFlows } from './hold-flows.ts';

/** Ends the count of a hold that this contact's agent began; true when there was one. */
export const endHold = (engine: Engine, contact: Contact): boolean => {
  const runtime = runtimeOf(engine, contact);
  if (runtime.holdStartedAt === undefined) return false;
  const now = engine.scheduler.now();
  contact.holdMs += now - runtime.holdStartedAt;
  contact.holdPeriods.push({ from: runtime.holdStartedAt, to: now });
  delete runtime.holdStartedAt;
  return true;
};

/**
 * Hold counts for the customer only, as in AgentInitiatedHoldDuration, on the contact whose agent put the customer there.
 * With several agents any of them may resume whom another has put on hold ("All agents have the same call control
 * capabilities", Administrator Guide, comparison of three-party and multi-party calls).
 */
export const setHold = (engine: Engine, contact: Contact, leg: Leg, onHold: boolean): void => {
  const now = engine.scheduler.now();
  if (leg.state === (onHold ? 'hold' : 'connected')) return;
  setLegState(leg, onHold ? 'hold' : 'connected', now);
  engine.phones.setHold(leg.endpoint.phoneNumber ?? '', carrierOf(engine, contact).id, onHold);
  if (leg !== customerLeg(contact)) return;
  if (onHold) {
    runtimeOf(engine, contact).holdStartedAt = now;
    contact.holds += 1;
    startHoldFlows(engine, contact);
    return;
  }
  for (const other of conversationOf(engine, contact).contacts) {
    stopHoldFlows(engine, other);
    endHold(engine, other);
  }
};
