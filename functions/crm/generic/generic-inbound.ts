/**
 * Any CRM or script that speaks Standard Webhooks 1.0 and our own body (DESIGN section 4): it says everything at once. One whose
 * API is described (`rest`) may also only name what there is to read.
 */
import { sourceMessageSchema } from '#core/contracts/call-request.ts';
import type { FunctionSource } from '#core/contracts/configuration.ts';
import { fieldError, invalidFields, parseJson, validated } from '#core/validation.ts';
import type { CrmInbound } from '../connector.ts';
import { verify } from './standard-webhooks.ts';
import { isThin, noticesOfThin } from './thin-message.ts';

export const genericInbound: CrmInbound = {
  verify,
  parse({ body }, requestId, source) {
    const json = parseJson(body);
    const { campaignCalls = false, ...own } = source as FunctionSource;
    const isDescribed = own.kind === 'generic' && own.rest !== undefined;
    if (isDescribed && isThin(json)) return noticesOfThin(json, requestId);
    const message = validated(sourceMessageSchema, json);
    if (message.type === 'call.requested' && message.data.call.ringSeconds !== undefined && !campaignCalls) {
      throw invalidFields([
        fieldError(['data', 'call', 'ringSeconds'], 'needs connect.campaignCalls of the deployment'),
      ]);
    }
    return [{ requestId, message }];
  },
};
