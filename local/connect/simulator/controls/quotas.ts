/** The account's quotas. */
import * as v from 'valibot';
import { DEFAULT_QUOTAS } from '../../quotas.ts';
import { isOperation } from '../../service/model.ts';
import { control } from '../control.ts';

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
  concurrentCampaignCalls: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  blockedPrefixes: v.exactOptional(v.array(v.string())),
};

/**
 * What is left out goes back to the service's default. Operations may also stand beside the other settings:
 * `{"StartOutboundVoiceContact": {"perSecond": 2, "burst": 5}}`; a name that is no operation is refused.
 */
const quotas = v.pipe(
  v.objectWithRest(settings, rate),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const names = [...Object.keys(dataset.value), ...Object.keys(dataset.value.operations ?? {})];
    for (const name of names) {
      if (!Object.hasOwn(settings, name) && !isOperation(name))
        addIssue({ message: `${name} is no operation of Connect` });
    }
  }),
  v.transform(
    ({ default: byDefault, operations, concurrentCalls, concurrentCampaignCalls, blockedPrefixes, ...beside }) => ({
      ...(byDefault !== undefined && { default: byDefault }),
      operations: { ...operations, ...beside },
      ...(concurrentCalls !== undefined && { concurrentCalls }),
      ...(concurrentCampaignCalls !== undefined && { concurrentCampaignCalls }),
      ...(blockedPrefixes !== undefined && { blockedPrefixes }),
    }),
  ),
);

export const QUOTA_CONTROLS = [
  control({
    method: 'GET',
    path: 'quotas',
    answers: 'the quotas',
    run: ({ engine }) => engine.quotas.settings(),
  }),
  control({
    method: 'PUT',
    path: 'quotas',
    takes: '`{default?, operations?, concurrentCalls?, concurrentCampaignCalls?, blockedPrefixes?, <operation>?}`',
    answers: 'the quotas',
    run: async ({ engine }, { body }) => {
      const { operations, ...given } = await body(quotas);
      engine.quotas.replace({
        ...DEFAULT_QUOTAS,
        ...given,
        operations: { ...DEFAULT_QUOTAS.operations, ...operations },
      });
      return engine.quotas.settings();
    },
  }),
];
