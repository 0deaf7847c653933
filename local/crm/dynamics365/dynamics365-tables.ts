/** Tables, their columns and rules, and the part of OData's queries that a connector uses: anything else is refused. */
import type { DoubleAnswer, Json } from '../double-http.ts';
import { filterOf } from './odata-filter.ts';

export const fault = (status: number, code: string, message: string): DoubleAnswer => ({
  status,
  json: { error: { code, message } },
});
export const notFound = (table: string, id: string): DoubleAnswer =>
  fault(404, '0x80040217', `${table} With Id = ${id} Does Not Exist`);

interface Table {
  readonly key: string;
  readonly readable: readonly string[];
  readonly expandable: readonly string[];
  /** Columns of related rows that a filter may name. */
  readonly filterable?: readonly string[];
  /** @param before undefined when it is made */
  refuse(written: Json, before: Json | undefined): DoubleAnswer | undefined;
}

const taking =
  (writable: readonly string[], rule: Table['refuse'] = () => undefined): Table['refuse'] =>
  (written, before) => {
    const unknown = Object.keys(written).find((name) => !writable.includes(name));
    if (unknown !== undefined) return fault(400, '0x80048d19', `Invalid property '${unknown}' was found.`);
    return rule(written, before);
  };
const readOnly: Table['refuse'] = () => fault(403, '0x80040220', 'Principal user is missing privilege.');

const CONTACT = [
  'contactid',
  'fullname',
  'jobtitle',
  'emailaddress1',
  'donotphone',
  'merged',
  'statecode',
  '_masterid_value',
  '_parentcustomerid_value',
];
const PHONES = ['mobilephone', 'telephone1', 'telephone2'];
const USER = [
  'systemuserid',
  'fullname',
  'title',
  'internalemailaddress',
  'isdisabled',
  'mobilephone',
  'address1_telephone1',
];

export const TABLES = {
  opportunities: {
    key: 'opportunityid',
    readable: [
      ...['opportunityid', 'name', 'estimatedvalue', 'estimatedclosedate', 'closeprobability', 'stepname', 'statecode'],
      ...['_parentaccountid_value', '_customerid_value', '_parentcontactid_value'],
    ],
    filterable: ['parentaccountid/name'],
    expandable: ['transactioncurrencyid', 'owninguser', 'parentcontactid', 'customerid_contact'],
    refuse: readOnly,
  },
  contacts: {
    key: 'contactid',
    readable: [...CONTACT, ...PHONES],
    expandable: [],
    refuse: taking(['contactid', 'firstname', 'lastname', 'jobtitle', 'emailaddress1', 'donotphone', ...PHONES]),
  },
  systemusers: { key: 'systemuserid', readable: USER, expandable: [], refuse: readOnly },
  connections: {
    key: 'connectionid',
    readable: [
      ...['connectionid', '_record1id_value', '_record2id_value', 'statecode'],
      ...['record1objecttypecode', 'record2objecttypecode'],
    ],
    expandable: ['record1', 'record2'].flatMap((side) => [
      `${side}id_contact`,
      `${side}id_systemuser`,
      `${side}roleid`,
    ]),
    refuse: taking(['connectionid', 'record1id_opportunity@odata.bind', 'record2id_contact@odata.bind']),
  },
  annotations: {
    key: 'annotationid',
    readable: ['annotationid', 'subject', 'filename', 'mimetype', 'isdocument', '_objectid_value', 'createdon'],
    expandable: [],
    refuse: taking(
      [
        ...['annotationid', 'subject', 'filename', 'mimetype', 'documentbody', 'isdocument'],
        'objectid_opportunity@odata.bind',
      ],
      refuseNote,
    ),
  },
  phonecalls: {
    key: 'activityid',
    readable: ['activityid', 'subject', 'statecode', 'statuscode'],
    expandable: [],
    refuse: taking(
      [
        ...['activityid', 'subject', 'description', 'phonenumber', 'directioncode', 'actualstart', 'actualend'],
        ...['actualdurationminutes', 'statecode', 'statuscode', 'ownerid@odata.bind', 'phonecall_activity_parties'],
        'regardingobjectid_opportunity_phonecall@odata.bind',
      ],
      refusePhonecall,
    ),
  },
} as const satisfies Readonly<Record<string, Table>>;

/** `Organization.MaxUploadFileSize`, in bytes, unless somebody has changed it ("File size limits"). */
const MAX_NOTE = 5 * 1024 * 1024;

/** "Note" table reference: 500 characters of subject; the file is base64 and no larger than the environment lets it be. */
function refuseNote({ subject = '', documentbody, filename }: Json): DoubleAnswer | undefined {
  if (String(subject).length > 500) return fault(400, '0x80044331', 'The length of subject exceeded the maximum.');
  if (documentbody === undefined) return undefined;
  const text = String(documentbody);
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) return fault(400, '0x80048d19', 'documentbody is no base64.');
  if (filename === undefined) return fault(400, '0x80040203', 'A file needs its name.');
  return bytes.byteLength > MAX_NOTE ? fault(400, '0x80044a02', 'Attachment file size is too big.') : undefined;
}

/** "Phone Call" table reference: Status Reason by Status. */
const STATUS: Readonly<Record<string, readonly unknown[]>> = { '0': [1], '1': [2, 4], '2': [3] };

function refusePhonecall(written: Json, before: Json | undefined): DoubleAnswer | undefined {
  const { statecode, statuscode, subject = '', description = '', actualdurationminutes: minutes = 0 } = written;
  if (String(subject).length > 200 || String(description).length > 2_000) {
    return fault(400, '0x80044331', 'A validation error occurred. The length of an attribute exceeded the maximum.');
  }
  if (!Number.isInteger(minutes)) return fault(400, '0x80048d19', 'actualdurationminutes is Edm.Int32.');
  if (statecode !== undefined && !STATUS[String(statecode)]?.includes(statuscode)) {
    return fault(400, '0x80048408', `${statuscode} is not a valid status code for state code ${statecode}`);
  }
  const isEnded = before !== undefined && before.statecode !== 0;
  if (isEnded && Object.keys(written).some((name) => !['statecode', 'statuscode'].includes(name))) {
    return fault(400, '0x80040203', 'Cannot update Closed or Cancelled Activity');
  }
  return undefined;
}

type RowOf = (table: keyof typeof TABLES, id: string) => Json | undefined;

/** Rows that fit, with their columns; or why the query is refused. */
export function queried(name: keyof typeof TABLES, rows: readonly Json[], query: URLSearchParams, rowOf: RowOf) {
  const table: Table = TABLES[name];
  const known = ['$select', '$filter', '$expand', '$orderby', '$skiptoken'];
  const unknown = [...query.keys()].find((option) => !known.includes(option));
  if (unknown !== undefined) return syntax(`The query parameter ${unknown} is not supported`);
  const columns = (query.get('$select') ?? table.key).split(',');
  const strange = columns.find((column) => !table.readable.includes(column));
  if (strange !== undefined) return syntax(`Could not find a property named '${strange}'`);
  const expands = expandsIn(query.get('$expand') ?? '');
  const noNavigation = expands.find(
    ({ nav, select }) =>
      !table.expandable.includes(nav) || select.some((column) => !columnsBehind(nav).includes(column)),
  );
  if (noNavigation !== undefined) return syntax(`Could not find a property named '${noNavigation.nav}', or one of its`);
  const fits = filterOf(query.get('$filter'), [...table.readable, ...(table.filterable ?? [])]);
  if (fits === undefined) return syntax('Syntax error in the filter');
  return rows.filter(fits).map((row) => ({
    ...only(row, [...columns, table.key]),
    ...Object.fromEntries(expands.map(({ nav, select }) => [nav, only(expanded(row, nav, rowOf), select)])),
  }));
}

interface Expand {
  readonly nav: string;
  readonly select: readonly string[];
}

const expandsIn = (text: string): readonly Expand[] =>
  [...text.matchAll(/(\w+)\(\$select=([\w,]+)\)/g)].map(([, nav = '', select = '']) => ({
    nav,
    select: select.split(','),
  }));

/** Columns of the table that a navigation property leads to. */
function columnsBehind(nav: string): readonly string[] {
  if (/contact/.test(nav)) return TABLES.contacts.readable;
  if (/user/.test(nav)) return TABLES.systemusers.readable;
  return nav === 'transactioncurrencyid' ? ['isocurrencycode'] : ['name', 'category'];
}

/** These columns, with what is annotated of them. */
const only = (row: Json | null, columns: readonly string[]): Json | null =>
  row && Object.fromEntries(Object.entries(row).filter(([column]) => columns.includes(column.replace(/@.*$/, ''))));

const syntax = (message: string): DoubleAnswer => fault(400, '0x80060888', message);

function expanded(row: Json, nav: string, rowOf: RowOf): Json | null {
  if (nav === 'parentcontactid') return rowOf('contacts', String(row.parentcontact)) ?? null;
  const [, side, to] = /^(record[12])id_(contact|systemuser)$/.exec(nav) ?? [];
  if (side === undefined) return (row[nav] as Json | null | undefined) ?? null;
  const table = to === 'contact' ? 'contacts' : 'systemusers';
  return row[`${side}table`] === table ? (rowOf(table, String(row[`_${side}id_value`])) ?? null) : null;
}
