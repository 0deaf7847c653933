/** The circuit breakers: one item for each source that has ever failed. `pk` is `CIRCUIT#<source>`, `sk` is `CIRCUIT`. */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Circuit, CLOSED } from '../core/circuit-breaker.ts';
import { DAY } from '../core/policy.ts';
import type { Circuits } from '../core/ports/crm.ts';
import { expiryAt, keyPart } from './dynamodb-keys.ts';
import { conditional, type StoreTable } from './dynamodb-table.ts';

const keyOf = (sourceId: string) => ({ pk: `CIRCUIT#${keyPart(sourceId)}`, sk: 'CIRCUIT' });

export function dynamodbCircuits(table: StoreTable): Circuits {
  return {
    async get(sourceId) {
      const { Item: item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: keyOf(sourceId), ConsistentRead: true }),
      );
      return item === undefined
        ? { circuit: CLOSED, version: 0 }
        : { circuit: item.circuit as Circuit, version: Number(item.version) };
    },
    async replace(sourceId, circuit, version, at) {
      const stored = { circuit, version: version + 1 };
      const expiresAt = expiryAt(at.getTime() + DAY);
      const written = await conditional(
        table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: { ...keyOf(sourceId), ...stored, expiresAt },
            ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : 'version = :version',
            ...(version > 0 && { ExpressionAttributeValues: { ':version': version } }),
          }),
        ),
      );
      return written.met ? stored : undefined;
    },
  };
}
