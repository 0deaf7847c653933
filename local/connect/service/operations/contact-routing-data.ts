import { isOver } from '../../contacts/contact.ts';
import { type Engine, touch } from '../../engine.ts';
import { dispatch } from '../../queues/dispatch.ts';
import { setRoutingCriteria } from '../../queues/follow-routing-criteria.ts';
import { readRoutingSteps } from '../../queues/read-routing-steps.ts';
import type { RoutingExpression, RoutingStepOrder } from '../../queues/routing-criteria.ts';
import { invalidParameter, notFound, ServiceError } from '../errors.ts';
import { checkInstance, contactIn, type Input, optionalInteger } from '../input.ts';
import { contactResource, type ServiceOperation } from '../operation.ts';

const MAX_PRIORITY = Number.MAX_SAFE_INTEGER;
const MAX_ADJUSTMENT_S = 2 ** 31 - 1;

/** An agent who was deleted is still a valid one (Administrator Guide, "Set routing criteria"), an attribute must exist. */
const checkAttributes = (engine: Engine, expression: RoutingExpression): void => {
  if ('of' in expression) for (const part of expression.of) checkAttributes(engine, part);
  if (expression.type !== 'proficiency') return;
  const known = engine.instance.predefinedAttributes.get(expression.attribute);
  if (known?.values.includes(expression.value) !== true) {
    throw notFound(`Predefined attribute ${expression.attribute}: ${expression.value} not found`);
  }
};

const stepsIn = (engine: Engine, input: Input): readonly RoutingStepOrder[] | undefined => {
  if (input.RoutingCriteria === undefined) return undefined;
  const read = readRoutingSteps(input.RoutingCriteria);
  if (!read.ok) throw invalidParameter(read.problem);
  for (const { expression } of read.steps) checkAttributes(engine, expression);
  return read.steps;
};

/** "Either QueuePriority or QueueTimeAdjustmentInSeconds should be provided within the request body, but not both." */
export const updateContactRoutingData: ServiceOperation = {
  resources: contactResource(),
  run: (engine, input) => {
    const priority = optionalInteger(input, 'QueuePriority', 1, MAX_PRIORITY);
    const adjustmentS = optionalInteger(input, 'QueueTimeAdjustmentSeconds', -MAX_ADJUSTMENT_S, MAX_ADJUSTMENT_S);
    if (priority !== undefined && adjustmentS !== undefined) {
      throw invalidParameter('Give QueuePriority or QueueTimeAdjustmentSeconds, not both');
    }
    checkInstance(engine, input);
    const contact = contactIn(engine, input);
    const steps = stepsIn(engine, input);
    if (isOver(contact)) throw new ServiceError('ResourceConflictException', 'The contact is not active');
    contact.queuePriority = priority ?? contact.queuePriority;
    contact.queueTimeAdjustmentS = adjustmentS ?? contact.queueTimeAdjustmentS;
    touch(engine, contact);
    if (steps !== undefined) setRoutingCriteria(engine, contact, steps);
    dispatch(engine);
    return {};
  },
};
