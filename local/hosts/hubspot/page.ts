/** A deal's page in HubSpot with a calling app in it. `?location=remote&window=1` is the frame in the bar beside a calling window. */
import { followCallLog } from '../call-log.ts';
import { make } from '../page-element.ts';
import type { HubspotDeal, HubspotFacts, HubspotPerson } from './facts.ts';
import { type Clicked, type SyncFacts, WidgetHost } from './widget-host.ts';

declare global {
  /** For tests: what the widget has said, and what was wrong with it. */
  var host: WidgetHost;
}

/** The size that an app's calling settings ask for; HubSpot's documentation uses it in its examples. */
const WIDGET = { width: 400, height: 600 };

const query = new URLSearchParams(location.search);
const facts = (await (await fetch('facts.json')).json()) as HubspotFacts;
const place = query.get('location');
const sync: SyncFacts = {
  ...{ portalId: facts.portalId, userId: 7501, ownerId: 501 },
  iframeLocation: place === 'remote' || place === 'window' ? place : 'widget',
  usesCallingWindow: query.has('window'),
};

const alertBox = document.querySelector('#alert');
const logBox = document.querySelector('#log');
const dial = (clicked: Clicked): void => {
  const text = globalThis.host.dial(clicked) ? '' : 'Log in to your calling app to make a call.';
  if (alertBox) alertBox.textContent = text;
};

const numberButtons = (deal: HubspotDeal, person: HubspotPerson, from: Clicked['from']): readonly Node[] =>
  person.phones.map(({ number }) =>
    make(
      'button',
      {
        type: 'button',
        ariaLabel: `Call ${person.name} ${from === 'DEAL' ? `for ${deal.name}` : 'from the contact'}`,
        onclick: () => dial({ deal, personId: person.id, number, from }),
      },
      from === 'DEAL' ? number : 'as contact',
    ),
  );
const dealSection = (deal: HubspotDeal): Node =>
  make(
    'section',
    { ariaLabel: deal.name },
    make('h2', {}, deal.name),
    make('p', { className: 'quiet' }, `Deal ${deal.id} · ${deal.stage ?? ''}`),
    make(
      'ul',
      {},
      ...deal.people.map((person) =>
        make(
          'li',
          {},
          make('b', {}, person.name),
          make('span', { className: 'quiet' }, person.title ?? ''),
          ...numberButtons(deal, person, 'DEAL'),
          ...numberButtons(deal, person, 'CONTACT'),
        ),
      ),
    ),
  );

const show = (): void => {
  const { received, rules } = globalThis.host;
  const lines = [
    ...received.map(({ type, data }) => `${type} ${JSON.stringify(data ?? {})}`),
    ...rules.faults.map((fault) => `FAULT ${fault}`),
  ];
  logBox?.replaceChildren(...lines.map((line) => make('li', {}, line)));
};

document.querySelector('#deals')?.append(...facts.deals.map(dealSection));
globalThis.host = new WidgetHost({ url: facts.widgetUrl, place: '#widget', ...WIDGET }, sync, facts.deals, show);
const callLog = document.querySelector('#calls');
if (callLog) void followCallLog(callLog);
