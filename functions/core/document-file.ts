/** Documents as files: where their bytes lie and which kinds of files are documents. */
import { isTooLarge } from './contracts/document-limits.ts';
import type { DocumentFailure } from './contracts/opportunity-context.ts';
import type { OpportunityKey } from './ports.ts';

const FOLDER = 'documents';

/** `documents/<sourceId>/<opportunityId>/<documentId>`, each encoded, so that no id can leave its folder. */
export const documentObjectKey = ({ sourceId, opportunityId }: OpportunityKey, documentId: string): string =>
  [FOLDER, sourceId, opportunityId, documentId].map((part) => encodeURIComponent(part.toWellFormed())).join('/');

/** What every object key of the opportunity begins with. */
export const documentFolder = (key: OpportunityKey): string => documentObjectKey(key, '');

/** The document that an object key belongs to; undefined for an object of another kind. */
export function documentOfObjectKey(key: string): (OpportunityKey & { documentId: string }) | undefined {
  const parts = key.split('/');
  if (parts.length !== 4 || parts[0] !== FOLDER) return undefined;
  try {
    const [, sourceId = '', opportunityId = '', documentId = ''] = parts.map(decodeURIComponent);
    return { sourceId, opportunityId, documentId };
  } catch {
    return undefined;
  }
}

const BY_EXTENSION: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  rtf: 'application/rtf',
  zip: 'application/zip',
  eml: 'message/rfc822',
};
const ALLOWED: ReadonlySet<string> = new Set(Object.values(BY_EXTENSION));
const UNKNOWN = 'application/octet-stream';

/** What a file of this name usually is; `application/octet-stream` when nobody knows. */
export const mediaTypeOfName = (fileName: string): string =>
  BY_EXTENSION[fileName.toLowerCase().split('.').at(-1) ?? ''] ?? UNKNOWN;

/**
 * The type that a file is kept and served under. HTML, SVG and scripts run in a browser and are no documents; a server that
 * does not know says `application/octet-stream`, then the file's name decides.
 */
export function documentType(declared: string | undefined, fileName: string): string | undefined {
  const type = declared?.split(';')[0]?.trim().toLowerCase() ?? UNKNOWN;
  const known = type === UNKNOWN || type === '' ? mediaTypeOfName(fileName) : type;
  return ALLOWED.has(known) ? known : undefined;
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
export function documentFault(file: {
  readonly bytes: number;
  readonly contentType: string;
  readonly fileName: string;
  readonly head: Uint8Array;
}): DocumentFailure | undefined {
  if (isTooLarge(file)) return 'too-large';
  const type = documentType(file.contentType, file.fileName);
  return type === undefined || !isWhatItClaims(type, file.head) ? 'type-not-allowed' : undefined;
}
