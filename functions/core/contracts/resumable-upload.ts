/** Uploads in parts (`…/documents/{documentId}/uploads`): what breaks off goes on with the parts that are missing. */

/** S3 takes parts of at least 5 MiB, but for the last one. */
export const PART_BYTES = 8 * 1024 * 1024;
/** Below it a file is sent in one piece: to begin it again costs less than to ask what is there. */
export const RESUMABLE_FROM = 2 * PART_BYTES;

export const partCount = (bytes: number): number => Math.ceil(bytes / PART_BYTES);

/** Of part `number`, from 1. */
export const partSize = (bytes: number, number: number): number =>
  Math.min(PART_BYTES, bytes - (number - 1) * PART_BYTES);

export interface ResumableUpload {
  readonly uploadId: string;
  readonly bytes: number;
  /** Every part but the last has this size. */
  readonly partBytes: number;
  /** The numbers of the parts that are there. */
  readonly parts: readonly number[];
}

/** A presigned PUT of exactly one part: `headers` must be sent with it. */
export interface PartLink {
  readonly number: number;
  readonly bytes: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}
