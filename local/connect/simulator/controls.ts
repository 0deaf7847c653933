/** Bodies of the simulator's controls. */
import * as v from 'valibot';
import { isOperation } from '../service/model.ts';
import { E164 } from '../telephony/e164.ts';
import { PHONE_BEHAVIORS } from '../telephony/phones.ts';

export const e164 = v.pipe(v.string(), v.regex(E164, 'must be a number in E.164 format'));

export const phoneBehavior = v.object({
  behavior: v.picklist(PHONE_BEHAVIORS),
  afterMs: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)), 0),
});

export const digits = v.object({
  digits: v.pipe(v.string(), v.regex(/^[0-9*#]{1,50}$/, 'must be keys of a telephone')),
});

export const inboundCall = v.object({ from: e164, to: e164 });

const fault = v.strictObject({
  operation: v.pipe(v.string(), v.nonEmpty()),
  error: v.exactOptional(v.string()),
  message: v.exactOptional(v.string()),
  afterwards: v.exactOptional(v.boolean()),
  latencyMs: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
  drop: v.exactOptional(v.boolean()),
  double: v.exactOptional(v.boolean()),
  count: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  rate: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});
/** A list, or one alone. */
export const faults = v.union([
  v.array(fault),
  v.pipe(
    fault,
    v.transform((one) => [one]),
  ),
]);

/** `perSecond`, or `rate` as a shorter word for the same. */
const rate = v.pipe(
  v.strictObject({
    perSecond: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
    rate: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
    burst: v.pipe(v.number(), v.minValue(0)),
  }),
  v.check((given) => (given.perSecond === undefined) !== (given.rate === undefined), 'needs perSecond and burst'),
  v.transform(({ perSecond, rate: same, burst }) => ({ perSecond: perSecond ?? same ?? 0, burst })),
);

const settings = {
  default: v.exactOptional(rate),
  operations: v.exactOptional(v.record(v.string(), rate)),
  concurrentCalls: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  blockedPrefixes: v.exactOptional(v.array(v.string())),
};

/**
 * What is left out goes back to the service's default. Operations may also stand beside the other settings:
 * `{"StartOutboundVoiceContact": {"perSecond": 2, "burst": 5}}`; a name that is no operation is refused.
 */
export const quotas = v.pipe(
  v.objectWithRest(settings, rate),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const names = [...Object.keys(dataset.value), ...Object.keys(dataset.value.operations ?? {})];
    for (const name of names) {
      if (!Object.hasOwn(settings, name) && !isOperation(name))
        addIssue({ message: `${name} is no operation of Connect` });
    }
  }),
  v.transform(({ default: byDefault, operations, concurrentCalls, blockedPrefixes, ...beside }) => ({
    ...(byDefault !== undefined && { default: byDefault }),
    operations: { ...operations, ...beside },
    ...(concurrentCalls !== undefined && { concurrentCalls }),
    ...(blockedPrefixes !== undefined && { blockedPrefixes }),
  })),
);
