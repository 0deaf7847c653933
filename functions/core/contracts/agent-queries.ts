/** Query strings of the agents' API. */
import * as v from 'valibot';
import { idSchema, phoneSchema, textSchema } from './primitives.ts';

/** A `+` that was not encoded arrives as a space. */
const queriedPhone = v.pipe(
  v.string(),
  v.transform((phone) => phone.replace(/^ /, '+')),
  phoneSchema,
);

/** `GET /opportunities`: one of `phone` and `q`. `{ "matches": OpportunityMatch[] }`. */
export const opportunityQuery = v.pipe(
  v.object({ phone: v.optional(queriedPhone), q: v.optional(v.pipe(v.string(), v.trim(), textSchema(500))) }),
  v.forward(
    v.check(({ phone, q }) => phone !== undefined || q !== undefined, 'give phone or q'),
    ['phone'],
  ),
  v.transform(({ phone, q = '' }) => (phone === undefined ? { name: q } : { phone })),
);

/** `GET /crm/opportunities`: the same, and whether one source's CRM alone is asked. */
export const crmScope = v.object({ sourceId: v.optional(idSchema) });

/** `GET /calls`: an agent sees the own calls. */
export const callQuery = v.object({
  agent: v.optional(v.literal('me', 'must be me: everybody sees their own calls'), 'me'),
  cursor: v.optional(v.string()),
});
