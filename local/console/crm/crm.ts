/**
 * The demo CRM's memory: deals, people, files, and what the connector told it. Kept in one JSON file, so that a restart
 * forgets nothing.
 */
import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CallAccepted, CallView } from '../../../functions/core/contracts/call.ts';
import type { DocumentView, FieldChange } from '../../../functions/core/contracts/opportunity-context.ts';
import type { Problem } from '../../../functions/core/contracts/problem.ts';
import { type CrmOpportunity, type CrmPerson, DEMO_OPPORTUNITIES } from './opportunities.ts';

/** One press of a Call button: the webhook, by its id, and what the connector answered. */
export interface SentRequest {
  readonly requestId: string;
  readonly opportunityId: string;
  readonly contactId: string;
  readonly agent: string;
  readonly at: string;
  /** The exact body, so that sending it again is a true redelivery. */
  readonly body: string;
  readonly attempts: number;
  readonly status?: number;
  readonly answer?: CallAccepted | Problem;
}

/** A change that came from the connector. */
export interface ReceivedChange {
  readonly at: string;
  readonly opportunityId: string;
  readonly type: 'contact.updated' | 'document.added';
  readonly by: string;
  readonly subject: string;
  readonly changes: readonly FieldChange[];
}

interface Memory {
  opportunities: CrmOpportunity[];
  requests: SentRequest[];
  calls: Record<string, CallView>;
  changes: ReceivedChange[];
  /** `webhook-id`s already applied: a redelivery is acknowledged and changes nothing. */
  seen: string[];
}

const KEPT_IDS = 5_000;

export class Crm {
  readonly #file: string | undefined;
  readonly #memory: Memory;
  readonly #changed = new EventEmitter();

  constructor(file?: string) {
    this.#file = file;
    this.#memory = load(file);
  }

  onChange(listener: (opportunityId: string) => void): () => void {
    this.#changed.on('change', listener);
    return () => this.#changed.off('change', listener);
  }

  opportunities(): readonly CrmOpportunity[] {
    return this.#memory.opportunities;
  }

  opportunity(id: string): CrmOpportunity | undefined {
    return this.#memory.opportunities.find((opportunity) => opportunity.id === id);
  }

  /** Newest first. */
  calls(opportunityId: string): readonly CallView[] {
    return Object.values(this.#memory.calls)
      .filter((call) => call.opportunityId === opportunityId)
      .sort((one, other) => other.requestedAt.localeCompare(one.requestedAt));
  }

  changes(opportunityId: string): readonly ReceivedChange[] {
    return this.#memory.changes.filter((change) => change.opportunityId === opportunityId).toReversed();
  }

  requests(opportunityId: string): readonly SentRequest[] {
    return this.#memory.requests.filter((request) => request.opportunityId === opportunityId).toReversed();
  }

  request(requestId: string): SentRequest | undefined {
    return this.#memory.requests.find((request) => request.requestId === requestId);
  }

  saveRequest(request: SentRequest): void {
    const others = this.#memory.requests.filter(({ requestId }) => requestId !== request.requestId);
    this.#memory.requests = [...others, request].slice(-500);
    this.#save(request.opportunityId);
  }

  hasSeen(webhookId: string): boolean {
    return this.#memory.seen.includes(webhookId);
  }

  markSeen(webhookId: string): void {
    if (this.hasSeen(webhookId)) return;
    this.#memory.seen = [...this.#memory.seen, webhookId].slice(-KEPT_IDS);
  }

  /** Reports may arrive in any order: of two about one call, the higher version is the newer. */
  applyCall(call: CallView): void {
    const known = this.#memory.calls[call.callId];
    if (known !== undefined && known.version >= call.version) return;
    this.#memory.calls[call.callId] = call;
    this.#save(call.opportunityId);
  }

  applyContact(change: ReceivedChange, contactId: string, person: CrmPerson | undefined): void {
    this.#replace(change.opportunityId, (opportunity) => ({
      ...opportunity,
      people:
        person === undefined
          ? opportunity.people.filter(({ id }) => id !== contactId)
          : opportunity.people.some(({ id }) => id === contactId)
            ? opportunity.people.map((known) => (known.id === contactId ? merged(known, person) : known))
            : [...opportunity.people, person],
    }));
    this.#memory.changes.push(change);
    this.#save(change.opportunityId);
  }

  applyDocument(change: ReceivedChange, document: DocumentView): void {
    this.#replace(change.opportunityId, (opportunity) => ({
      ...opportunity,
      documents: [
        ...opportunity.documents.filter(({ id }) => id !== document.id),
        {
          id: document.id,
          title: document.title,
          fileName: document.fileName,
          contentType: document.contentType,
          category: document.category,
          addedBy: change.by,
        },
      ],
    }));
    this.#memory.changes.push(change);
    this.#save(change.opportunityId);
  }

  #replace(id: string, change: (opportunity: CrmOpportunity) => CrmOpportunity): void {
    this.#memory.opportunities = this.#memory.opportunities.map((known) => (known.id === id ? change(known) : known));
  }

  #save(opportunityId: string): void {
    if (this.#file !== undefined) {
      mkdirSync(dirname(this.#file), { recursive: true });
      writeFileSync(`${this.#file}.new`, JSON.stringify(this.#memory, undefined, 1));
      renameSync(`${this.#file}.new`, this.#file);
    }
    this.#changed.emit('change', opportunityId);
  }
}

/** Where a person is stays the CRM's own knowledge: the connector does not know about `whereabouts`. */
const merged = (known: CrmPerson, told: CrmPerson): CrmPerson =>
  known.whereabouts === undefined ? told : { ...told, whereabouts: known.whereabouts };

function load(file: string | undefined): Memory {
  const fresh: Memory = { opportunities: [...DEMO_OPPORTUNITIES], requests: [], calls: {}, changes: [], seen: [] };
  if (file === undefined) return fresh;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Memory;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fresh;
    throw new Error(`the demo CRM cannot read ${file}: delete it to start afresh`, { cause: error });
  }
}
