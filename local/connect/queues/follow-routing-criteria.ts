/** What becomes of a contact's routing criteria: set, activated in a queue, step by step to a join. */
import type { Contact } from '../contacts/contact.ts';
import { type Engine, touch, traceContact } from '../engine.ts';
import { dispatch } from './dispatch.ts';
import { activeStep, type RoutingCriteria, type RoutingStepOrder } from './routing-criteria.ts';

/** "Only the latest 3 routing criteria updates are stored on the contact record" (Administrator Guide). */
const KEPT = 3;
const STEP_STATUS = 'RoutingCriteria.Step.Status';

const isWaiting = ({ state }: Contact): boolean => state === 'queued' || state === 'offered';

const tell = (engine: Engine, contact: Contact): void => {
  engine.events.publish(contact, 'CONTACT_DATA_UPDATED', [STEP_STATUS]);
  touch(engine, contact);
};

/** The step at `position` decides from now on; after the last one any agent of the queue may have the contact. */
const activateStep = (engine: Engine, contact: Contact, criteria: RoutingCriteria, position: number): void => {
  const step = criteria.steps[position];
  if (step === undefined) return;
  step.status = 'ACTIVE';
  if (step.expiryS === undefined) return;
  const delayMs = step.expiryS * 1_000;
  step.expiresAt = engine.scheduler.now() + delayMs;
  engine.scheduler.after(delayMs, () => {
    // Joined, interrupted or gone meanwhile.
    if (step.status !== 'ACTIVE' || contact.routingCriteria.at(-1) !== criteria) return;
    step.status = 'EXPIRED';
    traceContact(engine, contact, 'connect', `routing step ${position + 1} expired`);
    activateStep(engine, contact, criteria, position + 1);
    tell(engine, contact);
    dispatch(engine);
  });
};

/**
 * On entering a queue, from the first step. In an agent's queue the criteria only get their time: they "never" become
 * active there (API reference, RoutingCriteria).
 */
export const activateRoutingCriteria = (engine: Engine, contact: Contact): void => {
  const criteria = contact.routingCriteria.at(-1);
  if (criteria === undefined) return;
  criteria.activatedAt = engine.scheduler.now();
  if (contact.queue?.type === 'STANDARD') activateStep(engine, contact, criteria, 0);
};

const endActiveStep = (contact: Contact, status: 'JOINED' | 'INTERRUPTED' | 'DEACTIVATED'): boolean => {
  const step = activeStep(contact.routingCriteria);
  if (step !== undefined) step.status = status;
  return step !== undefined;
};

/** Replaces what the contact had; at once when it waits. No steps: any agent of the queue may have it. */
export const setRoutingCriteria = (engine: Engine, contact: Contact, steps: readonly RoutingStepOrder[]): void => {
  endActiveStep(contact, 'INTERRUPTED');
  const index = (contact.routingCriteria.at(-1)?.index ?? -1) + 1;
  contact.routingCriteria.push({ index, steps: steps.map((step) => ({ ...step, status: 'INACTIVE' })) });
  contact.routingCriteria.splice(0, contact.routingCriteria.length - KEPT);
  if (isWaiting(contact)) activateRoutingCriteria(engine, contact);
  tell(engine, contact);
  if (isWaiting(contact)) dispatch(engine);
};

/** "A join is complete when an agent accepts the contact": an offer that is missed leaves the step as it is. */
export const joinRoutingCriteria = (contact: Contact): void => {
  endActiveStep(contact, 'JOINED');
};

/** The contact ended, or left its queue. */
export const deactivateRoutingCriteria = (contact: Contact): void => {
  endActiveStep(contact, 'DEACTIVATED');
};

/** "We carry-forward the routing criteria of previous contact to the new contact segment created due to queue transfer." */
export const carriedRoutingCriteria = ({ routingCriteria }: Contact): RoutingCriteria[] => {
  const last = routingCriteria.at(-1);
  return last === undefined
    ? []
    : [
        {
          index: 0,
          steps: last.steps.map(({ expression, expiryS }) => ({
            expression,
            ...(expiryS !== undefined && { expiryS }),
            status: 'INACTIVE',
          })),
        },
      ];
};
