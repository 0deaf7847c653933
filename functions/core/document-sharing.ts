/** The rules of links to documents: how long they work, and what is kept of their tokens. */
import { createHash } from 'node:crypto';
import type { Source } from './contracts/configuration.ts';
import { SHARE_HOURS, type ShareHours } from './contracts/document-share.ts';
import { HOUR } from './policy.ts';

type Sharing = Pick<Source, 'sharing'>;

/** For how long links may be made; none where the source has switched sharing off. */
export const shareHours = ({ sharing }: Sharing): readonly ShareHours[] =>
  sharing?.allowed === false ? [] : SHARE_HOURS.filter((hours) => hours <= (sharing?.maxHours ?? Infinity));

export const shareEnd = (createdAt: string, hours: number): string =>
  new Date(Date.parse(createdAt) + hours * HOUR).toISOString();

/** Also by today's configuration: what the source no longer allows ends at once. */
export function isShareOpen(
  { createdAt, expiresAt }: { readonly createdAt: string; readonly expiresAt: string },
  source: Sharing,
  now: Date,
): boolean {
  const longest = shareHours(source).at(-1);
  if (longest === undefined) return false;
  return now < new Date(expiresAt) && now < new Date(shareEnd(createdAt, longest));
}

/** 32 random bytes in base64url. Anything else is no token, and nothing is read for it. */
export const isShareToken = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** What is kept of a token: whoever reads the table opens nothing. No salt: 256 random bits are in no dictionary. */
export const shareTokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');
