import { randomUUID } from 'node:crypto';
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { DAYS, type HoursOfOperation, isTimeZone, MINUTES_OF_DAY, type Opening } from '../../hours-of-operation.ts';
import { findHours, resourceArn } from '../../instance.ts';
import { invalidParameter, notFound, ServiceError } from '../errors.ts';
import { checkInstance, type Input, optionalText, requiredText, textMap } from '../input.ts';
import { namedResource, type ServiceOperation } from '../operation.ts';
import { searchOperation } from '../search.ts';

/** Quota "Hours of operation per instance". */
const MAX_HOURS = 100;
export const hoursResource = namedResource('operating-hours', 'HoursOfOperationId');

export const hoursIn = (engine: Engine, input: Input): HoursOfOperation => {
  const hours = findHours(engine.instance, requiredText(input, 'HoursOfOperationId', 1, 500));
  if (hours === undefined) throw notFound('Hours of operation not found');
  return hours;
};

const minutes = (value: unknown, member: string): number => {
  const { Hours: hours, Minutes: minute } = isRecord(value) ? value : {};
  const total = Number(hours) * 60 + Number(minute);
  if (!Number.isInteger(total) || Number(minute) > 59 || Number(minute) < 0 || total < 0 || total >= MINUTES_OF_DAY) {
    throw invalidParameter(`${member} must be a time of the day`);
  }
  return total;
};

export const openingsIn = (input: Input): readonly Opening[] => {
  const config = Array.isArray(input.Config) ? input.Config : [];
  return config.map((entry: unknown): Opening => {
    const { Day, StartTime, EndTime } = isRecord(entry) ? entry : {};
    const day = DAYS.find((known) => known === Day);
    if (day === undefined) throw invalidParameter(`Day must be one of ${DAYS.join(', ')}`);
    const [start, end] = [minutes(StartTime, 'StartTime'), minutes(EndTime, 'EndTime')];
    if (end !== 0 && end <= start) throw invalidParameter('EndTime must be after StartTime');
    return { day, start, end };
  });
};

const timeZoneIn = (timeZone: string): string => {
  if (!isTimeZone(timeZone)) throw invalidParameter('TimeZone is not valid');
  return timeZone;
};

const checkName = (engine: Engine, name: string, self?: HoursOfOperation): void => {
  if ([...engine.instance.hours.values()].some((hours) => hours !== self && hours.name === name)) {
    throw new ServiceError('DuplicateResourceException', `Hours of operation with the name ${name} already exist`);
  }
};

export const createHoursOfOperation: ServiceOperation = {
  partial: 'no parent hours; an EndTime before the StartTime is refused',
  resources: (engine) => [`${engine.instance.arn}/operating-hours/*`],
  run: (engine, input) => {
    checkInstance(engine, input);
    const hours: HoursOfOperation = {
      id: randomUUID(),
      name: requiredText(input, 'Name', 1, 127),
      description: optionalText(input, 'Description', 0, 250) ?? '',
      timeZone: timeZoneIn(requiredText(input, 'TimeZone', 1, 100)),
      openings: openingsIn(input),
      tags: { ...textMap(input, 'Tags') },
    };
    checkName(engine, hours.name);
    if (engine.instance.hours.size >= MAX_HOURS) {
      throw new ServiceError('LimitExceededException', 'Hours of operation per instance');
    }
    engine.instance.hours.set(hours.id, hours);
    engine.changes.instance();
    return {
      HoursOfOperationId: hours.id,
      HoursOfOperationArn: resourceArn(engine.instance, 'operating-hours', hours.id),
    };
  },
};

/** Midnight at the end of a day is 0:00, since OverrideTimeSlice ends at 23:59. */
export const slice = (total: number) => ({ Hours: Math.floor(total / 60) % 24, Minutes: total % 60 });

export const shownOpenings = (openings: readonly Opening[]) =>
  openings.map(({ day, start, end }) => ({ Day: day, StartTime: slice(start), EndTime: slice(end) }));

const shown = ({ instance }: Engine, hours: HoursOfOperation) => ({
  HoursOfOperationId: hours.id,
  HoursOfOperationArn: resourceArn(instance, 'operating-hours', hours.id),
  Name: hours.name,
  Description: hours.description,
  TimeZone: hours.timeZone,
  Config: shownOpenings(hours.openings),
  Tags: hours.tags,
});

export const describeHoursOfOperation: ServiceOperation = {
  resources: hoursResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    return { HoursOfOperation: shown(engine, hoursIn(engine, input)) };
  },
};

export const searchHoursOfOperations = searchOperation<HoursOfOperation>({
  member: 'HoursOfOperations',
  of: ({ instance }) => [...instance.hours.values()],
  show: shown,
  fields: {
    name: ({ name }) => name,
    description: ({ description }) => description,
    timezone: ({ timeZone }) => timeZone,
    resourceID: ({ id }) => id,
  },
  tags: ({ tags }) => tags,
});

export const updateHoursOfOperation: ServiceOperation = {
  partial: 'an EndTime before the StartTime is refused',
  resources: hoursResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const hours = hoursIn(engine, input);
    const name = optionalText(input, 'Name', 1, 127) ?? hours.name;
    checkName(engine, name, hours);
    const timeZone = timeZoneIn(optionalText(input, 'TimeZone', 1, 100) ?? hours.timeZone);
    const openings = input.Config === undefined ? hours.openings : openingsIn(input);
    const description = optionalText(input, 'Description', 0, 250) ?? hours.description;
    Object.assign(hours, { name, timeZone, openings, description });
    engine.changes.instance();
    return {};
  },
};

export const deleteHoursOfOperation: ServiceOperation = {
  resources: hoursResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const hours = hoursIn(engine, input);
    if (engine.instance.queues.some(({ hoursOfOperationId }) => hoursOfOperationId === hours.id)) {
      throw new ServiceError('ResourceInUseException', 'A queue has these hours of operation');
    }
    engine.instance.hours.delete(hours.id);
    engine.instance.deleted.add(hours.id);
    engine.changes.instance();
    return {};
  },
};
