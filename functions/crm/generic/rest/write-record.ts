/** One record of a CRM's, by its description, for one thing of ours. */
import type { RestRecord } from '#core/contracts/rest-description.ts';
import type { CrmRecords, Delivered } from '#core/ports/crm.ts';
import type { OpportunityKey } from '#core/ports/opportunity-store.ts';
import { type CrmAnswer, deliveryFailure } from '../../crm-session.ts';
import { idOf } from '../../json.ts';
import { type Kept, keepRecord } from '../../keep-record.ts';
import type { Names } from './address.ts';
import { find } from './expression.ts';
import type { RestClient } from './rest-client.ts';

export interface Subject {
  readonly key: OpportunityKey;
  /** Ours, by which it is one record. */
  readonly subjectId: string;
  readonly names: Names;
  readonly told: object;
}

export async function writeRecord(
  client: RestClient,
  records: CrmRecords,
  described: RestRecord,
  { key, subjectId, names, told }: Subject,
): Promise<Delivered> {
  const { upsert, create, update, find: search, id: idExpression } = described;
  if (upsert !== undefined) {
    const answer = await client.write(upsert, names, told);
    return answer.outcome === 'ok' ? { outcome: 'delivered' } : deliveryFailure(answer);
  }
  if (create === undefined || search === undefined) return { outcome: 'dropped', reason: 'no-way-to-write' };
  return keepRecord(records, key, subjectId, {
    async find() {
      const answer = await client.get(search, names);
      if (answer.outcome !== 'ok') return answer;
      const items = find(search.items, answer.json);
      if (!Array.isArray(items)) return { outcome: 'unusable', status: answer.status };
      const recordId = idOf(find(search.id, items[0]));
      return recordId === undefined ? { outcome: 'none' } : { outcome: 'kept', recordId };
    },
    create: async () => made(await client.write(create, names, told), idExpression),
    async update(recordId) {
      if (update === undefined) return { outcome: 'kept', recordId };
      const complete = { ...update, body: update.body ?? create.body };
      const answer = await client.write(complete, { ...names, recordId }, { ...told, recordId });
      return answer.outcome === 'ok' ? { outcome: 'kept', recordId } : answer;
    },
  });
}

/** The record that an answer says it has made. */
export function made(answer: CrmAnswer, idExpression: string): Kept {
  if (answer.outcome !== 'ok') return answer;
  const recordId = idOf(find(idExpression, answer.json));
  return recordId === undefined ? { outcome: 'unusable', status: answer.status } : { outcome: 'kept', recordId };
}
