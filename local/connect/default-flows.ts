/**
 * The transfer flows of a new instance, as the Administrator Guide describes them ("Default agent transfer flow", "Default
 * queue transfer flow": hours of operation, then staffing, then the queue, else a message). The words are ours.
 */
import type { SeedFlow } from './instance.ts';

const branch = (ErrorType: string, NextAction: string) => ({ ErrorType, NextAction });
const when = (Operator: string, operand: string, NextAction: string) => ({
  NextAction,
  Condition: { Operator, Operands: [operand] },
});
const say = (Identifier: string, Text: string) => ({
  Identifier,
  Type: 'MessageParticipant',
  Parameters: { Text },
  Transitions: { NextAction: 'end', Errors: [branch('NoMatchingError', 'end')], Conditions: [] },
});
const END = { Identifier: 'end', Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} };
const content = (StartAction: string, Actions: readonly object[]): string =>
  JSON.stringify({ Version: '2019-10-30', StartAction, Metadata: {}, Actions });

export const DEFAULT_AGENT_TRANSFER: SeedFlow = {
  id: 'f10a0000-0000-4000-8000-000000000001',
  name: 'Default agent transfer',
  type: 'AGENT_TRANSFER',
  content: content('agent', [{ Identifier: 'agent', Type: 'TransferContactToAgent', Parameters: {}, Transitions: {} }]),
};

export const DEFAULT_QUEUE_TRANSFER: SeedFlow = {
  id: 'f10a0000-0000-4000-8000-000000000002',
  name: 'Default queue transfer',
  type: 'QUEUE_TRANSFER',
  content: content('hours', [
    {
      Identifier: 'hours',
      Type: 'CheckHoursOfOperation',
      Parameters: {},
      Transitions: {
        NextAction: 'closed',
        Errors: [branch('NoMatchingError', 'closed')],
        Conditions: [when('Equals', 'True', 'staffing'), when('Equals', 'False', 'closed')],
      },
    },
    {
      Identifier: 'staffing',
      Type: 'CheckMetricData',
      Parameters: { MetricType: 'NumberOfAgentsStaffed' },
      Transitions: {
        NextAction: 'nobody',
        Errors: [branch('NoMatchingCondition', 'nobody'), branch('NoMatchingError', 'nobody')],
        Conditions: [when('NumberGreaterThan', '0', 'queue')],
      },
    },
    {
      Identifier: 'queue',
      Type: 'TransferContactToQueue',
      Parameters: {},
      Transitions: {
        NextAction: 'nobody',
        Errors: [branch('QueueAtCapacity', 'nobody'), branch('NoMatchingError', 'nobody')],
        Conditions: [],
      },
    },
    say('closed', 'The queue is closed.'),
    say('nobody', 'Nobody can take the call at the moment.'),
    END,
  ]),
};
