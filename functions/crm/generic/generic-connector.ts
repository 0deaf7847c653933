/** Any CRM or script that speaks Standard Webhooks 1.0 and our own body (DESIGN section 4). */
import { sourceMessageSchema } from '#core/contracts/call-request.ts';
import { parseJson, validated } from '#core/validation.ts';
import type { CrmConnector } from '../connector.ts';
import { sign, verify } from './standard-webhooks.ts';

export const genericConnector: CrmConnector = {
  verify,
  parse: (body) => validated(sourceMessageSchema, parseJson(body)),
  deliver(event, { source, secret, eventId, now }) {
    const body = JSON.stringify(event);
    return {
      url: source.callbackUrl,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'opportunity-cti',
        ...sign(secret, eventId, now, body),
      },
      body,
    };
  },
};
