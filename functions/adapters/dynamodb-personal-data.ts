/** Where personal data is held: an opportunity's partition, and the index by person, which holds keys only. */
import { DeleteCommand, QueryCommand, type QueryCommandInput, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { HeldItem, HeldPlace, PersonalData } from '../core/ports/erasure.ts';
import { opportunityPartition, PREFIX, personIndexKey } from './dynamodb-keys.ts';
import { conditional, type Item, type StoreTable } from './dynamodb-table.ts';

const PAGE = 200;

/** By the beginning of the sort key; and which attribute says when the item was written, or, of a call, asked for. */
const KINDS = [
  { kind: 'opportunities', prefix: 'OPPORTUNITY', time: 'updatedAt' },
  { kind: 'contacts', prefix: PREFIX.contact, time: 'updatedAt' },
  { kind: 'phones', prefix: PREFIX.phone, time: 'writtenAt' },
  { kind: 'documents', prefix: PREFIX.document, time: 'updatedAt' },
  { kind: 'calls', prefix: PREFIX.call, time: 'requestedAt' },
  { kind: 'activities', prefix: PREFIX.activity, time: 'at' },
  { kind: 'shares', prefix: 'SHARE#', time: 'createdAt' },
  // Which record of the CRM's own is a call's: ids.
  { kind: 'records', prefix: PREFIX.record, time: 'writtenAt' },
] as const satisfies readonly { kind: HeldItem['kind']; prefix: string; time: string }[];

export function dynamodbPersonalData(table: StoreTable): PersonalData {
  async function* pages(input: Omit<QueryCommandInput, 'TableName'>): AsyncGenerator<readonly Item[]> {
    let start: QueryCommandInput['ExclusiveStartKey'];
    do {
      const from = start === undefined ? {} : { ExclusiveStartKey: start };
      const command = new QueryCommand({ TableName: table.name, Limit: PAGE, ...input, ...from });
      const { Items: items = [], LastEvaluatedKey: last } = await table.client.send(command);
      yield items;
      start = last;
    } while (start !== undefined);
  }

  const personPages = (sourceId: string, contactId: string, opportunityId?: string) => {
    const { gsi4pk, gsi4sk } = personIndexKey({ sourceId, opportunityId: opportunityId ?? '' }, contactId);
    const isOne = opportunityId !== undefined;
    return pages({
      IndexName: 'gsi4',
      KeyConditionExpression: isOne ? 'gsi4pk = :person AND gsi4sk = :opportunity' : 'gsi4pk = :person',
      ExpressionAttributeValues: { ':person': gsi4pk, ...(isOne && { ':opportunity': gsi4sk }) },
    });
  };

  return {
    async *ofPerson({ sourceId, contactId, opportunityId }) {
      for await (const items of personPages(sourceId, contactId, opportunityId)) {
        yield items.flatMap((item) => heldFrom(item, String(item.gsi4sk), contactId));
      }
    },

    /** Backwards: what makes the opportunity appear comes first. */
    async *ofOpportunity(key) {
      const partition = pages({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': opportunityPartition(key) },
        ProjectionExpression: 'pk, sk, phones, contactId',
        ScanIndexForward: false,
        ConsistentRead: true,
      });
      for await (const items of partition) yield items.flatMap((item) => heldFrom(item, key.opportunityId));
    },

    async remove({ kind, ref }, markedAt) {
      const removed = await conditional(
        table.client.send(new DeleteCommand({ TableName: table.name, Key: ref, ...notAfter(kind, markedAt) })),
      );
      return removed.met;
    },

    async blank({ kind, ref }, markedAt) {
      const read = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk AND sk = :sk',
          ExpressionAttributeValues: { ':pk': ref.pk, ':sk': ref.sk },
          ConsistentRead: true,
        }),
      );
      const changes = read.Items?.[0]?.changes;
      const fields = Array.isArray(changes) ? changes.map(({ field }) => ({ field: String(field) })) : [];
      const condition = notAfter(kind, markedAt);
      const blanked = await conditional(
        table.client.send(
          new UpdateCommand({
            ...{ TableName: table.name, Key: ref, ...condition },
            UpdateExpression: 'SET subjectName = :nobody, changes = :fields, erased = :yes REMOVE gsi4pk, gsi4sk',
            ExpressionAttributeValues: {
              ...condition.ExpressionAttributeValues,
              ...{ ':nobody': '', ':fields': fields, ':yes': true },
            },
          }),
        ),
      );
      return blanked.met;
    },

    async isHeld(sourceId, what, isMeant) {
      const found = 'contactId' in what ? personPages(sourceId, what.contactId) : numberPages(what.number);
      for await (const items of found) {
        const places = items.flatMap((item): HeldPlace[] => {
          if ('contactId' in what) return [{ opportunityId: String(item.gsi4sk), contactId: what.contactId }];
          if (item.sourceId !== sourceId) return [];
          return [{ opportunityId: String(item.opportunityId), contactId: String(item.contactId) }];
        });
        if (places.some(isMeant)) return true;
      }
      return false;
    },
  };

  function numberPages(number: string) {
    return pages({
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :phone',
      ExpressionAttributeValues: { ':phone': `${PREFIX.phone}${number}` },
    });
  }
}

/** An item that has no time was written by nobody newer. */
function notAfter(kind: HeldItem['kind'], markedAt: string) {
  const time = KINDS.find((one) => one.kind === kind)?.time ?? '';
  return {
    ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(#time) OR #time <= :markedAt)',
    ExpressionAttributeNames: { '#time': time },
    ExpressionAttributeValues: { ':markedAt': markedAt },
  };
}

/** `contactId` of a person's index, which does not hold the attribute. */
function heldFrom(item: Item, opportunityId: string, contactId?: string): HeldItem[] {
  const [pk, sk] = [String(item.pk), String(item.sk)];
  const kind = KINDS.find(({ prefix }) => sk.startsWith(prefix))?.kind;
  if (kind === undefined) return [];
  const rest = sk.slice(sk.indexOf('#') + 1);
  const phones =
    kind === 'contacts' && Array.isArray(item.phones) ? item.phones.map(({ number }) => String(number)) : [];
  const person =
    kind === 'contacts' ? rest : kind === 'phones' ? (contactId ?? rest.slice(rest.indexOf('#') + 1)) : undefined;
  return [
    {
      ...{ kind, opportunityId, ref: { pk, sk } },
      ...(kind === 'calls' && { callId: rest }),
      ...(person !== undefined && { contactId: person }),
      numbers: kind === 'phones' ? [rest.slice(0, rest.indexOf('#'))] : phones,
    },
  ];
}
