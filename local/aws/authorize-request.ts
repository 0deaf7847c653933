import type { AuthorizeRequest } from '../parts.ts';
import { type Authentication, authenticate } from './authentication.ts';
import { requirePermissions } from './authorization.ts';
import { asAwsError, presentError, protocolOf } from './errors.ts';

/** For services that live elsewhere: the same checks, with the refusal ready in the words of the service asked. */
export const createAuthorize =
  (authentication: Authentication): AuthorizeRequest =>
  async (request, { action, resources, context }) => {
    const service = action.split(':')[0] ?? '';
    try {
      const { principal } = await authenticate(request, authentication, service);
      const needs = resources.map((resource) => ({ action, resource, ...(context === undefined ? {} : { context }) }));
      requirePermissions(principal, needs, authentication.region);
      return { allowed: true, principal: principal.arn };
    } catch (error) {
      return { allowed: false, refused: presentError(asAwsError(error), protocolOf(service)) };
    }
  };
