/** When a source's people may be called: data that the operator writes, checked at synth and again where functions read it. */
import * as v from 'valibot';

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** "HH:MM" */
export const timeOfDaySchema = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 08:00'));

/**
 * Local time of the person. `end` is the first minute that is too late; before `start`, the hours run over midnight and belong
 * to the day on which they begin; equal to it, the whole day is allowed.
 */
export const callingHoursSchema = v.object({ start: timeOfDaySchema, end: timeOfDaySchema });

export const weeklyHoursSchema = v.object({
  days: v.pipe(v.array(v.picklist(WEEKDAYS)), v.minLength(1, 'needs at least one day')),
  ...callingHoursSchema.entries,
});
export type WeeklyHours = v.InferOutput<typeof weeklyHoursSchema>;

/** From a second to a week. */
export const minutesSchema = v.pipe(v.number(), v.minValue(1 / 60), v.maxValue(7 * 24 * 60));
const capSchema = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)));
const localDateSchema = v.pipe(v.string(), v.isoDate('must be a date such as 2026-12-24'));

export const callingRulesSchema = v.object({
  /** What is not listed is closed; without it every hour is allowed. */
  hours: v.optional(v.pipe(v.array(weeklyHoursSchema), v.minLength(1, 'needs at least one entry'))),
  /**
   * Whose clock counts when the CRM does not know the person's time zone. `number`: every zone that the number may belong to;
   * it must be allowed in all of them. `none`: nobody's, such people may be called at any hour.
   */
  unknownTimeZone: v.optional(v.picklist(['number', 'none']), 'number'),
  holidays: v.optional(
    v.object({
      /** ISO 3166 (`DE`, `US`), also a part (`DE-BY`): public holidays, for numbers of that country. Computed at synth. */
      countries: v.optional(
        v.array(v.pipe(v.string(), v.regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be a country such as DE or DE-BY'))),
        [],
      ),
      /** Further days on which nobody is called. */
      dates: v.optional(v.array(localDateSchema), []),
    }),
  ),
  /** Only people who have agreed are called: `consent` of the contact. */
  consent: v.optional(
    v.object({
      required: v.boolean(),
      /** Given for this purpose, or for none in particular. */
      purpose: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(100))),
    }),
  ),
  /** Started attempts within one day of the person's own calendar. */
  attemptCaps: v.optional(
    v.object({ perPersonPerDay: capSchema, perNumberPerDay: capSchema, perOpportunityPerDay: capSchema }),
  ),
  /** Between two attempts to reach the same person or the same number; also parts of a minute. */
  minimumGapMinutes: v.optional(minutesSchema),
  /** A call that a rule forbids for now: `hold` makes it when the rule allows it, `refuse` ends it as `blocked`. */
  whenBlocked: v.optional(v.picklist(['hold', 'refuse']), 'hold'),
});
export type CallingRules = v.InferOutput<typeof callingRulesSchema>;

/**
 * Public holidays as functions get them: per international calling code, local dates `YYYYMMDD` in order, one text because a
 * function's whole environment holds 4 KB.
 */
export const holidayDatesSchema = v.record(
  v.pipe(v.string(), v.regex(/^\d{1,3}$/)),
  v.pipe(v.string(), v.regex(/^\d{8}( \d{8})*$/)),
);
export type HolidayDates = v.InferOutput<typeof holidayDatesSchema>;
