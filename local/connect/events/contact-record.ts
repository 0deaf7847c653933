/** The contact record ("CTR") of a contact, in the members of the Administrator Guide's contact records data model. */
import type { Contact } from '../contacts/contact.ts';
import type { Engine } from '../engine.ts';
import { findRoutingProfile, findUser, type Instance, resourceArn } from '../instance.ts';
import { recordingLocation } from '../recordings/recording.ts';
import { isoTime } from '../scheduler.ts';

const VERSION = '2017-03-10';
const time = (ms: number | undefined): string | null => (ms === undefined ? null : isoTime(ms));
const seconds = (from: number | undefined, to: number | undefined): number | null =>
  from === undefined || to === undefined ? null : Math.round((to - from) / 1_000);
const telephone = (address: string | undefined) =>
  address === undefined ? null : { Address: address, Type: 'TELEPHONE_NUMBER' };

const agentPart = ({ instance }: Engine, contact: Contact) => {
  const user = contact.agent === undefined ? undefined : findUser(instance, contact.agent);
  if (user === undefined || contact.connectedToAgentAt === undefined) return null;
  const profile = findRoutingProfile(instance, user.routingProfileId);
  return {
    ARN: user.arn,
    Username: user.username,
    ConnectedToAgentTimestamp: isoTime(contact.connectedToAgentAt),
    AgentInteractionDuration:
      (seconds(contact.connectedToAgentAt, contact.disconnectedAt) ?? 0) - Math.round(contact.holdMs / 1_000),
    CustomerHoldDuration: Math.round(contact.holdMs / 1_000),
    NumberOfHolds: contact.holds,
    AfterContactWorkStartTimestamp: time(contact.afterWorkStartedAt),
    AfterContactWorkEndTimestamp: time(contact.afterWorkEndedAt),
    AfterContactWorkDuration: seconds(contact.afterWorkStartedAt, contact.afterWorkEndedAt),
    HierarchyGroups: null,
    RoutingProfile:
      profile === undefined ? null : { ARN: resourceArn(instance, 'routing-profile', profile.id), Name: profile.name },
  };
};

const recordingsPart = (instance: Instance, contact: Contact) => {
  const location = recordingLocation(instance, contact);
  return location === undefined
    ? null
    : [
        {
          StorageType: 'S3',
          Location: `${location.bucket}/${location.key}`,
          MediaStreamType: 'AUDIO',
          ParticipantType: null,
          FragmentStartNumber: null,
          FragmentStopNumber: null,
          StartTimestamp: time(contact.connectedToAgentAt),
          StopTimestamp: time(contact.disconnectedAt),
          Status: 'AVAILABLE',
          DeletionReason: null,
        },
      ];
};

const queuePart = ({ queue, enqueuedAt, dequeuedAt, disconnectedAt }: Contact) =>
  queue === undefined
    ? null
    : {
        ARN: queue.arn,
        Name: queue.name,
        EnqueueTimestamp: time(enqueuedAt),
        DequeueTimestamp: time(dequeuedAt ?? disconnectedAt),
        Duration: seconds(enqueuedAt, dequeuedAt ?? disconnectedAt),
      };

/** The audio itself is at `GET /simulator/contacts/{id}/recording`, in no bucket. */
const recordingPart = (instance: Instance, contact: Contact) => {
  const location = recordingLocation(instance, contact);
  return location === undefined
    ? null
    : { Location: `${location.bucket}/${location.key}`, Status: 'AVAILABLE', Type: 'AUDIO', DeletionReason: null };
};

export const contactRecord = (engine: Engine, contact: Contact): Readonly<Record<string, unknown>> => {
  const { instance } = engine;
  return {
    AWSAccountId: instance.accountId,
    AWSContactTraceRecordFormatVersion: VERSION,
    InstanceARN: instance.arn,
    ContactId: contact.id,
    InitialContactId: contact.initialContactId === contact.id ? null : contact.initialContactId,
    PreviousContactId: contact.previousContactId ?? null,
    NextContactId: contact.nextContactId ?? null,
    RelatedContactId: contact.relatedContactId ?? null,
    Channel: contact.channel,
    InitiationMethod: contact.initiationMethod,
    InitiationTimestamp: isoTime(contact.initiatedAt),
    ConnectedToSystemTimestamp: time(contact.connectedToSystemAt),
    DisconnectTimestamp: time(contact.disconnectedAt),
    LastUpdateTimestamp: isoTime(contact.lastUpdatedAt),
    DisconnectReason: contact.disconnectReason ?? null,
    AnsweringMachineDetectionStatus: contact.answeringMachineDetectionStatus ?? null,
    Campaign: contact.campaign?.campaignId === undefined ? null : { CampaignId: contact.campaign.campaignId },
    CustomerEndpoint: telephone(contact.customerPhone),
    SystemEndpoint: telephone(contact.systemPhone),
    Attributes: contact.attributes,
    Tags: { ...contact.tags, 'aws:connect:instanceId': instance.id },
    References: Object.entries(contact.references).map(([name, { type, value }]) => ({
      Name: name,
      Type: type,
      Value: value,
    })),
    Queue: queuePart(contact),
    Agent: agentPart(engine, contact),
    AgentConnectionAttempts: contact.agentConnectionAttempts,
    Recording: recordingPart(instance, contact),
    Recordings: recordingsPart(instance, contact),
    MediaStreams: [],
    TransferredToEndpoint: null,
  };
};
