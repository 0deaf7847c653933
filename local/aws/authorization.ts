/** Whether the caller may do what it asks, refused in the service's own words. */
import { AwsError } from './errors.ts';
import type { Need, Principal } from './service.ts';

/** @throws AwsError for the first permission that the principal lacks */
export const requirePermissions = (principal: Principal, needs: readonly Need[], region: string): void => {
  for (const need of needs) {
    const decision = principal.may(withGlobalContext(need, region));
    if (!decision.allowed) throw accessDenied(principal, need, decision.because);
  }
};

/** In the cloud every request comes by TLS; a policy that asks for it must not fail on the desk. */
const withGlobalContext = (need: Need, region: string): Need => ({
  ...need,
  context: { 'aws:SecureTransport': 'true', 'aws:RequestedRegion': region, ...need.context },
});

export const accessDenied = (principal: Principal, need: Need, because: string): AwsError => {
  const service = need.action.split(':')[0] ?? '';
  // SQS names its actions in lower case here, and S3 puts the resource in quotes.
  const action = service === 'sqs' ? need.action.toLowerCase() : need.action;
  const resource = service === 's3' ? `"${need.resource}"` : need.resource;
  const reason = because.replaceAll(need.action, action);
  const message = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
  if (service === 's3' || service === 'sqs') return new AwsError('AccessDenied', message, 403);
  const status = service === 'dynamodb' || service === 'secretsmanager' ? 400 : 403;
  return new AwsError('AccessDeniedException', message, status, { Message: message });
};
