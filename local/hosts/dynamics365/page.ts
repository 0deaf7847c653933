/** Sales Hub with a channel provider in its panel: forms of opportunities and contacts, numbers to click. `?etn=…&id=…` is open first. */
import { followCallLog } from '../call-log.ts';
import { make } from '../page-element.ts';
import { CifHost } from './cif-host.ts';
import { CifRules, MODE, type ScreenRecord } from './cif-rules.ts';
import type { Dynamics365Contact, Dynamics365Facts } from './facts.ts';

declare global {
  /** For tests: what the panel has asked, and what was wrong with it. */
  var unifiedInterface: CifHost;
}

/** "DEFAULT_WIDGET_WIDTH", the side panel's. */
const WIDTH = 340;

const facts = (await (await fetch('facts.json')).json()) as Dynamics365Facts;
const contacts = [
  ...new Map(facts.opportunities.flatMap((deal) => deal.contacts.map((one) => [one.id, one] as const))).values(),
];
const records: readonly (ScreenRecord & { readonly name: string })[] = [
  ...facts.opportunities.map(({ id, name }) => ({ table: 'opportunity', id, name })),
  ...contacts.map(({ id, name }) => ({ table: 'contact', id, name })),
];
const query = new URLSearchParams(location.search);
let screen: ScreenRecord | undefined = records.find(
  ({ table, id }) => table === query.get('etn') && id === query.get('id'),
);

const place = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id} is missing`);
  return found;
};
const panel = make('iframe', { title: 'Channel provider', src: facts.widgetUrl, allow: 'microphone; autoplay' });
const rules = new CifRules(
  records,
  contacts.map(({ id, name, phones }) => ({ contactid: id, fullname: name, ...phones })),
);

globalThis.unifiedInterface = new CifHost({
  ...{ rules, panel, widgetOrigin: new URL(facts.widgetUrl).origin },
  screen: () => screen,
  changed: () => show(),
});

/** A number in a column with the communication control; a quick view shows the other record's own columns. */
function click(contact: Dynamics365Contact, column: string, number: string): void {
  place('alert').textContent = rules.clickToAct ? '' : 'Outbound communication is not enabled.';
  if (!rules.clickToAct) return;
  void globalThis.unifiedInterface.raise('onclicktoact', {
    ...{ value: number, name: column, format: 'Phone' },
    ...{ entityLogicalName: 'contact', entityId: contact.id, recordTitle: contact.name },
  });
}

function navigate(record: ScreenRecord): void {
  screen = record;
  const address = new URLSearchParams({ pagetype: 'entityrecord', etn: record.table, id: record.id });
  void globalThis.unifiedInterface.raise('onpagenavigate', { value: `${location.origin}/main.aspx?${address}` });
  show();
}

const numbersOf = (contact: Dynamics365Contact): readonly Node[] =>
  Object.entries(contact.phones).map(([column, number]) =>
    make(
      'button',
      { type: 'button', ariaLabel: `Call ${contact.name}`, onclick: () => click(contact, column, number) },
      number,
    ),
  );
const contactLine = (contact: Dynamics365Contact): Node =>
  make(
    'li',
    {},
    make('b', {}, contact.name),
    make('span', { className: 'quiet' }, contact.title ?? ''),
    ...numbersOf(contact),
  );

function form(): readonly Node[] {
  const name = records.find(({ table, id }) => table === screen?.table && id === screen?.id)?.name ?? 'Dashboard';
  const deal = facts.opportunities.find(({ id }) => id === screen?.id);
  const people = deal?.contacts ?? contacts.filter(({ id }) => id === screen?.id);
  return [
    make('h1', {}, name),
    make('p', { className: 'quiet' }, screen ? `${screen.table} ${deal?.stage ?? ''}` : ''),
    make('ul', {}, ...people.map(contactLine)),
  ];
}

let opened = 0;
function show(): void {
  const { opened: wanted, faults, mode, width } = rules;
  const newest = wanted.length > opened ? wanted.at(-1) : undefined;
  opened = wanted.length;
  if (newest) {
    navigate(newest);
    return;
  }
  place('form').replaceChildren(...form());
  panel.style.width = mode === MODE.docked ? `${width || WIDTH}px` : '0';
  place('toggle').textContent = mode === MODE.docked ? 'Minimize the panel' : 'Open the panel';
  const lines = [
    ...globalThis.unifiedInterface.received.map(({ type, values }) => `${type} ${JSON.stringify(values)}`),
    ...faults.map((fault) => `FAULT ${fault}`),
  ];
  place('log').replaceChildren(...lines.map((line) => make('li', {}, line)));
}

place('records').append(
  ...records.map((record) =>
    make('li', {}, make('button', { type: 'button', onclick: () => navigate(record) }, record.name)),
  ),
);
place('toggle').onclick = (): void => {
  void globalThis.unifiedInterface.raise('onmodechanged', { value: rules.toggle() });
  show();
};
place('panel').append(panel);
show();
void followCallLog(place('calls'));
