/**
 * Uploads in parts that this tab has begun and not ended. A page cannot keep hold of a file over a reload: the person
 * chooses the same file again, and only what is missing is sent.
 */
import type { OpportunityKey } from './desktop-state.ts';

export interface UnfinishedUpload extends OpportunityKey {
  readonly documentId: string;
  readonly uploadId: string;
  readonly name: string;
  readonly size: number;
  /** Milliseconds since the epoch, as the file's own. */
  readonly lastModified: number;
}

const KEY = 'unfinished-uploads';

export function unfinishedUploads(storage: Pick<Storage, 'getItem'> = sessionStorage): readonly UnfinishedUpload[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? (kept as UnfinishedUpload[]) : [];
  } catch {
    return [];
  }
}

export function keepUnfinished(
  upload: UnfinishedUpload,
  storage: Pick<Storage, 'getItem' | 'setItem'> = sessionStorage,
): void {
  write([...others(upload.uploadId, storage), upload], storage);
}

export function forgetUnfinished(
  uploadId: string,
  storage: Pick<Storage, 'getItem' | 'setItem'> = sessionStorage,
): void {
  write(others(uploadId, storage), storage);
}

const others = (uploadId: string, storage: Pick<Storage, 'getItem'>) =>
  unfinishedUploads(storage).filter((one) => one.uploadId !== uploadId);

function write(uploads: readonly UnfinishedUpload[], storage: Pick<Storage, 'setItem'>): void {
  try {
    storage.setItem(KEY, JSON.stringify(uploads));
  } catch {
    // A full or forbidden storage: the upload goes on, only a reload would begin it anew.
  }
}

export const isSameFile = (
  { name, size, lastModified }: Pick<UnfinishedUpload, 'name' | 'size' | 'lastModified'>,
  file: Pick<File, 'name' | 'size' | 'lastModified'>,
): boolean => name === file.name && size === file.size && lastModified === file.lastModified;

export const isOf = (key: OpportunityKey, upload: OpportunityKey): boolean =>
  upload.sourceId === key.sourceId && upload.opportunityId === key.opportunityId;
