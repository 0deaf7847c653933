/** Facts: Administrator Guide, "Identify dates where you need to override standard operating hours"; API reference, RecurrencePattern. */
import {
  CreateHoursOfOperationCommand,
  CreateHoursOfOperationOverrideCommand,
  type CreateHoursOfOperationOverrideCommandInput,
  DeleteHoursOfOperationOverrideCommand,
  DescribeHoursOfOperationOverrideCommand,
  GetEffectiveHoursOfOperationsCommand,
  ListHoursOfOperationOverridesCommand,
  UpdateHoursOfOperationOverrideCommand,
} from '@aws-sdk/client-connect';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveOn, isOpenAt, weekdayOf } from '../../../local/connect/effective-hours.ts';
import { DAYS, type HoursOfOperation, type HoursOverride } from '../../../local/connect/hours-of-operation.ts';
import { PLACE, testInstance } from './instance.ts';
import { clientOf } from './service-client.ts';

const { instanceId: InstanceId } = PLACE;
const at = (Hours: number, Minutes = 0) => ({ Hours, Minutes });
const everyDay = (StartTime: ReturnType<typeof at>, EndTime: ReturnType<typeof at>) =>
  DAYS.map((Day) => ({ Day, StartTime, EndTime }));

const office = async () => {
  const instance = testInstance();
  const client = clientOf(instance.engine);
  const weekdays = everyDay(at(8), at(20)).filter(({ Day }) => Day !== 'SATURDAY' && Day !== 'SUNDAY');
  const { HoursOfOperationId = '' } = await client.send(
    new CreateHoursOfOperationCommand({ InstanceId, Name: 'Office', TimeZone: 'Europe/Berlin', Config: weekdays }),
  );
  const of = { InstanceId, HoursOfOperationId };
  const override = async (more: Partial<CreateHoursOfOperationOverrideCommandInput>) => {
    const order = {
      ...of,
      Name: 'x',
      Config: everyDay(at(0), at(0)),
      EffectiveFrom: '2026-01-01',
      EffectiveTill: '2030-12-31',
    };
    return client.send(new CreateHoursOfOperationOverrideCommand({ ...order, ...more }));
  };
  const effective = async (FromDate: string, ToDate = FromDate) =>
    client.send(new GetEffectiveHoursOfOperationsCommand({ ...of, FromDate, ToDate }));
  const hoursOn = async (date: string) =>
    (await effective(date)).EffectiveHoursOfOperationList?.[0]?.OperationalHours?.map(
      ({ Start, End }) => `${Start?.Hours}-${End?.Hours}`,
    );
  const hours = () => {
    const known = instance.engine.instance.hours.get(HoursOfOperationId);
    if (known === undefined) throw new Error('no hours');
    return known;
  };
  return { client, of, override, effective, hoursOn, hours };
};

describe('overrides of hours of operation', () => {
  it('replace the hours of a day, open more, and close before everything else', async () => {
    const { override, hoursOn, effective, hours } = await office();
    expect(await hoursOn('2026-12-23')).toEqual(['8-20']);
    const day = { EffectiveFrom: '2026-12-23', EffectiveTill: '2026-12-23' };
    await override({ ...day, Name: 'short day', Config: everyDay(at(10), at(14)) });
    expect(await hoursOn('2026-12-23')).toEqual(['10-14']);
    const yearly = {
      RecurrenceConfig: {
        RecurrencePattern: { Frequency: 'YEARLY' as const, Interval: 1, ByMonth: [12], ByMonthDay: [23] },
      },
    };
    await override({ ...yearly, Name: 'late sale', OverrideType: 'OPEN', Config: everyDay(at(18), at(22)) });
    expect(await hoursOn('2026-12-23')).toEqual(['10-14', '18-22']);
    await override({ ...yearly, Name: 'break', OverrideType: 'CLOSED', Config: everyDay(at(12), at(19)) });
    expect(await hoursOn('2026-12-23')).toEqual(['10-12', '19-22']);
    expect(await hoursOn('2027-12-23')).toEqual(['8-12', '19-22']);
    const told = await effective('2026-12-22', '2026-12-24');
    expect(told.EffectiveHoursOfOperationList?.map(({ Date: date }) => date)).toEqual([
      '2026-12-22',
      '2026-12-23',
      '2026-12-24',
    ]);
    expect(told).toMatchObject({ TimeZone: 'Europe/Berlin', EffectiveOverrideHoursList: [{ Date: '2026-12-23' }] });
    // In Berlin it is one hour later than in UTC.
    expect(isOpenAt(hours(), Date.parse('2026-12-23T10:59:00Z'))).toBe(true);
    expect(isOpenAt(hours(), Date.parse('2026-12-23T11:00:00Z'))).toBe(false);
  });

  it.each([
    [
      'the last Friday of every month',
      { Frequency: 'MONTHLY' as const, Interval: 1, ByWeekdayOccurrence: [-1] },
      'FRIDAY',
      '2026-11-27',
      '2026-11-20',
    ],
    [
      'the second Thursday of April',
      { Frequency: 'YEARLY' as const, Interval: 1, ByMonth: [4], ByWeekdayOccurrence: [2] },
      'THURSDAY',
      '2026-04-09',
      '2026-04-16',
    ],
    [
      'the last day of the month',
      { Frequency: 'MONTHLY' as const, Interval: 1, ByMonthDay: [-1] },
      undefined,
      '2028-02-29',
      '2028-02-28',
    ],
    ['every other week', { Frequency: 'WEEKLY' as const, Interval: 2 }, 'MONDAY', '2026-01-12', '2026-01-05'],
  ])('recur on %s', async (_, RecurrencePattern, Day, closed, open) => {
    const { override, hoursOn } = await office();
    const Config = everyDay(at(0), at(0)).filter((entry) => Day === undefined || entry.Day === Day);
    await override({ OverrideType: 'CLOSED', Config, RecurrenceConfig: { RecurrencePattern } });
    expect([await hoursOn(closed), await hoursOn(open)]).toEqual([[], ['8-20']]);
  });

  it('that are open all day end at 0:00, as hours are written', async () => {
    const { override, hoursOn } = await office();
    await override({});
    expect(await hoursOn('2026-06-01')).toEqual(['0-0']);
  });

  it('are described, listed, changed, deleted, at most fifty', async () => {
    const { client, of, override, hoursOn } = await office();
    const { HoursOfOperationOverrideId } = await override({ Name: 'one', Config: everyDay(at(9), at(10)) });
    await expect(override({ Name: 'one' })).rejects.toMatchObject({ name: 'DuplicateResourceException' });
    await expect(override({ Name: 'two', EffectiveTill: '2025-12-31' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(override({ Name: 'two', EffectiveTill: '2026-02-30' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const id = { ...of, HoursOfOperationOverrideId };
    await client.send(new UpdateHoursOfOperationOverrideCommand({ ...id, Config: everyDay(at(9), at(11)) }));
    const { HoursOfOperationOverride } = await client.send(new DescribeHoursOfOperationOverrideCommand(id));
    expect(HoursOfOperationOverride).toMatchObject({
      Name: 'one',
      OverrideType: 'STANDARD',
      EffectiveFrom: '2026-01-01',
    });
    expect(await hoursOn('2026-06-01')).toEqual(['9-11']);
    for (let index = 1; index < 50; index += 1) await override({ Name: `${index}` });
    await expect(override({ Name: 'more' })).rejects.toMatchObject({ name: 'LimitExceededException' });
    await client.send(new DeleteHoursOfOperationOverrideCommand(id));
    const listed = await client.send(new ListHoursOfOperationOverridesCommand(of));
    expect(listed.HoursOfOperationOverrideList).toHaveLength(49);
  });

  it('give disjoint spans in order, closed wherever a closing override covers the minute', () => {
    const opening = fc.record({
      day: fc.constantFrom(...DAYS),
      start: fc.integer({ min: 0, max: 700 }),
      end: fc.integer({ min: 701, max: 1_439 }),
    });
    const override = fc.record({
      type: fc.constantFrom('OPEN' as const, 'CLOSED' as const),
      openings: fc.array(opening),
    });
    fc.assert(
      fc.property(
        fc.array(opening),
        fc.array(override),
        fc.integer({ min: 0, max: 1_439 }),
        (openings, given, minute) => {
          const overrides = given.map(
            (entry, index): HoursOverride => ({
              ...entry,
              id: `${index}`,
              name: `${index}`,
              description: '',
              from: '2026-01-01',
              till: '2026-12-31',
            }),
          );
          const hours: HoursOfOperation = {
            id: 'h',
            name: 'h',
            description: '',
            timeZone: 'UTC',
            openings,
            overrides,
            tags: {},
          };
          const date = '2026-05-13';
          const spans = effectiveOn(hours, date);
          for (const [index, { start, end }] of spans.entries()) {
            expect(start).toBeLessThan(end);
            expect(start).toBeGreaterThan(spans[index - 1]?.end ?? -1);
          }
          const covers = (some: HoursOfOperation['openings']) =>
            some.some(({ day, start, end }) => day === weekdayOf(date) && minute >= start && minute < end);
          const of = (type: HoursOverride['type']) =>
            overrides.some((entry) => entry.type === type && covers(entry.openings));
          const open = !of('CLOSED') && (of('OPEN') || covers(openings));
          expect(spans.some(({ start, end }) => minute >= start && minute < end)).toBe(open);
        },
      ),
    );
  });
});
