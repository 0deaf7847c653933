/** The instance's time: a day of calls takes as long as its work, not as long as a day. */
import * as v from 'valibot';
import type { InstanceClock } from '../../clock.ts';
import type { Engine } from '../../engine.ts';
import { isoTime } from '../../scheduler.ts';
import { control, Refusal } from '../control.ts';

const MAX_ADVANCE_MS = 366 * 24 * 3_600_000;

const moment = v.pipe(
  v.string(),
  v.check((given) => /^\d{4}-\d{2}-\d{2}T/.test(given) && !Number.isNaN(Date.parse(given)), 'must be an ISO 8601 time'),
  v.transform((given) => Date.parse(given)),
);
const setting = v.strictObject({ mode: v.picklist(['real', 'virtual']), now: v.exactOptional(moment) });
const step = v.union(
  [
    v.strictObject({ ms: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_ADVANCE_MS)) }),
    v.strictObject({ until: moment }),
    v.strictObject({ toNextEvent: v.literal(true) }),
  ],
  'needs one of ms (0 to 366 days), until and toNextEvent: true',
);

const clockView = (clock: InstanceClock) => {
  const next = clock.nextAt();
  return {
    mode: clock.mode(),
    now: isoTime(clock.now()),
    nextEventAt: next === undefined ? null : isoTime(next),
  };
};

const inProgress = ({ contacts }: Engine): boolean => [...contacts.values()].some(({ state }) => state !== 'completed');

const distance = (clock: InstanceClock, wanted: v.InferOutput<typeof step>): number => {
  if ('ms' in wanted) return wanted.ms;
  if ('toNextEvent' in wanted) return Math.max(0, (clock.nextAt() ?? clock.now()) - clock.now());
  const ms = wanted.until - clock.now();
  if (ms < 0 || ms > MAX_ADVANCE_MS) throw new Refusal(400, 'until: must lie ahead, by 366 days at most');
  return ms;
};

const VIEW = '`{mode, now, nextEventAt}`';

export const CLOCK_CONTROLS = [
  control({ method: 'GET', path: 'clock', answers: VIEW, run: ({ clock }) => clockView(clock) }),
  control({
    method: 'PUT',
    path: 'clock',
    takes: '`{mode: real or virtual, now?}`',
    answers: `${VIEW}; 409 when \`now\` would jump while contacts are in progress`,
    run: async ({ clock, engine }, { body }) => {
      const { mode, now } = await body(setting);
      if (now !== undefined && inProgress(engine))
        throw new Refusal(409, 'contacts are in progress: advance the clock');
      clock.set(mode, now);
      return clockView(clock);
    },
  }),
  control({
    method: 'POST',
    path: 'clock/advance',
    takes: '`{ms}`, `{until}` or `{toNextEvent: true}`',
    answers: `${VIEW} and \`ran\`, how many timers, once all that was due has happened; 409 in real time`,
    run: async ({ clock }, { body }) => {
      const wanted = await body(step);
      if (clock.mode() === 'real') throw new Refusal(409, 'the clock is real: PUT {"mode":"virtual"} first');
      const ran = await clock.run(distance(clock, wanted));
      return { ...clockView(clock), ran };
    },
  }),
];
