import type { AgentConnection, AgentContact } from '../../../agent-session.ts';
import { type Answer, callCti, type Failure, type Link } from '../server.ts';
import type { Updates } from '../updates.ts';
import type { Update } from '../wire.ts';

export interface CommandContext {
  readonly updates: Updates;
  readonly link: () => { readonly status: Link; readonly since: number };
  readonly instance: () => { readonly region: string };
}

export type CommandAnswer =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly errorKey: string; readonly reason: string };

export type Data = Readonly<Record<string, unknown>>;
export type Command = (data: Data, update: Update, context: CommandContext) => unknown;

/** A command that failed, in the SDK's words. */
export class CommandError extends Error {
  readonly errorKey: string;
  constructor(errorKey: string, reason: string) {
    super(reason);
    this.errorKey = errorKey;
  }
}

export const done = (answer: Answer<unknown>): object => {
  if (answer.ok) return {};
  const { type, message }: Failure = answer.error;
  throw new CommandError(type, message);
};

export const contactOf = ({ contactId }: Data, { snapshot }: Update): AgentContact => {
  const contact = snapshot.contacts.find((candidate) => candidate.contactId === contactId);
  if (!contact) throw new CommandError('contactNotFound', `There is no contact ${String(contactId)}`);
  return contact;
};

export const participant = ({ participantId }: Data, { snapshot }: Update): [AgentContact, AgentConnection] => {
  for (const contact of snapshot.contacts) {
    const connection = contact.connections.find(({ connectionId }) => connectionId === participantId);
    if (connection) return [contact, connection];
  }
  throw new CommandError('participantNotFound', `There is no participant ${String(participantId)}`);
};

export const self = (contact: AgentContact): AgentConnection => {
  const connection = contact.connections.find(({ type }) => type === 'agent');
  if (!connection) throw new CommandError('participantNotFound', 'The agent is not on this contact');
  return connection;
};

export const onConnection = async (operation: string, [contact, { connectionId }]: [AgentContact, AgentConnection]) =>
  done(await callCti(operation, { contactId: contact.contactId, connectionId }));

/** The SDK names a quick connect in short; the wire wants an endpoint. */
export const endpointOf = ({ quickConnect }: Data): object => {
  if (!(quickConnect instanceof Object)) throw new CommandError('invalidQuickConnect', 'A quick connect is needed');
  return { phoneNumber: null, agentLogin: null, queue: null, ...quickConnect };
};

/** How long a snapshot may take to show what an operation has done. */
const SHOWN_WITHIN_MS = 5_000;

/**
 * Performs an operation and answers what it added, which the wire's own answer does not tell: `idsOf` lists the ids of an
 * update, the new one is told.
 */
export const added = async (
  { updates }: CommandContext,
  idsOf: (update: Update) => readonly string[],
  perform: () => Promise<Answer<unknown>>,
): Promise<string | undefined> => {
  const before = new Set(updates.newest === undefined ? [] : idsOf(updates.newest));
  done(await perform());
  return updates.until((update) => idsOf(update).find((id) => !before.has(id)), SHOWN_WITHIN_MS);
};

export const withQueueId = <Q extends { readonly queueARN: string }>(queue: Q | null) =>
  queue && { ...queue, queueId: queue.queueARN };
