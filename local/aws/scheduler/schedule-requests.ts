/** What a request to EventBridge Scheduler says, read by the shapes of its API reference (restJson1). */
import * as v from 'valibot';
import type { ServiceRequest } from '../../parts.ts';
import { AwsError, notServed } from '../errors.ts';

const name = v.pipe(v.string(), v.regex(/^[0-9a-zA-Z\-_.]{1,64}$/, 'must be 1 to 64 letters, digits, - _ or .'));
const queueArn = v.pipe(v.string(), v.startsWith('arn:aws:sqs:', 'only queues are served here'));

/** What is left out is not served: a schedule that would run otherwise than in the cloud is refused. */
const scheduleSchema = v.strictObject({
  ClientToken: v.optional(v.string()),
  GroupName: v.optional(name, 'default'),
  ScheduleExpression: v.string(),
  ScheduleExpressionTimezone: v.optional(v.literal('UTC')),
  FlexibleTimeWindow: v.object({ Mode: v.literal('OFF') }),
  State: v.optional(v.literal('ENABLED')),
  Description: v.optional(v.string()),
  ActionAfterCompletion: v.literal('DELETE'),
  Target: v.strictObject({
    Arn: queueArn,
    RoleArn: v.pipe(v.string(), v.startsWith('arn:aws:iam::')),
    Input: v.pipe(v.string(), v.minLength(1)),
    DeadLetterConfig: v.optional(v.object({ Arn: v.optional(queueArn) })),
    RetryPolicy: v.optional(
      v.object({ MaximumEventAgeInSeconds: v.optional(v.number()), MaximumRetryAttempts: v.optional(v.number()) }),
    ),
  }),
});
export type ScheduleInput = v.InferOutput<typeof scheduleSchema>;

export type SchedulerRequest =
  | { readonly operation: 'CreateSchedule' | 'UpdateSchedule'; readonly name: string; readonly input: ScheduleInput }
  | { readonly operation: 'GetSchedule' | 'DeleteSchedule'; readonly name: string; readonly group: string }
  | { readonly operation: 'CreateScheduleGroup' | 'GetScheduleGroup'; readonly group: string };

/** @throws AwsError `ValidationException`, or for an operation that is not served */
export function readSchedulerRequest({ method, path, query, body }: ServiceRequest): SchedulerRequest {
  const [, kind, encoded, ...more] = path.split('/');
  if (encoded === undefined || more.length > 0) throw notServed(`scheduler ${method} ${path}`);
  const named = parse(name, decodeURIComponent(encoded));
  if (kind === 'schedule-groups' && method === 'POST') return { operation: 'CreateScheduleGroup', group: named };
  if (kind === 'schedule-groups' && method === 'GET') return { operation: 'GetScheduleGroup', group: named };
  if (kind !== 'schedules') throw notServed(`scheduler ${method} ${path}`);
  const group = new URLSearchParams(query).get('groupName') ?? 'default';
  switch (method) {
    case 'POST':
    case 'PUT':
      return {
        operation: method === 'POST' ? 'CreateSchedule' : 'UpdateSchedule',
        name: named,
        input: parse(scheduleSchema, JSON.parse(body.toString() || '{}')),
      };
    case 'GET':
      return { operation: 'GetSchedule', name: named, group };
    case 'DELETE':
      return { operation: 'DeleteSchedule', name: named, group };
    default:
      throw notServed(`scheduler ${method} ${path}`);
  }
}

function parse<Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'Name'}: ${issue.message}`);
  throw new AwsError('ValidationException', problems.join('; '));
}
