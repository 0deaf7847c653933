/** What flows can refer to, and what a Lambda function gets, from the same contact. */
import { agentState } from '../agents/agent.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Engine } from '../engine.ts';
import { callerIdOf, idOf } from '../instance.ts';
import type { FlowRun } from './action.ts';

const telephone = (address: string | undefined) =>
  address === undefined ? null : { Address: address, Type: 'TELEPHONE_NUMBER' };

const queuePart = (engine: Engine, contact: Contact) => {
  const queue = contact.targetQueue ?? contact.queue;
  return queue === undefined
    ? null
    : {
        ARN: queue.arn,
        Name: queue.name,
        OutboundCallerId: telephone(callerIdOf(engine.instance, queue)),
      };
};

const contactData = ({ engine, contact }: Pick<FlowRun, 'engine' | 'contact'>) => ({
  Attributes: { ...contact.attributes },
  Channel: contact.channel,
  ContactId: contact.id,
  CustomerEndpoint: telephone(contact.customerPhone),
  CustomerId: contact.customerId ?? null,
  Description: contact.description,
  InitialContactId: contact.initialContactId,
  InitiationMethod: contact.initiationMethod,
  InstanceARN: engine.instance.arn,
  LanguageCode: contact.language,
  MediaStreams: { Customer: { Audio: contact.mediaStream ?? null } },
  Name: contact.name,
  PreviousContactId: contact.previousContactId ?? contact.id,
  Queue: queuePart(engine, contact),
  References: Object.fromEntries(
    Object.entries(contact.references).map(([key, { type, value }]) => [key, { Type: type, Value: value }]),
  ),
  SystemEndpoint: telephone(contact.systemPhone),
});

/** The event of a Lambda invocation ("ContactFlowEvent"). */
export const flowEvent = (run: FlowRun, parameters: Readonly<Record<string, unknown>>) => ({
  Name: 'ContactFlowEvent',
  Details: { ContactData: contactData(run), Parameters: parameters },
});

/** The root that `$` stands for. `Agent` exists only where the agent is known: in whispers. */
export const referenceRoot = (run: Omit<FlowRun, 'value' | 'depth'>): Readonly<Record<string, unknown>> => {
  const { engine, contact, memory, agent } = run;
  const { Attributes, MediaStreams, ...data } = contactData(run);
  return {
    ...data,
    Attributes,
    MediaStreams,
    AwsRegion: engine.instance.region,
    External: memory.external,
    LambdaInvocation: { InvocationId: memory.invocationId },
    FlowAttributes: memory.flowAttributes,
    Modules: memory.modules,
    Views: memory.views,
    Metrics: memory.metrics,
    StoredCustomerInput: memory.storedInput,
    TextToSpeechVoiceId: contact.voice,
    Tags: contact.tags,
    ...(agent !== undefined && {
      Agent: {
        UserName: agent.user.username,
        FirstName: agent.user.name.split(' ')[0] ?? '',
        LastName: agent.user.name.split(' ').slice(1).join(' '),
        ARN: agent.user.arn,
        Id: idOf(agent.user.arn),
        State: agentState(agent).name,
      },
    }),
  };
};
