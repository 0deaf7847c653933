/** What a line of the log may say: ids, codes, counts and times. There is no name for what a person is called or has said. */
import { callIdOf } from './ids.ts';

export const LOG_FACTS = [
  // Where it happened: Lambda's request, API Gateway's request, a queue's message, an event's delivery.
  'invocationId',
  'correlationId',
  'messageId',
  'deliveryId',
  // What it is about.
  'callId',
  'connectContactId',
  'sourceId',
  'opportunityId',
  'contactId',
  'documentId',
  // Codes and counts.
  'type',
  'outcome',
  'reason',
  'detail',
  'route',
  'status',
  'receiveCount',
  'seconds',
] as const;

export type LogFacts = Readonly<Partial<Record<(typeof LOG_FACTS)[number], string | number | boolean | undefined>>>;

/** The facts themselves, with no other member: also of spread objects, which the compiler lets pass as they are. */
export type OnlyFacts<Facts extends LogFacts> = Facts & Readonly<Record<Exclude<keyof Facts, keyof LogFacts>, never>>;

const IDS = ['callId', 'sourceId', 'opportunityId', 'contactId', 'documentId', 'type'] as const;

/** What a message of one of our queues is about. A request's message does not name its call, but its id says which it is. */
export function aboutMessage(message: object): LogFacts {
  const said = message as Readonly<Record<string, unknown>>;
  const { sourceId, requestId } = said;
  const isRequest = typeof sourceId === 'string' && typeof requestId === 'string';
  const ids = IDS.flatMap((name) => (typeof said[name] === 'string' ? [[name, said[name]] as const] : []));
  return { ...(isRequest && { callId: callIdOf(sourceId, requestId) }), ...Object.fromEntries(ids) };
}
