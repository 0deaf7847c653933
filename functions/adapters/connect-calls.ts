/** Amazon Connect as the domain needs it. Connect's own word "contact" stays in here. */
import {
  ConnectClient,
  DescribeContactCommand,
  GetContactAttributesCommand,
  ListAssociatedContactsCommand,
  StartOutboundVoiceContactCommand,
  StartTaskContactCommand,
  StopContactCommand,
  UpdateContactAttributesCommand,
} from '@aws-sdk/client-connect';
import type { CallReason } from '../core/contracts/call.ts';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import { DIAL_TIMEOUTS, PRESENCE_TIMEOUTS, SERVICE_TIMEOUTS } from '../core/policy.ts';
import type {
  AssociatedContact,
  ConnectCalls,
  ConnectContactFacts,
  DialOrder,
  DialResult,
} from '../core/ports/connect.ts';
import { answeredBy } from './answered-by.ts';
import { recordingsFrom } from './connect-recordings.ts';
import { environment, recordingsPlace } from './environment.ts';
import { rehearsed } from './rehearsal.ts';
import { clientConfiguration, errorName, errorStatus, type Timeouts } from './service-client.ts';

/** Dialling is never retried by the SDK: a 429 goes back to the queue, or paced calls would be overtaken by retries. */
export const openDialClient = (): ConnectClient => openConnect(DIAL_TIMEOUTS);
export const openConnectClient = (): ConnectClient => openConnect(SERVICE_TIMEOUTS);
/** For a question that must hold up nothing. */
export const openPresenceClient = (): ConnectClient => openConnect(PRESENCE_TIMEOUTS);
const openConnect = (timeouts: Timeouts) => new ConnectClient(clientConfiguration(timeouts));

/** Observed under several names; only the modelled ones carry a class of their own (research/connect.md 1.2). */
const THROTTLES = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'LimitExceededException',
  // 2,500 tasks are open at the same time.
  'ServiceQuotaExceededException',
]);

const REFUSALS: Readonly<Record<string, CallReason>> = {
  DestinationNotAllowedException: 'destination-not-allowed',
  OutboundContactNotPermittedException: 'outbound-not-permitted',
  InvalidParameterException: 'invalid-request',
  InvalidRequestException: 'invalid-request',
  ResourceNotFoundException: 'resource-not-found',
};

export function dialing(
  client: ConnectClient,
  instance = {
    InstanceId: environment(ENVIRONMENT.connectInstance),
    ContactFlowId: environment(ENVIRONMENT.outboundFlow),
    SourcePhoneNumber: environment(ENVIRONMENT.sourcePhoneNumber),
  },
  previewFlow = environment(ENVIRONMENT.previewFlow),
): Pick<ConnectCalls, 'start' | 'startPreview'> {
  return {
    start: (order) =>
      startedBy(() =>
        client.send(
          new StartOutboundVoiceContactCommand({
            ...instance,
            ...wanted(order),
            DestinationPhoneNumber: order.phone,
            ...campaignParts(order),
          }),
        ),
      ),
    startPreview: (order) =>
      startedBy(() =>
        client.send(
          new StartTaskContactCommand({
            ...wanted(order),
            InstanceId: instance.InstanceId,
            ContactFlowId: previewFlow,
            References: Object.fromEntries(
              Object.entries(order.links).map(([name, url]) => [name, { Type: 'URL', Value: url }]),
            ),
          }),
        ),
      ),
  };
}

export function rehearseDialling(client: ConnectClient): Promise<void> {
  const ids = {
    InstanceId: environment(ENVIRONMENT.connectInstance),
    ContactFlowId: environment(ENVIRONMENT.outboundFlow),
  };
  const order = { clientToken: 'rehearsal', attributes: { rehearsal: '' }, name: '', description: '' };
  const command = new StartOutboundVoiceContactCommand({ ...ids, ...wanted(order), DestinationPhoneNumber: '+10' });
  return rehearsed(command, () => client.send(command));
}

/**
 * The API reference knows no condition for a ring time; whoever has measured it (dev.classmethod.jp, 2026-05-13) found that it takes
 * campaign traffic, as outbound campaigns' own announcement of 2025-11 says. For answering machine detection the reference says so.
 */
function campaignParts({ ringSeconds, detection }: DialOrder) {
  if (ringSeconds === undefined && detection === undefined) return {};
  return {
    TrafficType: 'CAMPAIGN' as const,
    ...(ringSeconds !== undefined && { RingTimeoutInSeconds: ringSeconds }),
    ...(detection !== undefined && {
      AnswerMachineDetectionConfig: {
        EnableAnswerMachineDetection: true,
        AwaitAnswerMachinePrompt: detection.afterBeep,
      },
    }),
  };
}

type Wanted = Pick<DialOrder, 'attributes' | 'clientToken' | 'description' | 'name'>;

const wanted = ({ clientToken, attributes, name, description }: Wanted) => ({
  ClientToken: clientToken,
  Attributes: { ...attributes },
  Name: name,
  Description: description,
});

async function startedBy(start: () => Promise<{ ContactId?: string | undefined }>): Promise<DialResult> {
  try {
    const { ContactId: connectContactId } = await start();
    if (connectContactId === undefined) throw new Error('Connect answered without a ContactId');
    return { outcome: 'started', connectContactId };
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): DialResult {
  const name = errorName(error);
  if (errorStatus(error) === 429 || THROTTLES.has(name)) return { outcome: 'throttled' };
  const reason = REFUSALS[name];
  if (reason === undefined) throw error;
  return { outcome: 'refused', reason, detail: name };
}

export function connectContacts(
  client: ConnectClient,
  instanceId = environment(ENVIRONMENT.connectInstance),
  place = recordingsPlace(),
): Omit<ConnectCalls, 'start' | 'startPreview'> {
  return {
    async stop(connectContactId) {
      try {
        await client.send(new StopContactCommand({ InstanceId: instanceId, ContactId: connectContactId }));
      } catch (error) {
        if (!OVER.has(errorName(error))) throw error;
      }
    },
    async associated(connectContactId) {
      const { ContactSummaryList: contacts = [] } = await client.send(
        new ListAssociatedContactsCommand({ InstanceId: instanceId, ContactId: connectContactId, MaxResults: 100 }),
      );
      return contacts.flatMap(({ ContactId: id, Channel: channel, PreviousContactId, RelatedContactId }) =>
        id === undefined || channel === undefined
          ? []
          : [
              {
                ...{ connectContactId: id, channel },
                ...(PreviousContactId !== undefined && { previousConnectContactId: PreviousContactId }),
                ...(RelatedContactId !== undefined && { relatedConnectContactId: RelatedContactId }),
              } satisfies AssociatedContact,
            ],
      );
    },
    async attributes(connectContactId) {
      const { Attributes: attributes } = await client.send(
        new GetContactAttributesCommand({ InstanceId: instanceId, InitialContactId: connectContactId }),
      );
      return attributes ?? {};
    },
    async describe(connectContactId) {
      const { Contact: contact } = await client.send(
        new DescribeContactCommand({ InstanceId: instanceId, ContactId: connectContactId }),
      );
      return withoutUndefined({
        connectContactId,
        channel: contact?.Channel,
        relatedConnectContactId: contact?.RelatedContactId,
        initialConnectContactId: contact?.InitialContactId,
        previousConnectContactId: contact?.PreviousContactId,
        initiationMethod: contact?.InitiationMethod,
        disconnectReason: contact?.DisconnectReason,
        customerPhone: contact?.CustomerEndpoint?.Address,
        initiatedAt: contact?.InitiationTimestamp?.toISOString(),
        answeredAt: contact?.ConnectedToSystemTimestamp?.toISOString(),
        answeredBy: answeredBy(contact?.AnsweringMachineDetectionStatus),
        agentId: contact?.AgentInfo?.Id,
        agentConnectedAt: contact?.AgentInfo?.ConnectedToAgentTimestamp?.toISOString(),
        disconnectedAt: contact?.DisconnectTimestamp?.toISOString(),
        afterWorkStartedAt: contact?.AgentInfo?.AfterContactWorkStartTimestamp?.toISOString(),
        afterWorkEndedAt: contact?.AgentInfo?.AfterContactWorkEndTimestamp?.toISOString(),
        recordings: recordingsFrom(contact?.Recordings, place),
      });
    },
    async updateAttributes(connectContactId, attributes) {
      await client.send(
        new UpdateContactAttributesCommand({
          InstanceId: instanceId,
          InitialContactId: connectContactId,
          Attributes: { ...attributes },
        }),
      );
    },
  };
}

/** StopContact of what has ended already, or is no longer known. */
const OVER = new Set(['ContactNotFoundException', 'ResourceNotFoundException']);

/** `exactOptionalPropertyTypes`: an unknown fact is absent, not undefined. */
function withoutUndefined(
  facts: {
    [Fact in keyof ConnectContactFacts]: ConnectContactFacts[Fact] | undefined;
  } & { connectContactId: string },
): ConnectContactFacts {
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  return { connectContactId: facts.connectContactId, ...Object.fromEntries(known) };
}
