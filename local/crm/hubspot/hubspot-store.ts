/** The records of one account. */
import type { CrmOpportunity } from '../../console/crm/opportunities.ts';
import type { Json } from '../double-http.ts';
import { contactProperties, hubspotId } from './hubspot-demo.ts';

export interface HubspotCall {
  readonly properties: Json;
  readonly associations: readonly Json[];
}

export interface HubspotFile {
  readonly folder: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

export interface HubspotNote {
  readonly properties: Json;
  readonly dealId: string;
}

export interface HubspotStore {
  readonly deals: Map<string, CrmOpportunity>;
  readonly contacts: Map<string, Json>;
  readonly calls: Map<string, HubspotCall>;
  readonly files: Map<string, HubspotFile>;
  /** Notes that were made through the API. */
  readonly notes: Map<string, HubspotNote>;
  /** Contacts that were associated with a deal later. */
  readonly added: Map<string, readonly string[]>;
  /** Associations that were taken away: `<deal> <contact>`. */
  readonly unlinked: Set<string>;
  /** Deals that the app may not see. */
  readonly hidden: Set<string>;
  nextId(): string;
}

export function openHubspotStore(deals: readonly CrmOpportunity[]): HubspotStore {
  let made = 9_000;
  const people = deals.flatMap((deal) => deal.people);
  return {
    deals: new Map(deals.map((deal) => [hubspotId(deal.id), deal])),
    contacts: new Map(people.map((person) => [hubspotId(person.id), contactProperties(person)])),
    calls: new Map(),
    files: new Map(),
    notes: new Map(),
    added: new Map(),
    unlinked: new Set(),
    hidden: new Set(),
    nextId() {
      made += 1;
      return String(made);
    },
  };
}
