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
  /** Contacts that were merged: into whom. */
  readonly merged: Map<string, string>;
  /** Deals that the app may not see. */
  readonly hidden: Set<string>;
  /** Deals that are won or lost. */
  readonly closed: Set<string>;
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
    merged: new Map(),
    hidden: new Set(),
    closed: new Set(),
    nextId() {
      made += 1;
      return String(made);
    },
  };
}

/** The id by which a contact is known now. */
export function contactIdNow({ merged }: Pick<HubspotStore, 'merged'>, id: string): string {
  const into = merged.get(id);
  return into === undefined ? id : contactIdNow({ merged }, into);
}

/**
 * The first is the other from now on, and stands as that in the calls that are there. HubSpot gives both a new id ("Updated merge
 * functionality for contacts and companies"); here the other keeps its own.
 */
export function mergeContacts({ contacts, merged, calls }: HubspotStore, contactId: string, into: string): void {
  contacts.delete(contactId);
  merged.set(contactId, into);
  for (const [id, call] of calls) {
    const associations = call.associations.map((association) => {
      const [type] = association.types as Json[];
      const isTheirs = type?.associationTypeId === 194 && String((association.to as Json).id) === contactId;
      return isTheirs ? { ...association, to: { id: into } } : association;
    });
    calls.set(id, { ...call, associations });
  }
}
