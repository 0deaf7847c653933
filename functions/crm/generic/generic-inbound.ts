/** Any CRM or script that speaks Standard Webhooks 1.0 and our own body (DESIGN section 4): it says everything at once. */
import { sourceMessageSchema } from '#core/contracts/call-request.ts';
import { parseJson, validated } from '#core/validation.ts';
import type { CrmInbound } from '../connector.ts';
import { verify } from './standard-webhooks.ts';

export const genericInbound: CrmInbound = {
  verify,
  parse: ({ body }, requestId) => [{ requestId, message: validated(sourceMessageSchema, parseJson(body)) }],
};
