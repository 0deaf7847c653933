/** Who can sign in: the same people as in the seed. Passwords are compared in constant time. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { PEOPLE, type SeedPerson } from '../seed.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export function authenticate(username: string, password: string): SeedPerson | undefined {
  const person = findPerson(username);
  const matches = timingSafeEqual(digest(password), digest(person?.password ?? ''));
  return matches && person !== undefined ? person : undefined;
}

export const findPerson = (username: string): SeedPerson | undefined =>
  PEOPLE.find((person) => person.username === username);
