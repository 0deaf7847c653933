import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A small JSON document on disk, readable by its owner only, never half written. */
export interface StateFile<T> {
  readonly value: T;
  /** Writes `value` as it is when its turn comes; resolves when it is on disk. */
  save(): Promise<void>;
}

/** Without a path nothing is kept. */
export const openStateFile = <T extends object>(path: string | undefined, initial: T): StateFile<T> => {
  // Without a prototype: its keys are names that callers choose, such as a secret called `constructor`.
  const value: T = Object.assign(Object.create(null), initial, path === undefined ? {} : read<T>(path));
  let writing = Promise.resolve();
  const write = async (file: string): Promise<void> => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(value), { mode: 0o600 });
    await rename(`${file}.new`, file);
  };
  return {
    value,
    save() {
      if (path === undefined) return Promise.resolve();
      writing = writing.then(() => write(path));
      return writing;
    },
  };
};

const read = <T>(path: string): Partial<T> => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
};
