/** Reading and changing contacts. */

import { associatedContacts } from '../../contacts/associated.ts';
import { type Contact, isOver, subtypeOf } from '../../contacts/contact.ts';
import { disconnect } from '../../contacts/disconnect.ts';
import { type Engine, touch } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { findUser, idOf, resourceArn } from '../../instance.ts';
import { shownRoutingCriteria } from '../../queues/show-routing-criteria.ts';
import { recordingViews } from '../../recordings/recording-view.ts';
import { attributesIn } from '../attributes.ts';
import { invalidRequest, ServiceError } from '../errors.ts';
import { checkInstance, contactIn, type Input, optionalText, pageOf } from '../input.ts';
import { contactResource, type ServiceOperation } from '../operation.ts';
import { referencesIn } from '../references.ts';

const date = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms));
const telephone = (address: string | undefined) =>
  address === undefined ? undefined : { Type: 'TELEPHONE_NUMBER', Address: address };

const agentInfo = (engine: Engine, contact: Contact) => {
  const user = contact.agent === undefined ? undefined : findUser(engine.instance, contact.agent);
  if (user === undefined) return undefined;
  const { afterWorkStartedAt: start, afterWorkEndedAt: end } = contact;
  return {
    Id: user.id,
    AcceptedByAgentTimestamp: date(contact.acceptedAt),
    ConnectedToAgentTimestamp: date(contact.connectedToAgentAt),
    AgentInitiatedHoldDuration: Math.round(contact.holdMs / 1_000),
    AfterContactWorkStartTimestamp: date(start),
    AfterContactWorkEndTimestamp: date(end),
    AfterContactWorkDuration: start === undefined || end === undefined ? undefined : Math.round((end - start) / 1_000),
  };
};

/** There once the contact is completed, as their objects are. */
const recordings = ({ instance }: Engine, contact: Contact): readonly object[] | undefined => {
  if (contact.state !== 'completed') return undefined;
  return recordingViews(instance, contact).map(({ StartTimestamp, StopTimestamp, ...view }) => ({
    ...view,
    StartTimestamp: new Date(StartTimestamp),
    StopTimestamp: new Date(StopTimestamp),
  }));
};

export const describeContact: ServiceOperation = {
  resources: contactResource(),
  run: (engine, input) => {
    checkInstance(engine, input);
    const contact = contactIn(engine, input);
    const criteria = contact.routingCriteria.at(-1);
    return {
      Contact: {
        Arn: resourceArn(engine.instance, 'contact', contact.id),
        Id: contact.id,
        // As in the service, a contact that began the chain has no InitialContactId.
        InitialContactId: contact.initialContactId === contact.id ? undefined : contact.initialContactId,
        PreviousContactId: contact.previousContactId,
        RelatedContactId: contact.relatedContactId,
        InitiationMethod: contact.initiationMethod,
        Name: contact.name,
        Description: contact.description,
        Channel: contact.channel,
        QueueInfo:
          contact.queue === undefined
            ? undefined
            : { Id: idOf(contact.queue.arn), EnqueueTimestamp: date(contact.enqueuedAt) },
        AgentInfo: agentInfo(engine, contact),
        InitiationTimestamp: date(contact.initiatedAt),
        RingStartTimestamp: date(contact.ringStartedAt),
        ConnectedToSystemTimestamp: date(contact.connectedToSystemAt),
        DisconnectTimestamp: date(contact.disconnectedAt),
        LastUpdateTimestamp: date(contact.lastUpdatedAt),
        LastPausedTimestamp: date(contact.pausedAt),
        LastResumedTimestamp: date(contact.resumedAt),
        TotalPauseCount: contact.pauses,
        TotalPauseDurationInSeconds: Math.round(contact.pausedMs / 1_000),
        ScheduledTimestamp: date(contact.scheduledAt),
        CustomerEndpoint: telephone(contact.customerPhone),
        SystemEndpoint: telephone(contact.systemPhone),
        QueuePriority: contact.queuePriority,
        QueueTimeAdjustmentSeconds: contact.queueTimeAdjustmentS,
        RoutingCriteria: criteria === undefined ? undefined : shownRoutingCriteria(criteria, (at) => new Date(at)),
        DisconnectReason: contact.disconnectReason,
        AnsweringMachineDetectionStatus: contact.answeringMachineDetectionStatus,
        Campaign: contact.campaign === undefined ? undefined : { CampaignId: contact.campaign.campaignId },
        Tags: { ...contact.tags, 'aws:connect:instanceId': engine.instance.id },
        Recordings: recordings(engine, contact),
        SegmentAttributes: { 'connect:Subtype': { ValueString: subtypeOf(contact) } },
      },
    };
  },
};

export const getContactAttributes: ServiceOperation = {
  resources: contactResource('InitialContactId'),
  run: (engine, input) => {
    checkInstance(engine, input);
    return { Attributes: contactIn(engine, input, 'InitialContactId').attributes };
  },
};

/** Works for contacts that have ended too (24 months in the cloud). */
export const updateContactAttributes: ServiceOperation = {
  resources: contactResource('InitialContactId'),
  run: (engine, input) => {
    checkInstance(engine, input);
    const contact = contactIn(engine, input, 'InitialContactId');
    Object.assign(contact.attributes, attributesIn(input, contact.attributes));
    engine.events.publish(contact, 'CONTACT_DATA_UPDATED', ['attributes']);
    touch(engine, contact);
    return {};
  },
};

export const updateContact: ServiceOperation = {
  partial: 'Name, Description and References',
  resources: contactResource(),
  run: (engine, input) => {
    checkInstance(engine, input);
    const contact = contactIn(engine, input);
    contact.name = optionalText(input, 'Name', 0, 1_024) ?? contact.name;
    contact.description = optionalText(input, 'Description', 0, 4_096) ?? contact.description;
    contact.references = { ...contact.references, ...referencesIn(input) };
    touch(engine, contact);
    return {};
  },
};

/** "It does not work for voice contacts that use the following initiation methods" (API reference, StopContact). */
const UNSTOPPABLE: ReadonlySet<Contact['initiationMethod'] | 'EXTERNAL_OUTBOUND'> = new Set([
  'DISCONNECT',
  'TRANSFER',
  'QUEUE_TRANSFER',
  'EXTERNAL_OUTBOUND',
  'MONITOR',
]);

/** The caller's own code ("indicates how the contact was terminated"), else the service's for this operation. */
const stopReasonIn = ({ DisconnectReason: reason }: Input): string =>
  isRecord(reason) && typeof reason.Code === 'string' && reason.Code !== '' ? reason.Code : 'API';

export const stopContact: ServiceOperation = {
  resources: contactResource(),
  run: (engine, input) => {
    checkInstance(engine, input);
    const contact = contactIn(engine, input);
    const { channel, initiationMethod } = contact;
    if (channel === 'VOICE' && UNSTOPPABLE.has(initiationMethod)) {
      throw invalidRequest(`Voice contacts that were initiated by ${initiationMethod} cannot be stopped`);
    }
    if (isOver(contact)) throw new ServiceError('ContactNotFoundException', 'The contact is not active');
    disconnect(engine, contact, stopReasonIn(input));
    return {};
  },
};

export const listAssociatedContacts: ServiceOperation = {
  resources: contactResource(),
  run: (engine, input) => {
    checkInstance(engine, input);
    const { items, NextToken } = pageOf(input, associatedContacts(engine, contactIn(engine, input)));
    return {
      ContactSummaryList: items.map((contact) => ({
        ContactId: contact.id,
        ContactArn: resourceArn(engine.instance, 'contact', contact.id),
        InitiationTimestamp: date(contact.initiatedAt),
        DisconnectTimestamp: date(contact.disconnectedAt),
        InitialContactId: contact.initialContactId === contact.id ? undefined : contact.initialContactId,
        PreviousContactId: contact.previousContactId,
        RelatedContactId: contact.relatedContactId,
        InitiationMethod: contact.initiationMethod,
        Channel: contact.channel,
      })),
      NextToken,
    };
  },
};

const REFERENCE_MEMBERS: Readonly<Record<string, string>> = {
  URL: 'Url',
  NUMBER: 'Number',
  STRING: 'String',
  DATE: 'Date',
  EMAIL: 'Email',
};

export const listContactReferences: ServiceOperation = {
  resources: contactResource(),
  run: (engine, input) => {
    checkInstance(engine, input);
    const wanted = Array.isArray(input.ReferenceTypes) ? input.ReferenceTypes : [];
    const references = Object.entries(contactIn(engine, input).references);
    return {
      ReferenceSummaryList: references.flatMap(([name, { type, value }]) => {
        const member = REFERENCE_MEMBERS[type];
        return member === undefined || !wanted.includes(type) ? [] : [{ [member]: { Name: name, Value: value } }];
      }),
    };
  },
};
