/**
 * What a source had erased: ids, times and counts. Of an opportunity, and of a person in one, `pk` is
 * `ERASED#<source>#<opportunity>` and `sk` is `ERASED` or `CONTACT#<id>`; of a person everywhere, `pk` is
 * `ERASED-PERSON#<source>#<contact>` and `sk` is `ERASED`.
 */
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Erasure, ErasureSubject, Erasures } from '../core/ports/erasure.ts';
import { type ItemKey, keyPart } from './dynamodb-keys.ts';
import { type Item, queryAll, type StoreTable, sendOptions } from './dynamodb-table.ts';

/** BatchGetItem takes at most a hundred keys. */
const BATCH = 100;
const MARK = 'ERASED';
const PERSON = 'CONTACT#';

const opportunityMarks = (sourceId: string, opportunityId: string) =>
  `ERASED#${keyPart(sourceId)}#${keyPart(opportunityId)}`;
const personKey = (sourceId: string, contactId: string): ItemKey => ({
  pk: `ERASED-PERSON#${keyPart(sourceId)}#${keyPart(contactId)}`,
  sk: MARK,
});

export function erasureKey({ sourceId, opportunityId, contactId }: ErasureSubject): ItemKey {
  if (opportunityId === undefined) return personKey(sourceId, contactId ?? '');
  const sk = contactId === undefined ? MARK : `${PERSON}${contactId.toWellFormed()}`;
  return { pk: opportunityMarks(sourceId, opportunityId), sk };
}

export function dynamodbErasures(table: StoreTable): Erasures {
  return {
    async of({ sourceId, opportunityId }, contactIds) {
      const [marks, people] = await Promise.all([
        queryAll(table, {
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': opportunityMarks(sourceId, opportunityId) },
          ConsistentRead: true,
        }),
        getAll(
          table,
          [...new Set(contactIds)].map((contactId) => personKey(sourceId, contactId)),
        ),
      ]);
      const asked = new Set(contactIds);
      const contacts = new Map<string, Erasure>();
      for (const item of [...marks, ...people]) {
        const contactId = String(item.contactId);
        const erasure = erasureFrom(item);
        const known = contacts.get(contactId);
        if (!asked.has(contactId) || (known !== undefined && known.at > erasure.at)) continue;
        contacts.set(contactId, erasure);
      }
      const opportunity = marks.find(({ sk }) => sk === MARK);
      return { opportunity: opportunity && erasureFrom(opportunity), contacts };
    },
  };
}

const erasureFrom = ({ at, markedAt }: Item): Erasure => ({ at: String(at), markedAt: String(markedAt) });

async function getAll(table: StoreTable, keys: readonly ItemKey[]): Promise<readonly Item[]> {
  const batches = Array.from({ length: Math.ceil(keys.length / BATCH) }, (_, index) =>
    keys.slice(index * BATCH, (index + 1) * BATCH),
  );
  return (await Promise.all(batches.map((batch) => getBatch(table, batch)))).flat();
}

async function getBatch(table: StoreTable, keys: readonly ItemKey[]): Promise<readonly Item[]> {
  const items: Item[] = [];
  let left: Record<string, unknown>[] = keys.map((key) => ({ ...key }));
  while (left.length > 0) {
    const { Responses: found = {}, UnprocessedKeys: unprocessed = {} } = await table.client.send(
      new BatchGetCommand({ RequestItems: { [table.name]: { Keys: left, ConsistentRead: true } } }),
      sendOptions(table),
    );
    items.push(...(found[table.name] ?? []));
    left = unprocessed[table.name]?.Keys ?? [];
  }
  return items;
}
