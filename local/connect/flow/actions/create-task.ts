import { startTask } from '../../contacts/tasks.ts';
import { type ActionDefinition, done, failed, NO_MATCHING_ERROR, textOf } from '../action.ts';
import { dynamicOr, flow, optional, record, required, text, textMap, wholeNumber } from '../parameter-rules.ts';
import { referencesOf, resolvedMembers } from '../resolve.ts';
import { findFlowVersion } from '../versions.ts';

/** Six days. */
const MAX_DELAY_S = 518_400;

/** The new task is related to the contact whose flow made it, so that it begins with a copy of its attributes. */
export const createTask: ActionDefinition = {
  type: 'CreateTask',
  partial: 'no task templates',
  parameters: {
    ContactFlowId: required(flow),
    Name: required(text(512)),
    Description: optional(text(4_096)),
    Attributes: optional(textMap),
    References: optional(record),
    DelaySeconds: optional(dynamicOr(wholeNumber(1, MAX_DELAY_S))),
    ScheduledTime: optional(text(100)),
  },
  check: ({ DelaySeconds, ScheduledTime }) =>
    DelaySeconds !== undefined && ScheduledTime !== undefined
      ? 'DelaySeconds and ScheduledTime exclude each other'
      : undefined,
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const { engine, contact } = run;
    const read = (name: string): string | undefined => {
      const written = textOf(parameters, name);
      return written === undefined ? undefined : run.value(written);
    };
    const target = findFlowVersion(engine.instance, read('ContactFlowId') ?? '');
    if (target?.published === undefined || target.state === 'ARCHIVED')
      return failed('there is no such published flow');
    const name = read('Name') ?? '';
    if (name === '') return failed('a task needs a name');
    const now = engine.scheduler.now();
    const delay = read('DelaySeconds');
    const time = read('ScheduledTime');
    const at = delay === undefined ? (time === undefined ? undefined : Date.parse(time)) : now + Number(delay) * 1_000;
    if (at !== undefined && !(at > now && at <= now + MAX_DELAY_S * 1_000)) return failed('not within the next 6 days');
    const description = read('Description');
    const attributes = resolvedMembers(run, parameters.Attributes);
    const task = startTask(engine, {
      flow: target,
      name,
      relatedContactId: contact.id,
      attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)])),
      references: referencesOf(run, parameters.References),
      ...(description !== undefined && { description }),
      ...(at !== undefined && { scheduledAt: at }),
    });
    return done(task.id);
  },
};
