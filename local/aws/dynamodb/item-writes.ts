/**
 * Puts, updates and deletes: forwarded as they are, one at a time per item, with what dynalite lacks:
 * `ReturnValuesOnConditionCheckFailure: ALL_OLD` (the item that made the condition fail comes back in the error).
 */
import type { ServiceResponse } from '../../parts.ts';
import type { DynaliteAnswer, DynaliteServer } from './dynalite-server.ts';
import type { ItemLocks } from './item-locks.ts';
import { asItem, asObject, type Input, type Item, itemName, type TableStore } from './table-store.ts';

export interface WriteParts {
  readonly dynalite: DynaliteServer;
  readonly store: TableStore;
  readonly locks: ItemLocks;
}

export const writeItem = async (
  { dynalite, store, locks }: WriteParts,
  operation: string,
  input: Input,
  body: string,
): Promise<ServiceResponse> => {
  const table = String(input.TableName);
  const key = await keyOfWrite(store, table, input);
  return locks.run([itemName(table, key)], async () => {
    const answer = await dynalite.call(operation, body);
    const wantsItem = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    if (answer.status < 400 || !wantsItem) return respond(answer);
    const error = asObject(JSON.parse(answer.body));
    if (!String(error.__type).endsWith('#ConditionalCheckFailedException')) return respond(answer);
    const item = await store.get(table, key);
    return respond({ status: answer.status, body: JSON.stringify({ ...error, ...(item && { Item: item }) }) });
  });
};

/** Batch writes take their items' locks too, or they would slip between a transaction's check and its write. */
export const batchWrite = async (parts: WriteParts, input: Input, body: string): Promise<ServiceResponse> => {
  const names: string[] = [];
  for (const [table, requests] of Object.entries(asObject(input.RequestItems))) {
    for (const request of Array.isArray(requests) ? requests : []) {
      const { PutRequest, DeleteRequest } = asObject(request);
      const key = await keyOfWrite(parts.store, table, { ...asObject(PutRequest), ...asObject(DeleteRequest) });
      names.push(itemName(table, key));
    }
  }
  return parts.locks.run(names, async () => respond(await parts.dynalite.call('BatchWriteItem', body)));
};

const keyOfWrite = async (store: TableStore, table: string, input: Input): Promise<Item> => {
  if (input.Item === undefined) return asItem(input.Key);
  // An unknown table is dynalite's to refuse, in its own words.
  return store.keyOf(table, asItem(input.Item)).catch(() => ({}));
};

export const respond = (answer: DynaliteAnswer): ServiceResponse => ({
  status: answer.status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: answer.body,
});
