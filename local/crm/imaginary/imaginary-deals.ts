/** What both imaginary CRMs hold: the demo's deals, whoever agents have added, and who calls whom. */
import { type CrmOpportunity, type CrmPerson, DEMO_OPPORTUNITIES } from '../../console/crm/opportunities.ts';
import type { KeptDocument, StoredRecord } from '../crm-double.ts';
import { HttpDouble, type Json } from '../double-http.ts';

export const USERS = [
  { id: '71', email: 'ana@sales.example', name: 'Ana Fischer' },
  { id: '72', email: 'ben@sales.example', name: 'Ben Okafor' },
] as const;

export abstract class ImaginaryDeals extends HttpDouble {
  readonly deals = new Map(DEMO_OPPORTUNITIES.map((deal) => [deal.id, deal]));
  /** What was written of a person, over what the deal says. */
  readonly written = new Map<string, Json>();
  /** Ids of people by deal, beside those that the deal has. */
  readonly #added = new Map<string, Set<string>>();
  readonly #removed = new Set<string>();
  readonly #hidden = new Set<string>();
  readonly #closed = new Set<string>();
  #made = 900;

  opportunity(id: string): CrmOpportunity | undefined {
    return this.deals.get(id);
  }
  /** A description has no words for files that agents add. */
  keptDocuments(): readonly KeptDocument[] {
    return [];
  }
  abstract dealId(theirs: string): string | undefined;
  abstract records(opportunityId: string): readonly StoredRecord[];
  /** The CRM's own id of the deal. */
  protected abstract theirId(id: string): string;

  opportunities(): readonly StoredRecord[] {
    return [...this.deals.keys()].flatMap((id) => this.records(this.theirId(id)).slice(0, 1));
  }

  remove(opportunityId: string): void {
    this.deals.delete(this.dealId(opportunityId) ?? '');
  }
  hide(opportunityId: string): void {
    this.#hidden.add(this.dealId(opportunityId) ?? '');
  }

  close(opportunityId: string): void {
    this.#closed.add(this.dealId(opportunityId) ?? '');
  }

  /** Open deals with each of their people, or without any when only the deal's own name was meant. */
  protected openDeals(
    fits: (person: CrmPerson | undefined, deal: CrmOpportunity) => boolean,
  ): readonly { readonly deal: CrmOpportunity; readonly person: CrmPerson | undefined }[] {
    const deals = [...this.deals.values()].filter(({ id }) => !this.#hidden.has(id) && !this.#closed.has(id));
    return deals.flatMap((deal) =>
      [undefined, ...this.peopleOf(deal).own].flatMap((person) => (fits(person, deal) ? [{ deal, person }] : [])),
    );
  }

  protected next(): string {
    this.#made += 1;
    return String(this.#made);
  }

  /** `hidden`: the connector's user may not see it. */
  protected found(id: string | undefined): CrmOpportunity | 'hidden' | undefined {
    const deal = this.deals.get(id ?? '');
    return deal !== undefined && this.#hidden.has(deal.id) ? 'hidden' : deal;
  }
  protected add(dealId: string, personId: string): void {
    this.#added.set(dealId, new Set([...(this.#added.get(dealId) ?? []), personId]));
  }
  protected takeAway(dealId: string, personId: string): void {
    this.#removed.add(`${dealId} ${personId}`);
    this.#added.get(dealId)?.delete(personId);
  }
  /** Ids of whoever was added, and the deal's own people who are still there. */
  protected peopleOf(deal: CrmOpportunity): { readonly own: readonly CrmPerson[]; readonly added: readonly string[] } {
    return {
      own: deal.people.filter(({ id }) => !this.#removed.has(`${deal.id} ${id}`)),
      added: [...(this.#added.get(deal.id) ?? [])],
    };
  }
  protected isPerson(id: string): boolean {
    return this.written.has(id) || [...this.deals.values()].some(({ people }) => people.some((one) => one.id === id));
  }
}

export const userOf = (username: string | undefined): (typeof USERS)[number] | undefined =>
  USERS.find(({ email }) => email === `${username}@sales.example`);
