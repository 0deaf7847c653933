/** `/sobjects`: records by id and by external id (REST API Developer Guide, "sObject Rows", "… Rows by External ID"). */
import type { DoubleAnswer, Json } from '../double-http.ts';
import { idIn } from './salesforce-demo.ts';
import { FIELDS, faultOf, NO_UPDATE } from './salesforce-fields.ts';
import { fileDeleted, fileRenamed } from './salesforce-files.ts';
import { CALL_ID, noResource, refused, type SalesforceStore } from './salesforce-store.ts';

const REFERENCES = ['WhoId', 'WhatId', 'OwnerId', 'ContactId', 'OpportunityId', 'ReportsToId'];
const NOT_ACCESSIBLE = 'Provided external ID field does not exist or is not accessible';

/** @param path after `/sobjects`: object, then id, or field and value */
export function sobjectAnswer(
  store: SalesforceStore,
  method: string,
  [object = '', id = '', value]: readonly string[],
  query: URLSearchParams,
  json: Json,
): DoubleAnswer {
  if (store.tables[object] === undefined) return noResource();
  if (method === 'POST') return write(store, object, undefined, json);
  if (value !== undefined) return upsert(store, object, id, value, json);
  if (store.deleted.has(id)) return refused(404, 'ENTITY_IS_DELETED', 'entity is deleted');
  const row = store.rows(object).get(id);
  if (row === undefined || store.hidden.has(id)) return refused(404, 'NOT_FOUND', NOT_ACCESSIBLE);
  if (method === 'PATCH') return write(store, object, id, json);
  if (method === 'DELETE') {
    store.rows(object).delete(id);
    if (object === 'ContentDocument') fileDeleted(store, id);
    return { status: 204 };
  }
  return shown(object, row, query.get('fields')?.split(','));
}

function shown(object: string, row: Json, fields: readonly string[] | undefined): DoubleAnswer {
  const unknown = fields?.find((field) => !FIELDS[object]?.includes(field));
  if (unknown !== undefined) return refused(400, 'INVALID_FIELD', `No such column '${unknown}'`);
  const members = Object.entries(row).filter(([name, member]) =>
    fields ? fields.includes(name) : typeof member !== 'object' || member === null,
  );
  return { status: 200, json: { attributes: { type: object }, ...Object.fromEntries(members) } };
}

function upsert(store: SalesforceStore, object: string, field: string, value: string, json: Json): DoubleAnswer {
  if (object !== 'Task' || field !== CALL_ID) return refused(404, 'NOT_FOUND', NOT_ACCESSIBLE);
  if (CALL_ID in json || 'Id' in json) return refused(400, 'INVALID_FIELD', 'The external ID is in the address');
  const known = [...store.rows('Task')].find(([, task]) => task[CALL_ID] === value)?.[0];
  return write(store, 'Task', known, json, { [CALL_ID]: value });
}

function write(
  store: SalesforceStore,
  object: string,
  id: string | undefined,
  json: Json,
  more: Json = {},
): DoubleAnswer {
  const rows = store.rows(object);
  const before = rows.get(id ?? '');
  const refusal = store.refusals.shift();
  if (refusal !== undefined) return refused(400, refusal);
  const fixed = id === undefined ? undefined : Object.keys(json).find((name) => NO_UPDATE.has(`${object}.${name}`));
  if (fixed !== undefined) return refused(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', `Unable to update: ${fixed}`);
  const fault = faultOf(object, { ...before, ...json }, json);
  if (fault !== undefined) return refused(400, ...fault);
  for (const name of REFERENCES) {
    const broken = referenceFault(store, json[name]);
    if (broken !== undefined) return broken;
  }
  const key = id ?? idIn(object === 'Contact' ? 'c' : object === 'Task' ? '00T' : 'role', store.nextNumber());
  rows.set(key, { ...before, ...json, ...more, Id: key });
  if (object === 'ContentDocument') fileRenamed(store, key, json);
  if (id !== undefined && more[CALL_ID] === undefined) return { status: 204 };
  return {
    status: id === undefined ? 201 : 200,
    json: { id: key, success: true, errors: [], created: id === undefined },
  };
}

function referenceFault({ deleted, tables }: SalesforceStore, value: unknown): DoubleAnswer | undefined {
  if (value === undefined || value === null) return undefined;
  const id = String(value);
  if (!/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(id))
    return refused(400, 'MALFORMED_ID', `id value of incorrect type: ${id}`);
  if (deleted.has(id)) return refused(400, 'ENTITY_IS_DELETED', 'entity is deleted');
  const isThere = Object.values(tables).some((rows) => rows.has(id));
  return isThere ? undefined : refused(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
}
