import { CreateScheduleGroupCommand } from '@aws-sdk/client-scheduler';
import * as v from 'valibot';
import { arnOf } from '../cloud.ts';
import type { ResourceKind } from '../deploy.ts';
import { physicalName } from '../template/physical-names.ts';
import { ifFound, read } from './properties.ts';

const schema = v.object({ Name: v.optional(v.string()) });

/** A group that exists keeps its schedules. */
export const scheduleGroup: ResourceKind = async ({ stack, logicalId, properties }, cloud) => {
  const name = read(schema, properties).Name ?? physicalName(stack, logicalId, 64);
  await ifFound(cloud.scheduler.send(new CreateScheduleGroupCommand({ Name: name })), 'ConflictException');
  const arn = arnOf(cloud, 'scheduler', `schedule-group/${name}`);
  return { ref: name, attributes: { Arn: arn, State: 'ACTIVE' } };
};
