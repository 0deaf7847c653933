/**
 * The keys of the one table. Everything of an opportunity is one partition, so that the desktop's context is one query;
 * the indexes answer the lookups by name, phone, call id, Connect contact and agent; the fourth, of keys only, leads to everything that is
 * held about a person (`PERSON#<source>#<contact>`, opportunity).
 *
 * | item | sk | gsi1 | gsi2 | gsi3 | gsi4 |
 * |---|---|---|---|---|---|
 * | opportunity | `OPPORTUNITY` | `NAME#<source>`, lower-cased name | | | |
 * | contact | `CONTACT#<id>` | | | | person |
 * | phone | `PHONE#<e164>#<contact>` | `PHONE#<e164>`, opportunity | | | person |
 * | document | `DOCUMENT#<id>` | | | | |
 * | call | `CALL#<id>` | `CALL#<id>` | `CC#<connect contact>` | `AGENT#<username>`, dueAt or requestedAt | who is called |
 * | who was let in by which call at hand | `CALL-FOR#<username>#<connect contact>` | | | | |
 * | activity | `ACTIVITY#<time>#<id>` | | | | whom it is about |
 * | being read for an agent | `READING` | | | | |
 * | record of the CRM's own | `RECORD#<call>` | | | | |
 * | share of a document | `SHARE#<digest of the document's id>#<id>` | `SHARE#<hash of its token>` | | | |
 * | upload under way | `UPLOAD#<digest of the document's id>#<file>` | | | | |
 *
 * A call is the agent's who took it; until somebody has, it is the asking agent's. While it waits it is sorted by when it is due.
 */
import { digestId } from '#core/ids.ts';
import { DAY } from '#core/policy.ts';
import type { CallKey } from '#core/ports/call-store.ts';
import type { Allowance } from '#core/ports/crm.ts';
import type { OpportunityKey } from '#core/ports/opportunity-store.ts';

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** A sort key holds 1,024 bytes; 250 code points of UTF-8 always fit, and no search is longer. */
const MAX_NAME_POINTS = 250;

/** A CRM's ids may hold the separator: encoded, two different pairs of ids never meet in one key. */
export const keyPart = (id: string): string => encodeURIComponent(id.toWellFormed());

export const opportunityPartition = ({ sourceId, opportunityId }: OpportunityKey): string =>
  `OPP#${keyPart(sourceId)}#${keyPart(opportunityId)}`;

export const opportunityItemKey = (key: OpportunityKey): ItemKey => ({
  pk: opportunityPartition(key),
  sk: 'OPPORTUNITY',
});
export const contactItemKey = (key: OpportunityKey, contactId: string): ItemKey => ({
  pk: opportunityPartition(key),
  sk: `${PREFIX.contact}${contactId.toWellFormed()}`,
});
export const phoneItemKey = (key: OpportunityKey, phone: string, contactId: string): ItemKey => ({
  pk: opportunityPartition(key),
  sk: `${PREFIX.phone}${phone}#${contactId.toWellFormed()}`,
});
export const documentItemKey = (key: OpportunityKey, documentId: string): ItemKey => ({
  pk: opportunityPartition(key),
  sk: `${PREFIX.document}${documentId.toWellFormed()}`,
});
export const callItemKey = (key: CallKey): ItemKey => ({
  pk: opportunityPartition(key),
  sk: `${PREFIX.call}${key.callId}`,
});

/** Directly behind the calls, so that one range holds both. */
export const admissionItemKey = (key: OpportunityKey, username: string, connectContactId: string): ItemKey => ({
  pk: opportunityPartition(key),
  sk: `CALL-FOR#${keyPart(username)}#${connectContactId}`,
});
export const CALLS_AND_ADMISSIONS = { first: 'CALL#', last: 'CALL.' } as const;

/** Behind the phones, so that a context does not read it. */
export const readingItemKey = (key: OpportunityKey): ItemKey => ({ pk: opportunityPartition(key), sk: 'READING' });
export const allowanceKey = (what: Allowance, username: string, now: Date): ItemKey => ({
  pk: `${what.toUpperCase()}#${keyPart(username)}`,
  sk: now.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length),
});

/** A number that a source's CRM has just not known. */
export const unknownNumberKey = (sourceId: string, phone: string): ItemKey => ({
  pk: `UNKNOWN#${keyPart(sourceId)}#${phone}`,
  sk: 'UNKNOWN',
});

/** A digest, because a document's id may hold the separator, and encoded may be longer than a sort key. */
export const sharePrefix = (documentId: string): string => `SHARE#${digestId(documentId)}#`;
export const shareItemKey = (key: OpportunityKey, documentId: string, shareId: string): ItemKey => ({
  pk: opportunityPartition(key),
  sk: `${sharePrefix(documentId)}${shareId}`,
});
export const shareIndexKey = (tokenHash: string) => ({ gsi1pk: `SHARE#${tokenHash}`, gsi1sk: 'SHARE' });

export const uploadItemKey = (key: OpportunityKey, documentId: string, fileId: string): ItemKey => ({
  pk: opportunityPartition(key),
  sk: `UPLOAD#${digestId(documentId)}#${fileId}`,
});

/** In this order, read backwards, the context begins with the opportunity and ends with the oldest activity. */
export const PREFIX = {
  activity: 'ACTIVITY#',
  call: 'CALL#',
  contact: 'CONTACT#',
  document: 'DOCUMENT#',
  phone: 'PHONE#',
  record: 'RECORD#',
} as const;

export const nameIndexKey = (sourceId: string, name: string) => ({
  gsi1pk: `NAME#${keyPart(sourceId)}`,
  gsi1sk: searchable(name),
});
/** Nobody reads the sort key's parts. Encoded it could be longer than the 1,024 bytes that a sort key may have. */
export const phoneIndexKey = (phone: string, { sourceId, opportunityId }: OpportunityKey) => ({
  gsi1pk: `PHONE#${phone}`,
  gsi1sk: `${sourceId}#${opportunityId.toWellFormed()}`,
});
export const callIndexKey = (callId: string) => ({ gsi1pk: `CALL#${callId}`, gsi1sk: 'CALL' });
export const connectContactIndexKey = (connectContactId: string) => ({
  gsi2pk: `CC#${connectContactId}`,
  gsi2sk: 'CALL',
});
export const agentIndexKey = (username: string, at: string) => ({
  gsi3pk: `AGENT#${keyPart(username)}`,
  gsi3sk: at,
});

/** The sort key is the plain id: it tells whose partition the item is in. */
export const personIndexKey = ({ sourceId, opportunityId }: OpportunityKey, contactId: string) => ({
  gsi4pk: `PERSON#${keyPart(sourceId)}#${keyPart(contactId)}`,
  gsi4sk: opportunityId.toWellFormed(),
});

/** As names are indexed and looked up: lower case, without the spaces around. */
export function searchable(name: string): string {
  return [...name.toWellFormed().toLowerCase().trim()].slice(0, MAX_NAME_POINTS).join('') || ' ';
}

/** For DynamoDB's TTL: whole seconds since 1970, never early. `at`: milliseconds. */
export const expiryAt = (at: number): number => Math.ceil(at / 1_000);

/** So many days after `at` (ISO 8601); undefined for ever. */
export const expiryAfter = (at: string, days: number | null): number | undefined =>
  days === null ? undefined : expiryAt(Date.parse(at) + days * DAY);
