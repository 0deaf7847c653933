/** What the page shows: the demo's deals with ids as HubSpot has them, which are numbers. */
import { type CrmOpportunity, DEMO_OPPORTUNITIES } from '../../console/crm/opportunities.ts';
import { hubspotId } from '../../crm/hubspot/hubspot-double.ts';

export interface HubspotPerson {
  readonly id: number;
  readonly name: string;
  readonly title?: string;
  readonly phones: readonly { readonly number: string; readonly label?: string | undefined }[];
}

export interface HubspotDeal {
  readonly id: number;
  readonly name: string;
  readonly stage?: string;
  readonly people: readonly HubspotPerson[];
}

export interface HubspotFacts {
  readonly portalId: number;
  /** Of the calling settings: the page that is shown as the widget. */
  readonly widgetUrl: string;
  readonly deals: readonly HubspotDeal[];
}

/** The demo's deals as the connector is told of them. */
export const HUBSPOT_OPPORTUNITIES: readonly CrmOpportunity[] = DEMO_OPPORTUNITIES.map((deal) => ({
  ...deal,
  id: hubspotId(deal.id),
  people: deal.people.map(({ reportsTo, ...person }) => ({
    ...person,
    id: hubspotId(person.id),
    ...(reportsTo !== undefined && { reportsTo: hubspotId(reportsTo) }),
  })),
}));

export const dealsOf = (opportunities: readonly CrmOpportunity[]): readonly HubspotDeal[] =>
  opportunities.map(({ id, name, stage, people }) => ({
    ...{ id: Number(id), name, ...(stage !== undefined && { stage }) },
    people: people.map((person) => ({
      ...{ id: Number(person.id), name: person.name, phones: person.phones },
      ...(person.title !== undefined && { title: person.title }),
    })),
  }));
