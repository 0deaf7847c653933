/** What a document may be, for everybody who sends or takes one. */

/** A file from the CRM or from an agent. */
export const MAX_DOCUMENT_BYTES = 50 * 1024 * 1024;

export const isTooLarge = ({ bytes }: { readonly bytes?: number | undefined }): boolean =>
  bytes !== undefined && bytes > MAX_DOCUMENT_BYTES;

/** "File size limits": 5 MB unless it was changed, 128 MB at the most. */
export const DATAVERSE_NOTE_BYTES = 5 * 1024 * 1024;
