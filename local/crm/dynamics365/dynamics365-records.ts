/** What an environment has of an opportunity, as its form lists it. */
import type { StoredRecord } from '../crm-double.ts';
import type { Json } from '../double-http.ts';
import type { TABLES } from './dynamics365-tables.ts';

type Rows = Readonly<Record<keyof typeof TABLES, ReadonlyMap<string, Json>>>;

/** The key in `/contacts(…)`. */
export const keyIn = (address: unknown): string | undefined => /\(([^)]*)\)$/.exec(String(address ?? ''))?.[1];

export function storedRecords(rows: Rows, opportunityId: string): readonly StoredRecord[] {
  const opportunity = rows.opportunities.get(opportunityId);
  if (opportunity === undefined) return [];
  const people = new Map<string, StoredRecord>();
  for (const connection of rows.connections.values()) {
    const side = ['record1', 'record2'].find((one) => connection[`_${one}id_value`] === opportunityId);
    if (side === undefined) continue;
    const other = side === 'record1' ? 'record2' : 'record1';
    const table = connection[`${other}table`] === 'systemusers' ? 'systemusers' : 'contacts';
    const id = String(connection[`_${other}id_value`]);
    const row = rows[table].get(id);
    if (row === undefined || people.has(id)) continue;
    const fields = { ...row, [`${other}roleid`]: connection[`${other}roleid`] ?? null };
    people.set(id, { ...{ part: 'person', table, id, title: String(row.fullname), fields } });
  }
  const notes = [...rows.annotations.values()].filter(({ _objectid_value: about }) => about === opportunityId);
  const calls = [...rows.phonecalls].filter(
    ([, call]) => keyIn(call['regardingobjectid_opportunity_phonecall@odata.bind']) === opportunityId,
  );
  return [
    {
      ...{ part: 'opportunity', table: 'opportunities', id: opportunityId, title: String(opportunity.name) },
      fields: opportunity,
    },
    ...people.values(),
    ...notes.map((note): StoredRecord => {
      const { documentbody: _bytes, ...fields } = note;
      const { annotationid: id, subject } = note;
      return { ...{ part: 'document', table: 'annotations', id: String(id), title: String(subject), fields } };
    }),
    ...calls.map(([id, call]): StoredRecord => {
      return { ...{ part: 'call', table: 'phonecalls', id, title: String(call.subject), fields: call } };
    }),
  ];
}
