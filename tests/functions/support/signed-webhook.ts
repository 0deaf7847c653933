import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Webhook } from 'standardwebhooks';

export const SECRET = Buffer.from('a secret of exactly 24 b').toString('base64');
export const SOURCE_ID = 'demo-crm';

/** A webhook as API Gateway hands it over, signed by the reference implementation. */
export function webhook(
  body: string,
  options: { id?: string; at?: Date; secret?: string; sourceId?: string; base64?: boolean } = {},
): APIGatewayProxyEventV2 {
  const { id = 'msg_1', at = new Date(), secret = SECRET, sourceId = SOURCE_ID, base64 = false } = options;
  const path = `/webhooks/${sourceId}`;
  return {
    version: '2.0',
    routeKey: 'POST /webhooks/{sourceId}',
    rawPath: path,
    rawQueryString: '',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
    pathParameters: { sourceId },
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'correlation-1',
      routeKey: 'POST /webhooks/{sourceId}',
      stage: '$default',
      time: '24/Nov/2026:10:00:00 +0000',
      timeEpoch: at.getTime(),
    },
    body: base64 ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: base64,
  };
}
