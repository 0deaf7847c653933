/** Recording is the deployment's decision: the flows' files are as they are, and what a deployment gets still keeps the rules. */
import { describe, expect, test } from 'vitest';
import { type Flow as AnyFlow, recordCalls } from '../../lib/constructs/record-calls.ts';
import { type Flow, type FlowAction, problemsOf, readFlow } from '../contact-flows/flow-rules.ts';
import { exampleApp, exampleInput, ofType, templateOf, withTemporaryFolder } from './synthesize.ts';

const CALLS = ['outbound', 'inbound-lookup'] as const;
const announcement = 'This call is recorded.';
const recorded = (name: string, options: { announcement?: string } = {}): Flow =>
  recordCalls(readFlow(name) as AnyFlow, options) as Flow;
const named = (flow: Flow, id: string | undefined): FlowAction => {
  const found = flow.Actions.find(({ Identifier }) => Identifier === id);
  if (found === undefined) throw new Error(`no action ${id}`);
  return found;
};
const nextOf = (flow: Flow, type: string) =>
  named(flow, flow.Actions.find(({ Type }) => Type === type)?.Transitions.NextAction);

describe.each(CALLS)('the flow %s of a deployment that records', (name) => {
  test('keeps the rules of the flow language, with and without an announcement', () => {
    for (const flow of [recorded(name), recorded(name, { announcement })])
      expect(problemsOf(flow, 'CONTACT_FLOW')).toEqual([]);
  });

  test('records both sides, and goes on as it did', () => {
    const flow = recorded(name);
    const record = nextOf(flow, 'UpdateContactTextToSpeechVoice');
    expect(record).toMatchObject({
      Type: 'UpdateContactRecordingBehavior',
      Parameters: { RecordingBehavior: { RecordedParticipants: ['Agent', 'Customer'] } },
    });
    expect(record.Transitions.NextAction).toBe(nextOf(readFlow(name), 'UpdateContactTextToSpeechVoice').Identifier);
  });

  test('tells the customer first, and does not record whom it could not tell', () => {
    const flow = recorded(name, { announcement });
    const tell = nextOf(flow, 'UpdateContactTextToSpeechVoice');
    expect(tell).toMatchObject({ Type: 'MessageParticipant', Parameters: { Text: announcement } });
    const record = named(flow, tell.Transitions.NextAction);
    expect(record.Type).toBe('UpdateContactRecordingBehavior');
    const { NextAction: onwards } = record.Transitions;
    expect(tell.Transitions.Errors).toEqual([{ ErrorType: 'NoMatchingError', NextAction: onwards }]);
  });
});

test('a flow that sets no voice cannot be recorded by mistake', () => {
  expect(() => recordCalls({ Metadata: { ActionMetadata: {} }, Actions: [] }, {})).toThrow('sets no voice');
});

describe('a deployment', () => {
  const recordingFlows = (recordings: object | undefined): readonly unknown[] => {
    const connect = { ...exampleInput().connect, ...(recordings && { recordings }) };
    const template = withTemporaryFolder((folder) => templateOf(exampleApp(folder, { connect }), 'Calling'));
    return ofType(template, 'AWS::Connect::ContactFlow')
      .filter(({ Properties }) => JSON.stringify(Properties.Content).includes('UpdateContactRecordingBehavior'))
      .map(({ Properties }) => Properties.Name);
  };
  const bucket = { bucket: 'my-recordings', prefix: 'connect/my-instance' };

  test('records nothing unless it says so, even where recordings of other flows may be heard', () => {
    expect(recordingFlows(undefined)).toEqual([]);
    expect(recordingFlows(bucket)).toEqual([]);
  });

  test('that says so records the calls that begin with a person, and no task', () => {
    expect(recordingFlows({ ...bucket, record: true }).toSorted()).toEqual([
      'opportunity-cti inbound-lookup',
      'opportunity-cti outbound',
    ]);
  });
});
