/** The contact record ("CTR") of a contact, in the members of the Administrator Guide's contact records data model; times in whole seconds. */
import { type Contact, subtypeOf } from '../contacts/contact.ts';
import type { Engine } from '../engine.ts';
import { findRoutingProfile, findUser, resourceArn } from '../instance.ts';
import { type RecordingView, recordingViews } from '../recordings/recording-view.ts';
import { secondsTime } from '../scheduler.ts';
import { hierarchyOf } from './hierarchy-groups.ts';

const VERSION = '2017-03-10';
const time = (ms: number | undefined): string | null => (ms === undefined ? null : secondsTime(ms));
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
    ConnectedToAgentTimestamp: secondsTime(contact.connectedToAgentAt),
    AgentInteractionDuration:
      (seconds(contact.connectedToAgentAt, contact.disconnectedAt) ?? 0) - Math.round(contact.holdMs / 1_000),
    AcceptedByAgentTimestamp: time(contact.acceptedAt),
    AgentInitiatedHoldDuration: Math.round(contact.holdMs / 1_000),
    AgentPauseDuration: null,
    LongestHoldDuration: Math.max(0, ...contact.holdPeriods.map(({ from, to }) => Math.round((to - from) / 1_000))),
    StateTransitions: null,
    PreviewEndTimestamp: null,
    Capabilities: null,
    CustomerHoldDuration: Math.round(contact.holdMs / 1_000),
    NumberOfHolds: contact.holds,
    AfterContactWorkStartTimestamp: time(contact.afterWorkStartedAt),
    AfterContactWorkEndTimestamp: time(contact.afterWorkEndedAt),
    AfterContactWorkDuration: seconds(contact.afterWorkStartedAt, contact.afterWorkEndedAt),
    HierarchyGroups: hierarchyOf(instance, user, 'Level', ({ arn, name }) => ({ ARN: arn, GroupName: name })),
    RoutingProfile:
      profile === undefined ? null : { ARN: resourceArn(instance, 'routing-profile', profile.id), Name: profile.name },
  };
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

const recordingPart = (recording: RecordingView | undefined) =>
  recording === undefined
    ? null
    : { Location: recording.Location, Status: recording.Status, Type: 'AUDIO', DeletionReason: null };

/** Members that have no meaning here are there and null, as in the service's records. */
export const contactRecord = (engine: Engine, contact: Contact): Readonly<Record<string, unknown>> => {
  const { instance } = engine;
  const recordings = recordingViews(instance, contact);
  const [first] = recordings;
  // Of several third parties the first one that answered: the guide speaks of one endpoint only.
  const transfer = contact.legs.find(
    ({ type, initial, answeredAt }) => type === 'outbound' && !initial && answeredAt !== undefined,
  );
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
    InitiationTimestamp: secondsTime(contact.initiatedAt),
    ConnectedToSystemTimestamp: time(contact.connectedToSystemAt),
    DisconnectTimestamp: time(contact.disconnectedAt),
    LastUpdateTimestamp: secondsTime(contact.lastUpdatedAt),
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
    ContactAssociationId: contact.initialContactId,
    ContactDetails: contact.channel === 'TASK' ? { Name: contact.name, Description: contact.description } : {},
    ContactEvaluations: {},
    ContactLens: null,
    CustomerId: contact.customerId ?? null,
    CustomerVoiceActivity: null,
    DisconnectDetails: null,
    QualityMetrics: null,
    Recording: recordingPart(first),
    Recordings: recordings.length === 0 ? null : recordings,
    MediaStreams: contact.channel === 'VOICE' ? [{ Type: 'AUDIO' }] : [],
    RoutingCriteria: null,
    ScheduledTimestamp: time(contact.scheduledAt),
    SegmentAttributes: { 'connect:Subtype': { ValueString: subtypeOf(contact) } },
    TaskTemplateInfo: null,
    TotalPauseCount: contact.pauses,
    TotalPauseDurationInSeconds: Math.round(contact.pausedMs / 1_000),
    TransferCompletedTimestamp: time(transfer?.answeredAt),
    TransferredToEndpoint: telephone(transfer?.endpoint.phoneNumber ?? undefined),
    VoiceIdResult: null,
    WisdomInfo: null,
  };
};
