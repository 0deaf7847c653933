import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { CtiError } from '../core/errors.ts';
import type { OpportunityKey } from '../core/ports/opportunity-store.ts';

/** A part of the path, decoded once by API Gateway. */
export function pathParameter(event: Pick<APIGatewayProxyEventV2, 'pathParameters'>, name: string): string {
  const value = event.pathParameters?.[name];
  if (value === undefined || value === '') throw new CtiError('not-found', 'There is nothing at this address.');
  return value;
}

export const opportunityKeyOf = (event: Pick<APIGatewayProxyEventV2, 'pathParameters'>): OpportunityKey => ({
  sourceId: pathParameter(event, 'sourceId'),
  opportunityId: pathParameter(event, 'opportunityId'),
});
