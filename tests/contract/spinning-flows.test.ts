/** Flows that would run for ever without a wait are valid JSON: the call must end, and everybody else's must not. */
import {
  DescribeContactCommand,
  StartOutboundVoiceContactCommand,
  UpdateContactFlowContentCommand,
} from '@aws-sdk/client-connect';
import { beforeAll, describe, expect } from 'vitest';
import { waitFor } from '../system/wait-for.ts';
import { documentedLocally } from './documented.ts';
import { client, control, dialTo, INSTANCE_ID, liftQuotas, orderOf } from './target.ts';
import { contentOf, createFlow, deleteFlow, type FlowAction, waitingFlow } from './test-flow.ts';

beforeAll(liftQuotas);

const errors = (next: string) => [{ ErrorType: 'NoMatchingError', NextAction: next }];
const remember = (id: string, next: string): FlowAction => ({
  Identifier: id,
  Type: 'UpdateContactAttributes',
  Parameters: { Attributes: { at: id }, TargetContact: 'Current' },
  Transitions: { NextAction: next, Errors: errors(next), Conditions: [] },
});
const transferTo = (flowId: string): FlowAction[] => [
  remember('say', 'again'),
  {
    Identifier: 'again',
    Type: 'TransferToFlow',
    Parameters: { ContactFlowId: flowId },
    Transitions: { NextAction: 'end', Errors: errors('end'), Conditions: [] },
  },
  { Identifier: 'end', Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} },
];

const callEnds = async (flowId: string): Promise<string | undefined> => {
  const phone = dialTo();
  await control('PUT', `phones/${encodeURIComponent(phone)}`, { behavior: 'answer', afterMs: 0 });
  const { ContactId: contactId } = await client.send(
    new StartOutboundVoiceContactCommand(orderOf(flowId, { DestinationPhoneNumber: phone })),
  );
  const ended = await waitFor('the call to be ended', async () => {
    const { Contact } = await client.send(
      new DescribeContactCommand({ InstanceId: INSTANCE_ID, ContactId: contactId }),
    );
    return Contact?.DisconnectTimestamp !== undefined && Contact;
  });
  return ended.DisconnectReason;
};

describe('a call whose flow never waits', () => {
  documentedLocally('ours', 'is ended when blocks lead round in a circle', async () => {
    const flowId = await createFlow(contentOf([remember('say', 'on'), remember('on', 'say')]));
    try {
      expect(await callEnds(flowId)).toBe('CONTACT_FLOW_DISCONNECT');
    } finally {
      await deleteFlow(flowId);
    }
  });

  documentedLocally('ours', 'is ended when a flow hands over to itself', async () => {
    const flowId = await createFlow(contentOf(waitingFlow()));
    try {
      await client.send(
        new UpdateContactFlowContentCommand({
          InstanceId: INSTANCE_ID,
          ContactFlowId: flowId,
          Content: contentOf(transferTo(flowId)),
        }),
      );
      expect(await callEnds(flowId)).toBe('CONTACT_FLOW_DISCONNECT');
    } finally {
      await deleteFlow(flowId);
    }
  });
});
