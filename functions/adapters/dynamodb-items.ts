/** Items as views. Only the stores of this folder write them. */
import type { ContactInput, DocumentInput, OpportunityInput } from '../core/contracts/call-request.ts';
import { isTooLarge } from '../core/contracts/document-limits.ts';
import type {
  ActivityView,
  ContactView,
  DocumentFailure,
  DocumentState,
  DocumentView,
  FileVersion,
  InCrm,
  OpportunityView,
} from '../core/contracts/opportunity-context.ts';
import { mediaTypeOfName } from '../core/document-file.ts';
import type { Files, StoredFile } from '../core/document-versions.ts';
import { digestId } from '../core/ids.ts';
import { type Item, present, withoutFields } from './dynamodb-table.ts';

/** The store's own fields, in no view. */
const OWN = [
  ...['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi4pk', 'gsi4sk', 'expiresAt'],
  ...['sourceDigest', 'sourceAt', 'pendingWriteBackVersion', 'removed'],
];

/** Fields of a person that a CRM may have no place for. */
export const KEPT_FIELDS = [
  ...(['role', 'group', 'primary', 'reportsTo', 'doNotCall', 'consent', 'timeZone'] as const),
] as const satisfies readonly (keyof ContactInput)[];

/** Where an agent's own value of such a field stands, which the CRM's copies do not touch. */
export const keptName = (field: string): string => `kept_${field}`;

/** What an agent says of the fields that stay in this system; undefined where nothing is said any more. */
export const keptValues = (
  said: Readonly<Record<string, unknown>>,
  keptHere: readonly string[],
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    KEPT_FIELDS.filter((field) => keptHere.includes(field) && Object.hasOwn(said, field)).map((field) => [
      keptName(field),
      said[field] ?? undefined,
    ]),
  );

/** A contact or document that an agent removed: kept, so that the CRM's unchanged copy does not bring it back. */
export const isRemoved = (item: Item): boolean => item.removed === true;

/**
 * The CRM's facts are one JSON text: its numbers and field names are its own, and DynamoDB refuses numbers from 1e126 on,
 * which are good JSON.
 */
export const opportunityFields = (opportunity: OpportunityInput) => ({
  name: opportunity.name,
  stage: opportunity.stage,
  facts: JSON.stringify(opportunity),
});

export function opportunityFrom(item: Item): OpportunityView {
  return {
    ...(JSON.parse(String(item.facts)) as OpportunityInput),
    sourceId: String(item.sourceId),
    updatedAt: String(item.updatedAt),
    version: Number(item.version),
  };
}

export function contactFields(contact: ContactInput) {
  const { title, company, email, role, reportsTo, timeZone, consent, attributes, ...always } = contact;
  const phones = contact.phones.map(present);
  return {
    ...always,
    ...{ title, company, email, role, reportsTo, timeZone, phones, consent: consent && present(consent) },
    attributes: JSON.stringify(attributes),
  };
}

const NOT_OF_A_CONTACT = [...OWN, ...KEPT_FIELDS.map(keptName)];

export function contactFrom(item: Item): ContactView {
  const attributes: unknown = JSON.parse(String(item.attributes));
  // A field that neither the CRM nor an agent fills is null when it could have been either's.
  const filled = Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null));
  return { ...withoutFields(filled, NOT_OF_A_CONTACT), attributes } as unknown as ContactView;
}

const NO_CATEGORY = 'Other';

export const documentFields = (document: DocumentInput) => ({
  id: document.id,
  title: document.title,
  fileName: document.fileName,
  contentType: document.contentType ?? mediaTypeOfName(document.fileName),
  category: document.category ?? NO_CATEGORY,
});

/** A file that is said to be too large is not asked for. */
export const stateBeforeBytes = (document: DocumentInput): { state: DocumentState; reason?: DocumentFailure } => {
  if (isTooLarge(document)) return { state: 'failed', reason: 'too-large' };
  return { state: document.url === undefined ? 'awaiting-upload' : 'fetching' };
};

/** The files of a document, and which of them it shows. Items of earlier releases list none. */
export function filesFrom(item: Item): Files {
  const { files, fileId, state, bytes, fileName, contentType, updatedAt } = item;
  if (Array.isArray(files)) {
    const stored = files as readonly StoredFile[];
    return { files: stored, current: stored.find(({ id }) => id === fileId) };
  }
  if (state !== 'ready') return { files: [], current: undefined };
  const only: StoredFile = {
    ...{ id: '', number: 1, at: String(updatedAt), bytes: Number(bytes) },
    ...{ fileName: String(fileName), contentType: String(contentType) },
  };
  return { files: [only], current: only };
}

/** What of a document's item is its current file's. */
export const currentFileFields = ({ id, fileName, contentType, bytes }: StoredFile) => ({
  ...{ fileId: id, fileName, contentType, bytes },
});

const presentVersions = (files: readonly StoredFile[]): readonly FileVersion[] =>
  files.map(({ id: _id, ...version }) => version).reverse();

export function documentFrom(item: Item): DocumentView {
  const { files, current } = filesFrom(item);
  const {
    id,
    title,
    fileName,
    contentType,
    category,
    state,
    reason,
    httpStatus,
    bytes,
    inCrm,
    pinned,
    tags,
    version,
    updatedAt,
  } = item;
  return {
    id: String(id),
    title: String(title),
    fileName: String(fileName),
    contentType: current?.contentType ?? String(contentType),
    category: String(category),
    state: state as DocumentState,
    ...(reason !== undefined && { reason: reason as DocumentFailure }),
    ...(httpStatus !== undefined && { httpStatus: Number(httpStatus) }),
    ...(bytes !== undefined && { bytes: Number(bytes) }),
    ...(current !== undefined && { fileVersion: current.number }),
    ...(inCrm !== undefined && { inCrm: inCrm as InCrm }),
    ...(files.length > 1 && { fileVersions: presentVersions(files) }),
    pinned: pinned === true,
    tags: Array.isArray(tags) ? tags.map(String) : [],
    version: Number(version),
    updatedAt: String(updatedAt),
  };
}

export const activityFrom = (item: Item): ActivityView => withoutFields(item, OWN) as unknown as ActivityView;

/** Tells the CRM's copy from the one that was projected last. */
export const sourceDigest = (copy: unknown): string => digestId(JSON.stringify(copy));
