import { CreateStreamCommand } from '@aws-sdk/client-kinesis';
import * as v from 'valibot';
import { arnOf } from '../cloud.ts';
import type { ResourceKind } from '../deploy.ts';
import { physicalName } from '../template/physical-names.ts';
import { ifFound, number, read } from './properties.ts';

const schema = v.object({
  Name: v.optional(v.string()),
  ShardCount: v.optional(number),
  StreamModeDetails: v.optional(v.object({ StreamMode: v.picklist(['ON_DEMAND', 'PROVISIONED']) })),
});

/** Retention and encryption have no effect here. */
export const stream: ResourceKind = async ({ stack, logicalId, properties }, cloud) => {
  const { Name, ...shards } = read(schema, properties);
  const name = Name ?? physicalName(stack, logicalId, 128);
  const create = new CreateStreamCommand({ StreamName: name, ...shards });
  await ifFound(cloud.kinesis.send(create), 'ResourceInUseException');
  return { ref: name, attributes: { Arn: arnOf(cloud, 'kinesis', `stream/${name}`) } };
};
