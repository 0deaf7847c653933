/** The generated part of docs/crm/README.md: what each kind of CRM takes, from the connectors' own word. */
import { CONTACT_FIELDS, type CrmCapabilities, type Place } from '../functions/core/contracts/capabilities.ts';
import type { Source } from '../functions/core/contracts/configuration.ts';
import { capabilitiesOf } from '../functions/crm/capabilities.ts';

const START = '<!-- capabilities -->';
const END = '<!-- /capabilities -->';

/** In the order in which the table shows them; `Record` so that none is forgotten. */
const KINDS: Readonly<Record<Source['kind'], string>> = {
  ...{ generic: 'Any other (generic)', hubspot: 'HubSpot', salesforce: 'Salesforce', dynamics365: 'Dynamics 365' },
  espocrm: 'EspoCRM',
};
const WORD: Readonly<Record<Place, string>> = { crm: 'yes', here: 'here', no: 'no' };
const MEBIBYTE = 1024 * 1024;

const ROWS: readonly (readonly [string, (of: CrmCapabilities) => string])[] = [
  ['a person is added', ({ contacts }) => WORD[contacts.add]],
  ['a person is taken from the opportunity', ({ contacts }) => WORD[contacts.remove]],
  ...CONTACT_FIELDS.map((field): [string, (of: CrmCapabilities) => string] => [
    `person: \`${field}\``,
    ({ contacts }) => WORD[contacts.fields[field]],
  ]),
  ['a document is added', ({ documents }) => WORD[documents.add]],
  ['a document’s next version', ({ documents }) => WORD[documents.newVersion]],
  ['a document is renamed', ({ documents }) => WORD[documents.rename]],
  ['an agent’s document is removed', ({ documents }) => WORD[documents.remove]],
  [
    'largest document',
    ({ documents: { maxBytes } }) => (maxBytes === undefined ? 'all' : `${maxBytes / MEBIBYTE} MiB`),
  ],
  ['searched by a caller’s number', ({ search }) => (search.byPhone ? 'yes' : 'no')],
  ['searched by what an agent types', ({ search }) => (search.byText ? 'yes' : 'no')],
  ['every call in the call log', ({ calls }) => WORD[calls.log]],
  ['an entry of the call log', ({ calls }) => calls.logEntries],
  ['outcome', ({ calls }) => WORD[calls.outcome]],
  ['notes', ({ calls }) => WORD[calls.notes]],
  ['an agreed callback', ({ calls }) => WORD[calls.followUp]],
];

function capabilitiesTable(): string {
  const kinds = Object.keys(KINDS) as Source['kind'][];
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['what agents do', ...kinds.map((kind) => KINDS[kind])]),
    row(['---', ...kinds.map(() => '---')]),
    ...ROWS.map(([name, cell]) => row([name, ...kinds.map((kind) => cell(capabilitiesOf({ kind })))])),
  ].join('\n');
}

/** @throws Error when the text has no place for the table */
export function withCapabilities(readme: string): string {
  const [start, end] = [readme.indexOf(START), readme.indexOf(END)];
  if (start < 0 || end < start) throw new Error('docs/crm/README.md has no place for its generated part');
  return `${readme.slice(0, start + START.length)}\n\n${capabilitiesTable()}\n\n${readme.slice(end)}`;
}
