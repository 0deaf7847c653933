/** Bodies of the simulator's controls. */
import * as v from 'valibot';
import { PHONE_BEHAVIORS } from '../telephony/phones.ts';

export const e164 = v.pipe(v.string(), v.regex(/^\+[1-9]\d{1,14}$/, 'must be a number in E.164 format'));

export const phoneBehavior = v.object({
  behavior: v.picklist(PHONE_BEHAVIORS),
  afterMs: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)), 0),
});

export const digits = v.object({
  digits: v.pipe(v.string(), v.regex(/^[0-9*#]{1,50}$/, 'must be keys of a telephone')),
});

export const inboundCall = v.object({ from: e164, to: e164 });

export const faults = v.array(
  v.pipe(
    v.strictObject({
      operation: v.pipe(v.string(), v.nonEmpty()),
      error: v.exactOptional(v.string()),
      message: v.exactOptional(v.string()),
      afterwards: v.exactOptional(v.boolean()),
      latencyMs: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
      drop: v.exactOptional(v.boolean()),
      double: v.exactOptional(v.boolean()),
      count: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      rate: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
    }),
  ),
);

const rate = v.object({
  perSecond: v.pipe(v.number(), v.minValue(0)),
  burst: v.pipe(v.number(), v.minValue(0)),
});

/** What is left out goes back to the service's default. */
export const quotas = v.strictObject({
  default: v.exactOptional(rate),
  operations: v.exactOptional(v.record(v.string(), rate)),
  concurrentCalls: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  blockedPrefixes: v.exactOptional(v.array(v.string())),
});
