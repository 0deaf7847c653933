/** "Amazon Connect Contact Event" on the default bus: best effort, unordered in principle, near real time. */
import type { BusEvent, Trace } from '../../parts.ts';
import { type Contact, subtypeOf } from '../contacts/contact.ts';
import { findUser, type Instance, resourceArn } from '../instance.ts';
import { routingCriteriaInEvent } from '../queues/show-routing-criteria.ts';
import { recordingViews } from '../recordings/recording-view.ts';
import { isoTime, type Scheduler } from '../scheduler.ts';
import type { Tuning } from '../tuning.ts';
import { hierarchyOf } from './hierarchy-groups.ts';
import type { Outbox } from './outbox.ts';

export type ContactEventType =
  | 'INITIATED'
  | 'CONNECTED_TO_SYSTEM'
  | 'CONTACT_DATA_UPDATED'
  | 'QUEUED'
  | 'CONNECTED_TO_AGENT'
  | 'PAUSED'
  | 'RESUMED'
  | 'DISCONNECTED'
  | 'COMPLETED';

export interface ContactEvents {
  publish(contact: Contact, eventType: ContactEventType, updatedProperties?: readonly string[]): void;
}

const time = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : isoTime(ms));
const seconds = (ms: number): number => Math.round(ms / 1_000);

const agentInfo = (instance: Instance, contact: Contact) => {
  const user = contact.agent === undefined ? undefined : findUser(instance, contact.agent);
  if (user === undefined) return undefined;
  const { afterWorkStartedAt, afterWorkEndedAt } = contact;
  return {
    agentArn: user.arn,
    acceptedByAgentTimestamp: time(contact.acceptedAt),
    connectedToAgentTimestamp: time(contact.connectedToAgentAt),
    agentInitiatedHoldDuration: seconds(contact.holdMs),
    ...(afterWorkStartedAt !== undefined &&
      afterWorkEndedAt !== undefined && {
        afterContactWorkStartTimestamp: isoTime(afterWorkStartedAt),
        afterContactWorkEndTimestamp: isoTime(afterWorkEndedAt),
        afterContactWorkDuration: seconds(afterWorkEndedAt - afterWorkStartedAt),
      }),
    hierarchyGroups: hierarchyOf(instance, user, 'level', ({ arn }) => ({ arn })) ?? {},
  };
};

/** The criteria in force: the samples show one object where the data model speaks of a list. */
const criteriaPart = ({ routingCriteria }: Contact): unknown => {
  const criteria = routingCriteria.at(-1);
  return criteria === undefined ? undefined : routingCriteriaInEvent(criteria, isoTime);
};

/** Members begin with a small letter here, with a capital one in the contact record. */
const recordings = (instance: Instance, contact: Contact): readonly object[] | undefined => {
  const views = recordingViews(instance, contact);
  if (views.length === 0) return undefined;
  return views.map((view) =>
    Object.fromEntries(
      Object.entries(view).flatMap(([name, value]) =>
        value === null ? [] : [[`${name.charAt(0).toLowerCase()}${name.slice(1)}`, value]],
      ),
    ),
  );
};

/** Undefined members vanish when the event is serialised, as unset ones do in the service's. */
export const contactEventDetail = (
  instance: Instance,
  contact: Contact,
  eventType: ContactEventType,
  updatedProperties?: readonly string[],
): Record<string, unknown> => ({
  eventType,
  contactId: contact.id,
  initialContactId: contact.initialContactId,
  previousContactId: contact.previousContactId,
  relatedContactId: contact.relatedContactId,
  channel: contact.channel,
  instanceArn: instance.arn,
  initiationMethod: contact.initiationMethod,
  updatedProperties,
  initiationTimestamp: isoTime(contact.initiatedAt),
  connectedToSystemTimestamp: time(contact.connectedToSystemAt),
  disconnectTimestamp: time(contact.disconnectedAt),
  answeringMachineDetectionStatus: contact.answeringMachineDetectionStatus,
  campaign: contact.campaign?.campaignId === undefined ? undefined : contact.campaign,
  scheduledTimestamp: time(contact.scheduledAt),
  agentInfo: agentInfo(instance, contact),
  queueInfo:
    contact.queue === undefined || contact.initiationMethod === 'OUTBOUND'
      ? undefined
      : {
          queueArn: contact.queue.arn,
          queueType: contact.queue.type,
          enqueueTimestamp: time(contact.enqueuedAt),
        },
  routingCriteria: criteriaPart(contact),
  disconnectReason: contact.disconnectReason,
  recordings: recordings(instance, contact),
  segmentAttributes: { 'connect:Subtype': { valueString: subtypeOf(contact) } },
  tags: {
    ...contact.tags,
    'aws:connect:instanceId': instance.id,
    ...(contact.systemPhone !== undefined && { 'aws:connect:systemEndpoint': contact.systemPhone }),
  },
});

export const createContactEvents = (deps: {
  instance: Instance;
  scheduler: Scheduler;
  tuning: Tuning;
  outbox: Outbox;
  trace: Trace;
  putEvent: (event: BusEvent) => void;
}): ContactEvents => {
  const { instance, scheduler, tuning, outbox, trace } = deps;
  return {
    publish: (contact, eventType, updatedProperties) => {
      const at = isoTime(scheduler.now());
      const event: BusEvent = {
        source: 'aws.connect',
        'detail-type': 'Amazon Connect Contact Event',
        detail: JSON.parse(JSON.stringify(contactEventDetail(instance, contact, eventType, updatedProperties))),
        resources: [instance.arn, resourceArn(instance, 'contact', contact.id)],
        time: at,
      };
      const drawn = outbox.send(`event:${eventType}`, tuning.eventDelayMs, () => deps.putEvent(event));
      const delivered = drawn?.fault.drop !== true;
      contact.events.push({ eventType, at, delivered });
      const { callId } = contact.attributes;
      trace.record({
        part: 'connect',
        title: `contact event ${eventType}`,
        ok: delivered,
        connectContactId: contact.id,
        ...(callId !== undefined && { callId }),
        detail: {
          ...(contact.disconnectReason !== undefined && { disconnectReason: contact.disconnectReason }),
          ...(drawn !== undefined && { fault: drawn.fault }),
        },
      });
    },
  };
};
