/** What the identity provider remembers: its keys, and the sessions and grants, so that people stay signed in over a restart. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Entry {
  readonly payload: AdapterPayload;
  /** Epoch milliseconds; absent: does not expire. */
  readonly expiresAt?: number;
}

interface Kept {
  readonly keys: readonly JWK[];
  readonly cookieKeys: readonly string[];
  readonly entries: readonly (readonly [key: string, entry: Entry])[];
}

export interface KeptState {
  readonly keys: readonly JWK[];
  readonly cookieKeys: readonly string[];
  adapter(model: string): Adapter;
  save(): Promise<void>;
}

/** Seldom enough to cost nothing, often enough that a crash loses one sign-in at most. */
const SAVE_DELAY_MS = 500;

export async function openKeptState(file?: string): Promise<KeptState> {
  const kept = file === undefined ? undefined : await readKept(file);
  const keys = kept?.keys ?? [await createSigningKey()];
  const cookieKeys = kept?.cookieKeys ?? [randomBytes(32).toString('base64url')];
  const entries = new Map<string, Entry>(kept?.entries ?? []);
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const save = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (file === undefined) return Promise.resolve();
    writing = writing.then(() => writeKept(file, { keys, cookieKeys, entries: alive(entries) }));
    return writing;
  };
  const saveSoon = (): void => {
    timer ??= setTimeout(() => void save(), SAVE_DELAY_MS).unref();
  };
  if (kept === undefined) await save();
  return { keys, cookieKeys, save, adapter: (model) => new KeptAdapter(model, entries, saveSoon) };
}

class KeptAdapter implements Adapter {
  readonly #model: string;
  readonly #entries: Map<string, Entry>;
  readonly #changed: () => void;

  constructor(model: string, entries: Map<string, Entry>, changed: () => void) {
    this.#model = model;
    this.#entries = entries;
    this.#changed = changed;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const expiry = expiresIn === undefined ? {} : { expiresAt: Date.now() + expiresIn * 1000 };
    this.#entries.set(this.#key(id), { payload, ...expiry });
    this.#changed();
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const entry = this.#entries.get(this.#key(id));
    return entry === undefined || isOver(entry) ? undefined : entry.payload;
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#findWhere((payload) => payload.uid === uid);
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#findWhere((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const entry = this.#entries.get(this.#key(id));
    if (entry === undefined) return;
    const consumed = Math.floor(Date.now() / 1000);
    this.#entries.set(this.#key(id), { ...entry, payload: { ...entry.payload, consumed } });
    this.#changed();
  }

  async destroy(id: string): Promise<void> {
    this.#entries.delete(this.#key(id));
    this.#changed();
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of this.#entries) if (payload.grantId === grantId) this.#entries.delete(key);
    this.#changed();
  }

  async #findWhere(matches: (payload: AdapterPayload) => boolean): Promise<AdapterPayload | undefined> {
    for (const [key, entry] of this.#entries) {
      if (key.startsWith(`${this.#model}:`) && !isOver(entry) && matches(entry.payload)) return entry.payload;
    }
    return undefined;
  }

  #key(id: string): string {
    return `${this.#model}:${id}`;
  }
}

const isOver = ({ expiresAt }: Entry): boolean => expiresAt !== undefined && expiresAt <= Date.now();
const alive = (entries: ReadonlyMap<string, Entry>): Kept['entries'] =>
  [...entries].filter(([, entry]) => !isOver(entry));

async function createSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'RS256' };
}

async function readKept(file: string): Promise<Kept | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Kept;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Private keys inside: for this user's eyes only. */
async function writeKept(file: string, kept: Kept): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
