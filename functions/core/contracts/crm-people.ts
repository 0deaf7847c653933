/** What has to be known to read a CRM's people and users. */
import * as v from 'valibot';
import { usernameSchema } from './primitives.ts';

export const crmPeople = {
  /** ISO 3166: the country of numbers that stand in the CRM without a prefix. */
  defaultCountry: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'must be a country such as DE'))),
  /** Connect user names by the CRM's user ids, where `usernames` does not give them. */
  agents: v.optional(v.record(v.string(), usernameSchema), {}),
  /** How a Connect user name follows from a CRM user's e-mail address: it is the address, or what stands before the @. */
  usernames: v.optional(v.picklist(['email', 'email-name']), 'email'),
};
