/** The event that API Gateway gives to `receive-call-request`, for the design's example body. */
import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { sourcesFile } from '../functions/support/sources-file.ts';

export const SECRET = Buffer.from('twenty-four bytes secret').toString('base64');

export function callRequestEvent(requestId: string = `msg_${randomUUID()}`): Record<string, unknown> {
  const now = new Date();
  const body = JSON.stringify({
    type: 'call.requested',
    timestamp: now.toISOString(),
    data: {
      opportunity: {
        id: 'opp-1001',
        name: 'Fleet renewal 2027',
        stage: 'Negotiation',
        amount: 125_000,
        currency: 'EUR',
        closeDate: '2026-12-15',
        probability: 60,
        owner: { username: 'ana' },
        url: 'https://crm.example/opp/1001',
        attributes: { industry: 'Logistics' },
      },
      contacts: [
        {
          id: 'c-1',
          name: 'Dana Reyes',
          title: 'CFO',
          company: 'Northwind',
          phones: [{ number: '+14155550101', label: 'mobile' }],
          email: 'dana@example.com',
          role: 'Decision maker',
          group: 'stakeholder',
          primary: true,
          attributes: {},
        },
      ],
      documents: [],
      call: { contactId: 'c-1', phone: '+14155550101', agent: { username: 'ana' } },
    },
  });
  return {
    version: '2.0',
    routeKey: 'POST /webhooks/{sourceId}',
    rawPath: '/webhooks/demo-crm',
    rawQueryString: '',
    headers: {
      'content-type': 'application/json',
      'webhook-id': requestId,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(`whsec_${SECRET}`).sign(requestId, now, body),
    },
    pathParameters: { sourceId: 'demo-crm' },
    requestContext: {
      accountId: '123456789012',
      apiId: 'bench',
      domainName: 'bench',
      http: {
        method: 'POST',
        path: '/webhooks/demo-crm',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'bench',
      },
      requestId: randomUUID(),
      routeKey: 'POST /webhooks/{sourceId}',
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    body,
    isBase64Encoded: false,
  };
}

export const functionEnvironment = (endpoint: string): Record<string, string> => ({
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIABENCH',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_SESSION_TOKEN: 'bench',
  AWS_ENDPOINT_URL: endpoint,
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  DEPLOYMENT: 'opportunity-cti',
  TABLE_NAME: 'table',
  RETENTION: '{"opportunities":730,"calls":730,"documents":730}',
  ERASURE_QUEUE_URL: `${endpoint}/123456789012/erasure`,
  DOCUMENTS_BUCKET: 'documents',
  DIAL_QUEUE_URL: `${endpoint}/123456789012/dial`,
  WRITE_BACK_QUEUE_URL: `${endpoint}/123456789012/write-back`,
  DOCUMENT_QUEUE_URL: `${endpoint}/123456789012/document`,
  READ_QUEUE_URL: `${endpoint}/123456789012/read`,
  CONNECT_INSTANCE_ID: '5f0b3a52-9c1d-4e8f-a1b2-c3d4e5f60718',
  OUTBOUND_FLOW_ID: '11111111-2222-4333-8444-555555555556',
  PREVIEW_FLOW_ID: '11111111-2222-4333-8444-555555555557',
  DESKTOP_ORIGIN: 'https://desktop.example',
  SOURCE_PHONE_NUMBER: '+4930555010100',
  DIAL_RATE_PER_SECOND: '1000',
  DIAL_BURST: '1000',
  SOURCES_FILE: sourcesFile([
    {
      id: 'demo-crm',
      kind: 'generic',
      callbackUrl: 'https://crm.example/webhooks',
      documentHosts: [],
      secretId: 'opportunity-cti/sources/demo-crm',
    },
  ]),
  IDENTITY_ISSUER: 'https://identity.example',
  IDENTITY_AUDIENCE: JSON.stringify(['urn:opportunity-cti:api']),
  IDENTITY_SCOPE: 'opportunity-cti/agent',
  AGENT_ACCESS: JSON.stringify({ usernameClaim: 'username', groupsClaim: 'cognito:groups', rule: 'all' }),
});
