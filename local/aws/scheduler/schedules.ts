/** One-time schedules, kept in a file: each is delivered once when its time has come, and is gone then. */
import { AwsError } from '../errors.ts';
import type { StateFile } from '../state-file.ts';

export interface Schedule {
  readonly name: string;
  readonly group: string;
  readonly expression: string;
  readonly targetArn: string;
  readonly roleArn: string;
  readonly deadLetterArn?: string;
  readonly input: string;
  readonly createdAt: number;
  readonly changedAt: number;
}

export interface SchedulerState {
  readonly groups: string[];
  readonly schedules: Record<string, Schedule>;
}

/** Anything thrown means that the target did not get it. */
export type Deliver = (schedule: Schedule) => Promise<void>;

export const keyOf = (group: string, name: string): string => `${group}/${name}`;

/** `at(2026-11-24T10:00:00)`, in UTC. @throws AwsError for anything but a time */
export function timeOf(expression: string): number {
  const [, text] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression) ?? [];
  const time = Date.parse(`${text}Z`);
  if (!Number.isNaN(time)) return time;
  throw new AwsError('ValidationException', `Invalid Schedule Expression ${expression}.`);
}

/** Delivers what is due. What is being delivered is not delivered a second time; a crash in between delivers it again. */
export function dueDeliveries(
  file: StateFile<SchedulerState>,
  deliver: Deliver,
  isDeliverable: (schedule: Schedule) => boolean,
) {
  const underWay = new Set<Schedule>();
  return async (now: number): Promise<void> => {
    const { schedules } = file.value;
    const due = Object.values(schedules).filter(
      (one) => timeOf(one.expression) <= now && !underWay.has(one) && isDeliverable(one),
    );
    await Promise.all(
      due.map(async (schedule) => {
        underWay.add(schedule);
        try {
          await deliver(schedule);
          const key = keyOf(schedule.group, schedule.name);
          // Moved to another time meanwhile: that one is still to come.
          if (schedules[key] === schedule) delete schedules[key];
        } finally {
          underWay.delete(schedule);
        }
      }),
    );
    if (due.length > 0) await file.save();
  };
}
