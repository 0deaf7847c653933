/**
 * The GUIDs of records that we make: they follow from what the record is for, so that making it twice is refused as a duplicate,
 * and tell by themselves that they are ours, so that the webhook about our own entry is recognized whatever comes with it.
 *
 * Layout of RFC 9562, version 8: 74 bits of a digest, then 48 bits that are the digest of those. Another's GUID looks like one of
 * ours once in 2^48.
 */
import { createHash } from 'node:crypto';
import { guidOf } from './odata.ts';

export function derivedGuid(...subject: readonly string[]): string {
  const head = digest('record', ...subject).subarray(0, 10);
  head[6] = ((head[6] ?? 0) & 0x0f) | 0x80;
  head[8] = ((head[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.concat([head, checkOf(head)]).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function isDerived(guid: string): boolean {
  const bytes = Buffer.from(guidOf(guid)?.replaceAll('-', '') ?? '', 'hex');
  return bytes.length === 16 && bytes.subarray(10).equals(checkOf(bytes.subarray(0, 10)));
}

const checkOf = (head: Uint8Array): Buffer => digest('check', Buffer.from(head).toString('hex')).subarray(0, 6);

const digest = (...parts: readonly string[]): Buffer =>
  createHash('sha256')
    .update(['opportunity-cti', ...parts].join('\n'))
    .digest();
