import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { arnOf, type Cloud } from '../cloud.ts';
import type { ResourceKind } from '../deploy.ts';
import { physicalName } from '../template/physical-names.ts';
import { TemplateError } from '../template/template.ts';
import { boolean, ifFound, read } from './properties.ts';

const keySchema = v.array(v.object({ AttributeName: v.string(), KeyType: v.picklist(['HASH', 'RANGE']) }));
const projection = v.object({
  ProjectionType: v.picklist(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: v.optional(v.array(v.string())),
});
const schema = v.object({
  TableName: v.optional(v.string()),
  AttributeDefinitions: v.array(v.object({ AttributeName: v.string(), AttributeType: v.picklist(['S', 'N', 'B']) })),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: v.optional(
    v.array(v.object({ IndexName: v.string(), KeySchema: keySchema, Projection: projection })),
    [],
  ),
  TimeToLiveSpecification: v.optional(v.object({ AttributeName: v.string(), Enabled: boolean })),
});

export const table: ResourceKind = async ({ stack, logicalId, properties }, cloud) => {
  const wanted = read(schema, properties);
  const name = wanted.TableName ?? physicalName(stack, logicalId, 255);
  const input = {
    TableName: name,
    AttributeDefinitions: wanted.AttributeDefinitions,
    KeySchema: wanted.KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...(wanted.GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes: wanted.GlobalSecondaryIndexes }),
  } as CreateTableCommandInput;
  const existing = await ifFound(
    cloud.dynamodb.send(new DescribeTableCommand({ TableName: name })),
    'ResourceNotFoundException',
  );
  if (existing === undefined) await create(input, wanted.TimeToLiveSpecification, cloud);
  else assertSameKeys(input, existing.Table ?? {});
  const arn = arnOf(cloud, 'dynamodb', `table/${name}`);
  return { ref: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/local`, TableId: name } };
};

async function create(
  input: CreateTableCommandInput,
  timeToLive: { AttributeName: string; Enabled: boolean } | undefined,
  cloud: Cloud,
): Promise<void> {
  await cloud.dynamodb.send(new CreateTableCommand(input));
  await waitUntilTableExists(
    { client: cloud.dynamodb, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.2 },
    { TableName: input.TableName },
  );
  if (timeToLive === undefined) return;
  await cloud.dynamodb.send(
    new UpdateTimeToLiveCommand({ TableName: input.TableName, TimeToLiveSpecification: timeToLive }),
  );
}

interface Keyed {
  readonly KeySchema?: readonly object[] | undefined;
  readonly GlobalSecondaryIndexes?:
    | readonly { IndexName?: string | undefined; KeySchema?: readonly object[] | undefined }[]
    | undefined;
}

/** A table's keys cannot change in place: CloudFormation would replace the table, and its data with it. */
function assertSameKeys(wanted: Keyed, existing: Keyed): void {
  const keys = ({ KeySchema, GlobalSecondaryIndexes = [] }: Keyed): string =>
    JSON.stringify([
      KeySchema,
      GlobalSecondaryIndexes.map((index) => JSON.stringify([index.IndexName, index.KeySchema])).sort(),
    ]);
  if (keys(wanted) === keys(existing)) return;
  throw new TemplateError(
    'its keys or indexes differ from the kept table: start with --ephemeral or another --data folder',
  );
}
