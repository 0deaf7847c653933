/** When a person who was not reached is tried again: data of a source, checked at synth. */
import * as v from 'valibot';
import { minutesSchema } from './calling-rules.ts';

const retrySchema = v.object({
  /** Minutes, also parts of them, after the end of each attempt; the last one counts for all further attempts. */
  after: v.pipe(v.array(minutesSchema), v.minLength(1)),
  /** Further attempts at most, of whatever outcome; without it as many as `after` has entries. */
  max: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20))),
});

export const retryPolicySchema = v.object({
  busy: v.optional(retrySchema),
  noAnswer: v.optional(retrySchema),
  /** A machine has answered (`answeringMachine`), or the agent has saved one of the `dispositions` as the outcome. */
  voicemail: v.optional(
    v.object({ ...retrySchema.entries, dispositions: v.optional(v.array(v.string()), ['left-voicemail']) }),
  ),
  /** The telephone network or the service failed before anybody answered. */
  failed: v.optional(retrySchema),
});
export type RetryPolicy = v.InferOutput<typeof retryPolicySchema>;
