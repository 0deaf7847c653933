/** One system per data folder. The lock is SQLite's own file lock, which the operating system drops with the process. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** @throws Error when another process holds it */
export function lockDataFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'running.lock'));
  try {
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw new Error(
      `another local system is running on ${folder}: stop it, or give this one a folder of its own with --data`,
      { cause: error },
    );
  }
  return () => database.close();
}
