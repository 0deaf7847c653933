/** Single days and recurring events on which hours of operation are others. */
import { randomUUID } from 'node:crypto';
import { effectiveOn, overridesOn } from '../../effective-hours.ts';
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import {
  FREQUENCIES,
  type HoursOfOperation,
  type HoursOverride,
  OVERRIDE_TYPES,
  type Recurrence,
} from '../../hours-of-operation.ts';
import { resourceArn } from '../../instance.ts';
import { invalidParameter, notFound, ServiceError } from '../errors.ts';
import {
  checkInstance,
  type Input,
  optionalChoice,
  optionalInteger,
  optionalText,
  pageOf,
  requiredText,
} from '../input.ts';
import type { ServiceOperation } from '../operation.ts';
import { hoursIn, hoursResource, openingsIn, shownOpenings, slice } from './hours-of-operation.ts';

/** "Up to 50 overrides can be created for each hours of operation resource. This quota is not adjustable." */
const MAX_OVERRIDES = 50;
/** Assumed: the longest period of one answer. */
const MAX_DAYS = 366;
const DAY_MS = 24 * 60 * 60 * 1_000;

const dateIn = (input: Input, member: string): string => {
  const date = requiredText(input, member, 1, 100);
  const at = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date) {
    throw invalidParameter(`${member} must be a date, YYYY-MM-DD`);
  }
  return date;
};

const single = (pattern: Input, member: string, minimum: number, maximum: number): number | undefined => {
  const values = pattern[member];
  if (values === undefined) return undefined;
  if (!Array.isArray(values) || values.length !== 1) throw invalidParameter(`${member} must have one value`);
  return optionalInteger({ [member]: values[0] }, member, minimum, maximum);
};

const recurrenceIn = (input: Input): Recurrence | undefined => {
  const { RecurrencePattern } = isRecord(input.RecurrenceConfig) ? input.RecurrenceConfig : {};
  if (!isRecord(RecurrencePattern)) return undefined;
  const frequency = optionalChoice(RecurrencePattern, 'Frequency', FREQUENCIES);
  const interval = optionalInteger(RecurrencePattern, 'Interval', 1, 1_000);
  if (frequency === undefined || interval === undefined) throw invalidParameter('Frequency and Interval are required');
  const month = single(RecurrencePattern, 'ByMonth', 1, 12);
  const monthDay = single(RecurrencePattern, 'ByMonthDay', -31, 31);
  const weekdayOccurrence = single(RecurrencePattern, 'ByWeekdayOccurrence', -5, 5);
  if (monthDay !== undefined && weekdayOccurrence !== undefined) {
    throw invalidParameter('ByMonthDay and ByWeekdayOccurrence exclude each other');
  }
  return {
    frequency,
    interval,
    ...(month !== undefined && { month }),
    ...(monthDay !== undefined && { monthDay }),
    ...(weekdayOccurrence !== undefined && { weekdayOccurrence }),
  };
};

/** Of an update, what it leaves out stays. */
const overrideIn = (input: Input, known?: HoursOverride): Omit<HoursOverride, 'id'> => {
  const name =
    known === undefined ? requiredText(input, 'Name', 1, 127) : (optionalText(input, 'Name', 1, 127) ?? known.name);
  const from = known !== undefined && input.EffectiveFrom === undefined ? known.from : dateIn(input, 'EffectiveFrom');
  const till = known !== undefined && input.EffectiveTill === undefined ? known.till : dateIn(input, 'EffectiveTill');
  if (till < from) throw invalidParameter('EffectiveTill must not be before EffectiveFrom');
  if (known === undefined && !Array.isArray(input.Config)) throw invalidParameter('Config is a required parameter');
  const type = optionalChoice(input, 'OverrideType', OVERRIDE_TYPES) ?? known?.type ?? 'STANDARD';
  const recurrence = recurrenceIn(input) ?? known?.recurrence;
  return {
    name,
    description: optionalText(input, 'Description', 0, 250) ?? known?.description ?? '',
    type,
    from,
    till,
    openings: input.Config === undefined ? (known?.openings ?? []) : openingsIn(input),
    ...(recurrence !== undefined && { recurrence }),
  };
};

const foundIn = (engine: Engine, input: Input): { hours: HoursOfOperation; override: HoursOverride } => {
  const hours = hoursIn(engine, input);
  const id = requiredText(input, 'HoursOfOperationOverrideId', 1, 36);
  const override = hours.overrides?.find((known) => known.id === id);
  if (override === undefined) throw notFound('Hours of operation override not found');
  return { hours, override };
};

const shownRecurrence = ({ frequency, interval, month, monthDay, weekdayOccurrence }: Recurrence) => ({
  RecurrencePattern: {
    Frequency: frequency,
    Interval: interval,
    ...(month !== undefined && { ByMonth: [month] }),
    ...(monthDay !== undefined && { ByMonthDay: [monthDay] }),
    ...(weekdayOccurrence !== undefined && { ByWeekdayOccurrence: [weekdayOccurrence] }),
  },
});

const shown = ({ instance }: Engine, hours: HoursOfOperation, override: HoursOverride) => ({
  HoursOfOperationOverrideId: override.id,
  HoursOfOperationId: hours.id,
  HoursOfOperationArn: resourceArn(instance, 'operating-hours', hours.id),
  Name: override.name,
  Description: override.description,
  Config: shownOpenings(override.openings),
  EffectiveFrom: override.from,
  EffectiveTill: override.till,
  ...(override.recurrence !== undefined && { RecurrenceConfig: shownRecurrence(override.recurrence) }),
  OverrideType: override.type,
});

const checkName = ({ overrides = [] }: HoursOfOperation, name: string, self?: HoursOverride): void => {
  if (overrides.some((known) => known !== self && known.name === name)) {
    throw new ServiceError('DuplicateResourceException', `An override with the name ${name} exists`);
  }
};

const createHoursOfOperationOverride: ServiceOperation = {
  partial: 'no linked hours of operation',
  resources: hoursResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const hours = hoursIn(engine, input);
    const override = { id: randomUUID(), ...overrideIn(input) };
    checkName(hours, override.name);
    const { overrides = [] } = hours;
    if (overrides.length >= MAX_OVERRIDES) throw new ServiceError('LimitExceededException', 'Overrides per hours');
    hours.overrides = [...overrides, override];
    engine.changes.instance();
    return { HoursOfOperationOverrideId: override.id };
  },
};

const describeHoursOfOperationOverride: ServiceOperation = {
  resources: hoursResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { hours, override } = foundIn(engine, input);
    return { HoursOfOperationOverride: shown(engine, hours, override) };
  },
};

const listHoursOfOperationOverrides: ServiceOperation = {
  resources: hoursResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const hours = hoursIn(engine, input);
    const { items, NextToken } = pageOf(input, hours.overrides ?? []);
    return { HoursOfOperationOverrideList: items.map((override) => shown(engine, hours, override)), NextToken };
  },
};

const updateHoursOfOperationOverride: ServiceOperation = {
  resources: hoursResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { hours, override } = foundIn(engine, input);
    const next = overrideIn(input, override);
    checkName(hours, next.name, override);
    Object.assign(override, next);
    engine.changes.instance();
    return {};
  },
};

const deleteHoursOfOperationOverride: ServiceOperation = {
  resources: hoursResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { hours, override } = foundIn(engine, input);
    hours.overrides = (hours.overrides ?? []).filter((known) => known !== override);
    engine.changes.instance();
    return {};
  },
};

const getEffectiveHoursOfOperations: ServiceOperation = {
  partial: `at most ${MAX_DAYS} days at once (assumed)`,
  resources: hoursResource,
  run: (engine, input) => {
    const [from, to] = [dateIn(input, 'FromDate'), dateIn(input, 'ToDate')].map((date) =>
      Date.parse(`${date}T00:00:00Z`),
    );
    if (from === undefined || to === undefined || to < from || to - from >= MAX_DAYS * DAY_MS) {
      throw invalidParameter('ToDate must be at or after FromDate, and not too far');
    }
    checkInstance(engine, input);
    const hours = hoursIn(engine, input);
    const dates = Array.from({ length: (to - from) / DAY_MS + 1 }, (_, index) =>
      new Date(from + index * DAY_MS).toISOString().slice(0, 10),
    );
    return {
      EffectiveHoursOfOperationList: dates.map((date) => ({
        Date: date,
        OperationalHours: effectiveOn(hours, date).map(({ start, end }) => ({ Start: slice(start), End: slice(end) })),
      })),
      EffectiveOverrideHoursList: dates.flatMap((date) => {
        const overrides = overridesOn(hours, date);
        const OverrideHours = overrides.map(({ start, end, override }) => ({
          Start: slice(start),
          End: slice(end),
          OverrideName: override.name,
          OperationalStatus: override.type === 'CLOSED' ? 'CLOSED' : 'OPEN',
        }));
        return overrides.length === 0 ? [] : [{ Date: date, OverrideHours }];
      }),
      TimeZone: hours.timeZone,
    };
  },
};

export const HOURS_OVERRIDE_OPERATIONS = {
  CreateHoursOfOperationOverride: createHoursOfOperationOverride,
  DescribeHoursOfOperationOverride: describeHoursOfOperationOverride,
  ListHoursOfOperationOverrides: listHoursOfOperationOverrides,
  UpdateHoursOfOperationOverride: updateHoursOfOperationOverride,
  DeleteHoursOfOperationOverride: deleteHoursOfOperationOverride,
  GetEffectiveHoursOfOperations: getEffectiveHoursOfOperations,
};
