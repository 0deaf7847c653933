/** Faults to come: `faults.ts` tells what each does. */
import * as v from 'valibot';
import { control } from '../control.ts';

const fault = v.strictObject({
  operation: v.pipe(v.string(), v.nonEmpty()),
  error: v.exactOptional(v.string()),
  message: v.exactOptional(v.string()),
  abort: v.exactOptional(v.boolean()),
  afterwards: v.exactOptional(v.boolean()),
  latencyMs: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
  jitterMs: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
  reorder: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000))),
  drop: v.exactOptional(v.boolean()),
  double: v.exactOptional(v.boolean()),
  count: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  rate: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  seed: v.exactOptional(v.pipe(v.number(), v.integer())),
});
/** A list, or one alone; what is wrong is named either way. */
const faults = v.pipe(
  v.unknown(),
  v.transform((given) => (Array.isArray(given) ? given : [given])),
  v.array(fault),
);

export const FAULT_CONTROLS = [
  control({
    method: 'GET',
    path: 'faults',
    answers: '`{faults:[…]}` that are left',
    run: ({ engine }) => ({ faults: engine.faults.list() }),
  }),
  control({
    method: 'PUT',
    path: 'faults',
    takes: '`[{operation, …}]` or `{operation, …}`',
    answers: '`{faults:[…]}`',
    run: async ({ engine }, { body }) => {
      engine.faults.replace(await body(faults));
      return { faults: engine.faults.list() };
    },
  }),
];
