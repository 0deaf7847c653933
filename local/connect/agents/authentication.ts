/** Users who sign in to the softphone with name and password, as in an instance that Connect manages itself. */
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { Instance } from '../instance.ts';

export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
}

/** A few milliseconds: passwords of a machine at the desk, still never kept in the clear. */
const COST = { N: 4_096 } as const;
const HASH_BYTES = 32;
const derive = (password: string, salt: string): Buffer => scryptSync(password, salt, HASH_BYTES, COST);

export const hashPassword = (password: string): PasswordHash => {
  const salt = randomBytes(16).toString('base64url');
  return { salt, hash: derive(password, salt).toString('base64url') };
};

const NOBODY = hashPassword(randomBytes(16).toString('base64url'));

/** Answers the user name, or `undefined` when name and password do not fit; an unknown name takes as long as a known one. */
export const createAuthentication =
  (instance: Instance) =>
  async (username: string, password: string): Promise<string | undefined> => {
    const known = instance.users.find((user) => user.username === username)?.password;
    const { salt, hash } = known ?? NOBODY;
    const fits = timingSafeEqual(Buffer.from(hash, 'base64url'), derive(password, salt));
    return fits && known !== undefined ? username : undefined;
  };
