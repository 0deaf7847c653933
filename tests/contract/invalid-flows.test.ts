/** What CreateContactFlow refuses to publish. A message is only looked at where a source gives its words. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect } from 'vitest';
import { documented, type Source } from './documented.ts';
import { liftQuotas, refusalOf } from './target.ts';
import { at, changed, contentOf, createFlow, deleteFlow, type FlowAction, waitingFlow } from './test-flow.ts';

beforeAll(liftQuotas);

const putAfterSay = (actions: FlowAction[], action: FlowAction): void => {
  actions.push(action);
  at(actions, 'say').Transitions.NextAction = action.Identifier;
};
const NO_MATCHING_ERROR = [{ ErrorType: 'NoMatchingError', NextAction: 'end' }];

describe('a flow that the service refuses to publish', () => {
  const refused = (source: Source, what: string, content: string | (() => string), problem = /\S/) =>
    documented(source, `has ${what}`, async () => {
      const attempt = createFlow(typeof content === 'string' ? content : content()).then(deleteFlow);
      const refusal = await refusalOf(attempt);
      expect(refusal).toMatchObject({ name: 'InvalidContactFlowException', status: 400 });
      expect(refusal.problems.join('\n')).toMatch(problem);
    });

  refused('API CreateContactFlow', 'text that is no JSON', '{"Version":');
  refused('API CreateContactFlow', 'JSON that is no object', '[]');
  refused('DG:flow-language-example', 'no version', contentOf(waitingFlow(), { Version: undefined }));
  refused('DG:flow-language-example', 'another version', contentOf(waitingFlow(), { Version: '2018-01-01' }));
  refused('DG:flow-language-example', 'no actions', contentOf([]));
  refused('DG:flow-language-example', 'a start that does not exist', contentOf(waitingFlow(), { StartAction: 'x' }));
  refused(
    'AICC',
    'an action type that does not exist',
    changed((actions) => {
      at(actions, 'say').Type = 'SingToParticipant';
    }),
    /Invalid Action type/,
  );
  refused(
    'AICC',
    'a parameter that the action does not have',
    changed((actions) => {
      at(actions, 'say').Parameters.Volume = '11';
    }),
    /Invalid Action property name/,
  );
  refused(
    'FAC catalog: GetParticipantInput',
    'an action without an error it must handle',
    changed((actions) => {
      at(actions, 'ask').Transitions.Errors = NO_MATCHING_ERROR;
    }),
    /Actions\[1\]/,
  );
  refused(
    'AICC, FAC catalog: UpdateFlowLoggingBehavior',
    'an error that the action cannot have',
    changed((actions) => {
      putAfterSay(actions, {
        Identifier: 'log',
        Type: 'UpdateFlowLoggingBehavior',
        Parameters: { FlowLoggingBehavior: 'Enabled' },
        Transitions: { NextAction: 'ask', Errors: NO_MATCHING_ERROR, Conditions: [] },
      });
    }),
    /Invalid Action error.*NoMatchingError/,
  );
  refused(
    'DG:flow-language-actions',
    'a next action that does not exist',
    changed((actions) => {
      at(actions, 'say').Transitions.NextAction = 'nowhere';
    }),
  );
  refused(
    'DG:flow-language-actions',
    'an error branch that leads nowhere',
    changed((actions) => {
      at(actions, 'say').Transitions.Errors = [{ ErrorType: 'NoMatchingError', NextAction: 'nowhere' }];
    }),
  );
  refused(
    'DG:flow-language-actions',
    'two actions of one name',
    changed((actions) => {
      actions.push({ Identifier: 'end', Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} });
    }),
  );
  refused(
    'DG:flow-language-actions',
    'a forbidden character in a name',
    changed((actions) => {
      actions.push({ Identifier: 'a$b', Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} });
    }),
  );
  refused(
    'DG:flow-language-actions',
    'a last action that goes on',
    changed((actions) => {
      at(actions, 'end').Transitions = { NextAction: 'say' };
    }),
  );
  refused(
    'DG:flow-language-actions',
    'a number that is no JSON string',
    changed((actions) => {
      at(actions, 'ask').Parameters.InputTimeLimitSeconds = 5;
    }),
  );
  refused(
    'AG:connect-lambda-functions',
    'a function that is not associated with the instance',
    changed((actions) => {
      putAfterSay(actions, {
        Identifier: 'look',
        Type: 'InvokeLambdaFunction',
        Parameters: {
          LambdaFunctionARN: 'arn:aws:lambda:eu-central-1:123456789012:function:nobody-knows-it',
          InvocationTimeLimitSeconds: '3',
        },
        Transitions: { NextAction: 'ask', Errors: NO_MATCHING_ERROR, Conditions: [] },
      });
    }),
  );
  refused('FAC, terraform-provider-aws #47185', 'a queue that does not exist', () =>
    changed((actions) => {
      putAfterSay(actions, {
        Identifier: 'target',
        Type: 'UpdateContactTargetQueue',
        Parameters: { QueueId: randomUUID() },
        Transitions: { NextAction: 'ask', Errors: NO_MATCHING_ERROR, Conditions: [] },
      });
    }),
  );
  refused(
    'DG:flow-language-actions',
    '251 actions',
    changed((actions) => {
      while (actions.length < 251) {
        actions.push({
          Identifier: `end ${actions.length}`,
          Type: 'DisconnectParticipant',
          Parameters: {},
          Transitions: {},
        });
      }
    }),
  );
  refused(
    'API Content',
    'more than 256,000 characters',
    contentOf(waitingFlow(), { Metadata: { note: 'x'.repeat(256_000) } }),
  );
  refused('FAC catalog: MessageParticipantIteratively', 'an action of another flow type', () =>
    changed((actions) => {
      putAfterSay(actions, {
        Identifier: 'music',
        Type: 'MessageParticipantIteratively',
        Parameters: { Messages: [{ Text: 'la' }] },
        Transitions: { NextAction: 'ask', Errors: NO_MATCHING_ERROR, Conditions: [] },
      });
    }),
  );

  refused('FAC catalog: modules', 'Settings, which only modules have', contentOf(waitingFlow(), { Settings: {} }));
  refused('DG:flow-language-example', 'Metadata that are no object', contentOf(waitingFlow(), { Metadata: 'none' }));
  refused(
    'DG:flow-language-actions',
    'a name that JavaScript keeps for itself',
    changed((actions) => {
      actions.push({ Identifier: 'toLocaleString', Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} });
    }),
  );
  refused(
    'DG:flow-language-actions',
    'more than 50 conditions',
    changed((actions) => {
      putAfterSay(actions, {
        Identifier: 'compare',
        Type: 'Compare',
        Parameters: { ComparisonValue: '$.Attributes.x' },
        Transitions: {
          NextAction: 'ask',
          Errors: [{ ErrorType: 'NoMatchingCondition', NextAction: 'ask' }],
          Conditions: Array.from({ length: 51 }, (_, index) => ({
            NextAction: 'ask',
            Condition: { Operator: 'Equals', Operands: [String(index)] },
          })),
        },
      });
    }),
  );
  refused(
    'DG:flow-control-actions-wait',
    'a wait without the condition for its end',
    changed((actions) => {
      putAfterSay(actions, {
        Identifier: 'wait',
        Type: 'Wait',
        Parameters: { TimeLimitSeconds: '5' },
        Transitions: { NextAction: 'ask', Errors: NO_MATCHING_ERROR, Conditions: [] },
      });
    }),
  );
  refused(
    'DG:contact-actions-transfercontacttoagent',
    'a transfer to an agent in an inbound flow',
    changed((actions) => {
      actions.push({ Identifier: 'agent', Type: 'TransferContactToAgent', Parameters: {}, Transitions: {} });
    }),
  );

  documented('DG:flow-language-actions', 'but 250 actions are allowed', async () => {
    const content = changed((actions) => {
      for (const action of actions.splice(0, 1)) {
        action.Transitions.NextAction = 'line 0';
        actions.push(action);
      }
      const lines = 250 - actions.length;
      for (let index = 0; index < lines; index += 1) {
        actions.push({
          Identifier: `line ${index}`,
          Type: 'MessageParticipant',
          Parameters: { Text: `Line ${index}.` },
          Transitions: {
            NextAction: index === lines - 1 ? 'ask' : `line ${index + 1}`,
            Errors: [{ ErrorType: 'NoMatchingError', NextAction: 'ask' }],
            Conditions: [],
          },
        });
      }
      expect(actions).toHaveLength(250);
    });
    await deleteFlow(await createFlow(content));
  });
});
