/** The files that a document has had: each upload or changed copy of the CRM's is a version under a number of its own. */
import type { FileVersion } from './contracts/opportunity-context.ts';
import { MAX_FILE_VERSIONS } from './policy.ts';

/** `id` is the last part of its object's key; empty for an object whose key has no such part. */
export interface StoredFile extends FileVersion {
  readonly id: string;
}

export interface Files {
  /** In the order of their numbers. */
  readonly files: readonly StoredFile[];
  readonly current: StoredFile | undefined;
}

/**
 * The files with a new one, which becomes the current one. Beyond the limit the oldest go. A file that is known already
 * changes nothing: its arrival is told again.
 */
export function withFile(
  { files, current }: Files,
  file: Omit<StoredFile, 'number'>,
): Files & { readonly dropped: readonly StoredFile[] } {
  if (files.some(({ id }) => id === file.id)) return { files, current, dropped: [] };
  const added: StoredFile = { ...file, number: Math.max(0, ...files.map(({ number }) => number)) + 1 };
  const all = [...files, added];
  const kept = all.slice(-MAX_FILE_VERSIONS);
  return { files: kept, current: added, dropped: all.slice(0, all.length - kept.length) };
}
