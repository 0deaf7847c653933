/**
 * EventBridge's "Amazon Connect Contact Event" in the domain's words. Real events are camelCase, some documented samples are
 * PascalCase, and the model grows: names are read without regard to case, and what is unknown is left alone.
 */
import type { ContactEvent } from '../core/ports/connect.ts';
import { answeredBy } from './answered-by.ts';
import { fieldsOf, text, timeOf } from './connect-fields.ts';
import { recordingsFrom } from './connect-recordings.ts';
import { present } from './dynamodb-table.ts';
import { recordingsPlace } from './environment.ts';

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
export function contactEventFrom(
  detail: unknown,
  time: string | undefined,
  place: string | undefined = recordingsPlace(),
): ContactEvent | undefined {
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
    answeredBy: answeredBy(text(event.answeringmachinedetectionstatus)),
    agentId: text(agent.agentarn)?.split('/').at(-1),
    agentConnectedAt,
    disconnectedAt,
    completedAt: type === 'COMPLETED' ? (afterWork ?? timeOf(time)) : undefined,
    recordings: recordingsFrom(event.recordings, place),
  }) as ContactEvent;
}
