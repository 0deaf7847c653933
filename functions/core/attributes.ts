/** The attributes of a Connect contact (DESIGN section 4): order, key charset and 32,768 bytes. */
import {
  CALL_ATTRIBUTES_SCHEMA_VERSION,
  DROPPED_ATTRIBUTES,
  MAX_ATTRIBUTE_BYTES,
  OPPORTUNITY_ATTRIBUTE_PREFIX,
} from './contracts/call-attributes.ts';
import type { CallRequested } from './contracts/call-request.ts';

type Pair = readonly [key: string, value: string];

/** "attributesDropped" and a count of up to four digits. */
const DROPPED_BYTES = DROPPED_ATTRIBUTES.length + 4;

export interface AttributedCall {
  readonly callId: string;
  readonly sourceId: string;
  readonly message: CallRequested['data'];
}

/**
 * Ids, then display strings, then the opportunity's own. The first that does not fit ends the list, so that what is missing
 * is always the end of the documented order; nothing is cut in the middle. Ids and display strings (at most 7 kB) always fit.
 * `forFlow`: what a flow is to find besides; it stands after the ids.
 */
export function callAttributes(
  call: AttributedCall,
  forFlow: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const pairs = [...idPairs(call), ...Object.entries(forFlow), ...displayPairs(call), ...ownPairs(call)];
  const all = byteLength(pairs);
  if (all <= MAX_ATTRIBUTE_BYTES) return Object.fromEntries(pairs);
  let room = MAX_ATTRIBUTE_BYTES - DROPPED_BYTES;
  const end = pairs.findIndex((pair) => {
    room -= byteLength([pair]);
    return room < 0;
  });
  return { ...Object.fromEntries(pairs.slice(0, end)), [DROPPED_ATTRIBUTES]: String(pairs.length - end) };
}

function idPairs({ callId, sourceId, message: { opportunity, call } }: AttributedCall): Pair[] {
  return present([
    ['callId', callId],
    ['sourceId', sourceId],
    ['opportunityId', opportunity.id],
    ['contactId', call.contactId],
    ['agentUsername', call.agent.username],
    ['ownerUsername', opportunity.owner?.username],
    ['schemaVersion', CALL_ATTRIBUTES_SCHEMA_VERSION],
  ]);
}

function displayPairs({ message: { opportunity, contacts, call } }: AttributedCall): Pair[] {
  const contact = contacts.find(({ id }) => id === call.contactId);
  return present([
    ['opportunityName', opportunity.name],
    ['stage', opportunity.stage],
    ['amount', opportunity.amount],
    ['currency', opportunity.currency],
    ['contactName', contact?.name],
    ['contactRole', contact?.role],
    ['contactTitle', contact?.title],
    ['callTopic', call.topic],
  ]);
}

/** Two names that become the same key are told apart by `_2`, `_3` … in the CRM's order. */
function ownPairs({ message: { opportunity } }: AttributedCall): Pair[] {
  const taken = new Set<string>();
  return Object.entries(opportunity.attributes).map(([name, value]): Pair => {
    const wanted = OPPORTUNITY_ATTRIBUTE_PREFIX + name.replace(/[^A-Za-z0-9_-]/gu, '_');
    let key = wanted;
    for (let count = 2; taken.has(key); count += 1) key = `${wanted}_${count}`;
    taken.add(key);
    return [key, String(value).toWellFormed()];
  });
}

const present = (pairs: readonly (readonly [string, string | number | undefined])[]): Pair[] =>
  pairs.flatMap(([key, value]): Pair[] => (value === undefined ? [] : [[key, String(value).toWellFormed()]]));

const encoder = new TextEncoder();
const byteLength = (pairs: readonly Pair[]): number =>
  pairs.reduce((bytes, [key, value]) => bytes + encoder.encode(key).length + encoder.encode(value).length, 0);

/** At most `limit` UTF-16 units, never half a character. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let cut = '';
  for (const character of text) {
    if (cut.length + character.length > limit) break;
    cut += character;
  }
  return cut;
}
