/** Of a CRM that is read by its description: ids, and what is wanted with them. */
import * as v from 'valibot';
import { dialModeSchema, MAX_TOPIC } from '#core/contracts/call-request.ts';
import { dateTimeSchema, idSchema, textSchema, usernameSchema } from '#core/contracts/primitives.ts';
import type { SourceNotice } from '#core/source-notice.ts';
import { validated } from '#core/validation.ts';
import { asJson } from '../json.ts';

const MAX_IDS = 200;
const reference = v.strictObject({ id: idSchema });

const callAskedSchema = v.object({
  type: v.literal('call.requested'),
  data: v.object({
    opportunity: reference,
    call: v.optional(
      v.object({
        /** Without it the primary person. */
        contactId: v.optional(idSchema),
        phoneLabel: v.optional(textSchema(64)),
        /** By the Connect user name, or the CRM's own id of the user; without it the opportunity's owner. */
        agent: v.optional(v.union([v.object({ username: usernameSchema }), v.object({ crmUserId: idSchema })])),
        /** The CRM's own record that asks for the call, which then holds what came of it. */
        recordId: v.optional(idSchema),
        mode: v.optional(dialModeSchema),
        notBefore: v.optional(dateTimeSchema),
        topic: v.optional(textSchema(MAX_TOPIC)),
      }),
      {},
    ),
  }),
});

const changedSchema = v.object({
  type: v.literal('opportunity.updated'),
  data: v.object({
    opportunity: v.optional(reference),
    opportunities: v.optional(v.pipe(v.array(reference), v.maxLength(MAX_IDS)), []),
  }),
});

const thinSchema = v.variant('type', [callAskedSchema, changedSchema]);

/** It names opportunities and says nothing of them. */
export function isThin(json: unknown): boolean {
  const { type, data } = asJson(json);
  const { opportunity, opportunities } = asJson(data);
  if (type !== 'call.requested' && type !== 'opportunity.updated') return false;
  return opportunities !== undefined || (opportunity !== undefined && !('name' in asJson(opportunity)));
}

/** @throws CtiError `invalid-fields` */
export function noticesOfThin(json: unknown, requestId: string): readonly SourceNotice[] {
  const { type, data } = validated(thinSchema, json);
  if (type === 'call.requested') {
    const call = Object.fromEntries(Object.entries(data.call).filter(([, value]) => value !== undefined));
    return [{ requestId, read: { opportunityId: data.opportunity.id, call } }];
  }
  const all = [...(data.opportunity === undefined ? [] : [data.opportunity]), ...data.opportunities];
  return all.map(({ id }, index) => ({ requestId: `${requestId}-${index}`, read: { opportunityId: id } }));
}
