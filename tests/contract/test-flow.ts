/** Flows that tests create in the instance and delete again. */
import { type ContactFlowType, CreateContactFlowCommand, DeleteContactFlowCommand } from '@aws-sdk/client-connect';
import { client, freshName, INSTANCE_ID } from './target.ts';

export interface FlowAction {
  Identifier: string;
  Type: string;
  Parameters: Record<string, unknown>;
  Transitions: {
    NextAction?: string;
    Errors?: { ErrorType: string; NextAction: string }[];
    Conditions?: { NextAction: string; Condition: { Operator: string; Operands: string[] } }[];
  };
}

const errors = (next: string, ...types: string[]) => types.map((ErrorType) => ({ ErrorType, NextAction: next }));

/** Says something, then waits three minutes for a key: a call that stays until somebody ends it. */
export const waitingFlow = (): FlowAction[] => [
  {
    Identifier: 'say',
    Type: 'MessageParticipant',
    Parameters: { Text: 'This is a test. Press 1 to end it.' },
    Transitions: { NextAction: 'ask', Errors: errors('ask', 'NoMatchingError'), Conditions: [] },
  },
  {
    Identifier: 'ask',
    Type: 'GetParticipantInput',
    Parameters: { Text: 'Press 1.', StoreInput: 'False', InputTimeLimitSeconds: '180' },
    Transitions: {
      NextAction: 'end',
      Errors: errors('end', 'NoMatchingError', 'NoMatchingCondition', 'InputTimeLimitExceeded'),
      Conditions: [{ NextAction: 'end', Condition: { Operator: 'Equals', Operands: ['1'] } }],
    },
  },
  { Identifier: 'end', Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} },
];

export const contentOf = (actions: readonly unknown[], more: object = {}): string =>
  JSON.stringify({ Version: '2019-10-30', StartAction: 'say', Metadata: {}, Actions: actions, ...more });

export const deleteFlow = (flowId: string): Promise<unknown> =>
  client.send(new DeleteContactFlowCommand({ InstanceId: INSTANCE_ID, ContactFlowId: flowId }));

export const createFlow = async (
  content: string,
  more: { readonly type?: ContactFlowType; readonly status?: 'PUBLISHED' | 'SAVED'; readonly name?: string } = {},
): Promise<string> => {
  const { ContactFlowId } = await client.send(
    new CreateContactFlowCommand({
      InstanceId: INSTANCE_ID,
      Name: more.name ?? freshName(),
      Type: more.type ?? 'CONTACT_FLOW',
      Content: content,
      ...(more.status !== undefined && { Status: more.status }),
    }),
  );
  if (ContactFlowId === undefined) throw new Error('the flow has no id');
  return ContactFlowId;
};

/** The waiting flow with something changed. */
export const changed = (change: (actions: FlowAction[]) => void): string => {
  const actions = waitingFlow();
  change(actions);
  return contentOf(actions);
};
export const at = (actions: FlowAction[], id: string): FlowAction => {
  const action = actions.find(({ Identifier }) => Identifier === id);
  if (action === undefined) throw new Error(`no action ${id}`);
  return action;
};
