/**
 * EventBridge's "Amazon Connect Contact Event" in the domain's words. Real events are camelCase, some documented samples are
 * PascalCase, and the model grows: names are read without regard to case, and what is unknown is left alone.
 */
import type { ContactEvent } from '../core/ports/connect.ts';
import { present } from './dynamodb-table.ts';

const KNOWN_TYPES = new Set([
  'INITIATED',
  'CONNECTED_TO_SYSTEM',
  'QUEUED',
  'CONNECTED_TO_AGENT',
  'DISCONNECTED',
  'COMPLETED',
]);

const CHANNELS = new Set(['VOICE', 'TASK']);

/** undefined for an event that tells nothing about a call or a task. `time` is the envelope's, for events without a time of their own. */
export function contactEventFrom(detail: unknown, time: string | undefined): ContactEvent | undefined {
  const event = fieldsOf(detail);
  const type = text(event.eventtype)?.toUpperCase();
  const connectContactId = text(event.contactid);
  const channel = (text(event.channel) ?? 'VOICE').toUpperCase();
  if (type === undefined || !KNOWN_TYPES.has(type) || connectContactId === undefined || !CHANNELS.has(channel))
    return undefined;

  const agent = fieldsOf(event.agentinfo);
  const own = (when: string, at: string | undefined) => at ?? (type === when ? timeOf(time) : undefined);
  const disconnectedAt = own('DISCONNECTED', timeOf(event.disconnecttimestamp));
  const agentConnectedAt = own('CONNECTED_TO_AGENT', timeOf(agent.connectedtoagenttimestamp));
  /** Where no agent was, nothing follows the end: whoever asks for the contact's description comes to the same time. */
  const withoutWork = agentConnectedAt === undefined ? disconnectedAt : undefined;
  const afterWork = timeOf(agent.aftercontactworkendtimestamp) ?? withoutWork;
  return present({
    type,
    connectContactId,
    channel,
    relatedConnectContactId: text(event.relatedcontactid),
    initialConnectContactId: text(event.initialcontactid),
    previousConnectContactId: text(event.previouscontactid),
    initiationMethod: text(event.initiationmethod)?.toUpperCase(),
    disconnectReason: text(event.disconnectreason),
    initiatedAt: own('INITIATED', timeOf(event.initiationtimestamp)),
    answeredAt: own('CONNECTED_TO_SYSTEM', timeOf(event.connectedtosystemtimestamp)),
    agentId: text(agent.agentarn)?.split('/').at(-1),
    agentConnectedAt,
    disconnectedAt,
    completedAt: type === 'COMPLETED' ? (afterWork ?? timeOf(time)) : undefined,
  }) as ContactEvent;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]));
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Times that are not set come as `1970-01-01T00:00:00.001Z`. */
function timeOf(value: unknown): string | undefined {
  const at = Date.parse(text(value) ?? '');
  return Number.isNaN(at) || new Date(at).getUTCFullYear() <= 1970 ? undefined : new Date(at).toISOString();
}
