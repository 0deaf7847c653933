/**
 * Any CRM or script that speaks Standard Webhooks 1.0 and our own body (DESIGN section 4): it says everything at once. One whose
 * API is described (`rest`) may also only name what there is to read.
 */
import { sourceMessageSchema } from '#core/contracts/call-request.ts';
import type { GenericSource } from '#core/contracts/configuration.ts';
import { parseJson, validated } from '#core/validation.ts';
import type { CrmInbound } from '../connector.ts';
import { verify } from './standard-webhooks.ts';
import { isThin, noticesOfThin } from './thin-message.ts';

export const genericInbound: CrmInbound = {
  verify,
  parse({ body }, requestId, source) {
    const json = parseJson(body);
    const isDescribed = (source as GenericSource).rest !== undefined;
    if (isDescribed && isThin(json)) return noticesOfThin(json, requestId);
    return [{ requestId, message: validated(sourceMessageSchema, json) }];
  },
};
