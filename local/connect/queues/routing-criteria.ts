/**
 * Which agents of a queue a contact may go to, step by step (Administrator Guide, "Set routing criteria" and "Set up routing
 * based on agent proficiencies").
 *
 * | to | call |
 * |---|---|
 * | read criteria as the API and flows write them | `readRoutingSteps` (`read-routing-steps.ts`) |
 * | set them on a contact, queued or not | `setRoutingCriteria` (`follow-routing-criteria.ts`) |
 */
import type { User } from '../instance.ts';

/** Level 1 to 5 at one value of a predefined attribute. */
export interface Proficiency {
  readonly attribute: string;
  readonly value: string;
  readonly level: number;
}

export type RoutingExpression =
  /** `operator` is how the service names a lower bound alone and a range. */
  | {
      readonly type: 'proficiency';
      readonly attribute: string;
      readonly value: string;
      readonly operator: 'NumberGreaterOrEqualTo' | 'Range';
      readonly minimum: number;
      readonly maximum: number;
      /** `NotAttributeCondition`: agents at these levels are excluded, all others fit. */
      readonly excluded: boolean;
    }
  /** Preferred agents, each by user id, user name or ARN. */
  | { readonly type: 'agents'; readonly agents: readonly string[]; readonly excluded: boolean }
  | { readonly type: 'all' | 'any'; readonly of: readonly RoutingExpression[] };

/**
 * API reference, Step: ACTIVE, INACTIVE, JOINED, EXPIRED; the contact events data model adds INTERRUPTED (replaced while it
 * was active) and DEACTIVATED (the contact left the queue without an agent).
 */
export type RoutingStepStatus = 'INACTIVE' | 'ACTIVE' | 'EXPIRED' | 'JOINED' | 'INTERRUPTED' | 'DEACTIVATED';

/** A step without `expiryS` never expires. */
export interface RoutingStepOrder {
  readonly expression: RoutingExpression;
  readonly expiryS?: number;
}

export interface RoutingStep extends RoutingStepOrder {
  status: RoutingStepStatus;
  /** Milliseconds since the epoch, once the step was active. */
  expiresAt?: number;
}

export interface RoutingCriteria {
  /** How many were set on the contact before. */
  readonly index: number;
  activatedAt?: number;
  readonly steps: readonly RoutingStep[];
}

/** What of a user the criteria look at. */
export type Routable = Pick<User, 'id' | 'arn' | 'username' | 'proficiencies'>;

export const fits = (expression: RoutingExpression, user: Routable): boolean => {
  switch (expression.type) {
    case 'all':
      return expression.of.every((part) => fits(part, user));
    case 'any':
      return expression.of.some((part) => fits(part, user));
    case 'agents':
      return (
        expression.agents.some((agent) => [user.id, user.username, user.arn].includes(agent)) !== expression.excluded
      );
    case 'proficiency':
      return (
        user.proficiencies.some(
          ({ attribute, value, level }) =>
            attribute === expression.attribute &&
            value === expression.value &&
            level >= expression.minimum &&
            level <= expression.maximum,
        ) !== expression.excluded
      );
  }
};

/** The step that decides now, of the criteria that were set last. */
export const activeStep = (routingCriteria: readonly RoutingCriteria[]): RoutingStep | undefined =>
  routingCriteria.at(-1)?.steps.find(({ status }) => status === 'ACTIVE');
