/** Idempotency: a request with a token that is known means the contact that the first one made. */
import type { Contact } from '../contacts/contact.ts';
import type { Engine } from '../engine.ts';
import { type Input, optionalText } from './input.ts';

/** "The token is valid for 7 days" (API reference, StartOutboundVoiceContact; taken for the others too). */
const TOKEN_LIFETIME_MS = 7 * 24 * 3_600_000;

/** Tokens of different operations are not the same. */
type Kind = 'call' | 'task' | 'transfer' | 'monitor';

const keyOf = (kind: Kind, input: Input): string | undefined => {
  const token = optionalText(input, 'ClientToken', 0, 500);
  if (token === undefined) return undefined;
  return kind === 'call' ? token : `${kind} ${token}`;
};

export const remembered = (engine: Engine, kind: Kind, input: Input): string | undefined => {
  const known = engine.clientTokens.get(keyOf(kind, input) ?? '');
  return known !== undefined && engine.scheduler.now() - known.at < TOKEN_LIFETIME_MS ? known.contactId : undefined;
};

export const remember = (engine: Engine, kind: Kind, input: Input, { id }: Contact): void => {
  const key = keyOf(kind, input);
  if (key !== undefined) engine.clientTokens.set(key, { contactId: id, at: engine.scheduler.now() });
};
