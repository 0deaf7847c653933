import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { SignedRequest } from '../crm/connector.ts';
import { rawBody } from './request-body.ts';

/** @throws CtiError `body-too-large` */
export function signedRequest(event: APIGatewayProxyEventV2): SignedRequest {
  const { headers, rawPath, rawQueryString, requestContext } = event;
  const query = rawQueryString === '' ? '' : `?${rawQueryString}`;
  return {
    headers,
    method: requestContext.http.method,
    url: `https://${requestContext.domainName}${rawPath}${query}`,
    body: rawBody(event),
  };
}
