/** Documents as files: where their bytes lie and which kinds of files are documents. */
import type { Source } from './contracts/configuration.ts';
import { MAX_DOCUMENT_BYTES } from './contracts/document-limits.ts';
import { DOCUMENT_TYPE_OF, DOCUMENT_TYPES } from './contracts/document-types.ts';
import type { DocumentFailure } from './contracts/opportunity-context.ts';
import { digestId } from './ids.ts';
import type { OpportunityKey } from './ports/opportunity-store.ts';

const FOLDER = 'documents';

/**
 * `documents/<sourceId>/<opportunityId>/<documentId>/<fileId>`, each encoded, so that no id can leave its folder. A file is
 * written once: another version has another key. Objects of earlier releases have no file id.
 */
export const documentObjectKey = (
  { sourceId, opportunityId }: OpportunityKey,
  documentId: string,
  fileId: string,
): string =>
  [FOLDER, sourceId, opportunityId, documentId, ...(fileId === '' ? [] : [fileId])]
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/');

/** The keys of all files of a document begin with it, and those of no other. */
export const filesOfDocument = (key: OpportunityKey, documentId: string): string =>
  `${documentObjectKey(key, documentId, '')}/`;

/** What every object key of the opportunity begins with. */
export const documentFolder = (key: OpportunityKey): string => documentObjectKey(key, '', '');

/** The document that an object key belongs to; undefined for an object of another kind. */
export function documentOfObjectKey(
  key: string,
): (OpportunityKey & { documentId: string; fileId: string }) | undefined {
  const parts = key.split('/');
  if (parts.length < 4 || parts.length > 5 || parts[0] !== FOLDER) return undefined;
  try {
    const [, sourceId = '', opportunityId = '', documentId = '', fileId = ''] = parts.map(decodeURIComponent);
    return { sourceId, opportunityId, documentId, fileId };
  } catch {
    return undefined;
  }
}

const FETCHED = 'fetched-';

/** The file that an agent announces with its document. */
export const FIRST_FILE = 'first';
/** The same for a repetition of the same fetch: what it stored the first time is overwritten, not left behind. */
export const fetchedFileId = (url: string, version: number): string => `${FETCHED}${digestId(url, String(version))}`;
export const isFetchedFile = (fileId: string): boolean => fileId.startsWith(FETCHED);

export interface Limits {
  readonly maxBytes: number;
  readonly types: readonly string[];
}

/** What a source's configuration leaves of what is kept at all. */
export const limitsOf = (configured: Source['documents']): Limits => ({
  maxBytes: configured?.maxBytes ?? MAX_DOCUMENT_BYTES,
  types: configured?.types ?? DOCUMENT_TYPES,
});

const UNKNOWN = 'application/octet-stream';

/** What a file of this name usually is; `application/octet-stream` when nobody knows. */
export const mediaTypeOfName = (fileName: string): string =>
  (DOCUMENT_TYPE_OF as Readonly<Record<string, string>>)[fileName.toLowerCase().split('.').at(-1) ?? ''] ?? UNKNOWN;

/**
 * The type that a file is kept and served under. HTML, SVG and scripts run in a browser and are no documents; a server that
 * does not know says `application/octet-stream`, then the file's name decides.
 */
export function documentType(
  declared: string | undefined,
  fileName: string,
  { types }: Limits = limitsOf(undefined),
): string | undefined {
  const type = declared?.split(';')[0]?.trim().toLowerCase() ?? UNKNOWN;
  const known = type === UNKNOWN || type === '' ? mediaTypeOfName(fileName) : type;
  return types.includes(known) ? known : undefined;
}

const SIGNATURES: Readonly<Record<string, readonly (readonly number[])[]>> = {
  'application/pdf': [[0x25, 0x50, 0x44, 0x46, 0x2d]],
  'image/png': [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  'image/jpeg': [[0xff, 0xd8, 0xff]],
  'image/gif': [[0x47, 0x49, 0x46, 0x38]],
};
export const HEAD_BYTES = 16;

/** Whether the first bytes are those of the type, for the types that the desktop's own page displays. */
export const isWhatItClaims = (type: string, head: Uint8Array): boolean =>
  SIGNATURES[type]?.some((signature) => signature.every((byte, index) => head[index] === byte)) ?? true;

/** Why an object is no document; undefined when it is one. */
export function documentFault(
  file: {
    readonly bytes: number;
    readonly contentType: string;
    readonly fileName: string;
    readonly head: Uint8Array;
  },
  limits: Limits = limitsOf(undefined),
): DocumentFailure | undefined {
  if (file.bytes > limits.maxBytes) return 'too-large';
  const type = documentType(file.contentType, file.fileName, limits);
  if (type === undefined) return 'type-not-allowed';
  return isWhatItClaims(type, file.head) ? undefined : 'content-mismatch';
}
