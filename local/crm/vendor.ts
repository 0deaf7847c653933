/** One kind of CRM as the local system has it: an account with its API, and what the account sends by itself. */
import type { CrmOpportunity } from '../console/crm/opportunities.ts';
import type { CrmDouble } from './crm-double.ts';

export type VendorKind = 'espocrm' | 'hubspot' | 'salesforce' | 'dynamics365';

export interface AccountOptions {
  /** Where its API is reached; Salesforce's and Dataverse's are origins. */
  readonly apiUrl: string;
  /** What signs, or is the key of, its webhooks: `current` of the source's secret. Asked when it is needed. */
  readonly secret: () => string;
  /** Bytes of a document of the demo. */
  readonly fileOf: (documentId: string) => Promise<Uint8Array>;
  /** Without them, the demo's. */
  readonly deals?: readonly CrmOpportunity[];
  /** Records of a page. Small by itself, so that pages are real. */
  readonly pageSize?: number;
  /** Milliseconds, for limits on how often it may be asked; without it, this machine's. */
  readonly now?: () => number;
}

export interface Vendor {
  readonly kind: VendorKind;
  /** As it calls itself. */
  readonly name: string;
  /** The source, as an operator writes it into cti.config.json. @param webhookUrl where the connector hears it */
  source(id: string, apiUrl: string, webhookUrl: string): Readonly<Record<string, unknown>>;
  /** What the operator gets from the vendor and puts into the source's secret, beside `current` (docs/crm/). */
  readonly credentials: Readonly<Record<string, string>>;
  /** The vendor's own id of a deal, a person or a document of the demo. */
  idOf(demoId: string): string;
  open(options: AccountOptions): VendorAccount;
}

/** An account: its API, and the events that it sends. All ids are the vendor's. */
export interface VendorAccount {
  readonly double: CrmDouble;
  /** In how many ways a user of the CRM asks for a call; the first is what most take. */
  readonly ways: readonly CallWay[];
  callAsked(asked: CallAsked, to: WebhookTarget): VendorEvent;
  /** These opportunities are there, or have changed. */
  changed(told: OpportunitiesTold, to: WebhookTarget): VendorEvent;
  deleted(told: OpportunitiesTold, to: WebhookTarget): VendorEvent;
  /** The vendor's own pages have made a record of a call, or know more of it. */
  engage?(record: unknown): void;
}

export interface CallWay {
  readonly id: string;
  readonly title: string;
}

/** What the salesperson of the demo wants to know: every way that can say why somebody is to be called says this. */
export const CALL_TOPIC = 'What does the board still need for its decision?';

export interface CallAsked {
  /** The same event when it is sent again. */
  readonly eventId: string;
  readonly way?: string;
  readonly opportunityId: string;
  readonly contactId?: string;
  /** The agent, by the name before the @ of the e-mail address. */
  readonly username: string;
}

export interface OpportunitiesTold {
  readonly eventId: string;
  readonly opportunityIds: readonly string[];
}

export interface WebhookTarget {
  /** `POST …/webhooks/{sourceId}` */
  readonly url: string;
  readonly sourceId: string;
  /** `current` of the source's secret, as it stands there. */
  readonly secret: string;
  readonly at: Date;
}

/** One HTTP POST. */
export interface VendorEvent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
