import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  CALL_ATTRIBUTES,
  IN_FALLBACK_QUEUE,
  MACHINE_MESSAGE,
  ON_MACHINE,
} from '../../functions/core/contracts/call-attributes.ts';
import type { FlowLookup } from '../../functions/core/contracts/flow-lookup.ts';
import { type Flow, type FlowAction, flowText, problemsOf, readFlow, successors } from './flow-rules.ts';

const FLOWS = {
  outbound: 'CONTACT_FLOW',
  'inbound-lookup': 'CONTACT_FLOW',
  'agent-preview': 'CONTACT_FLOW',
  'agent-preview-queue': 'CUSTOMER_QUEUE',
  'customer-queue': 'CUSTOMER_QUEUE',
  'agent-whisper': 'AGENT_WHISPER',
  'customer-whisper': 'CUSTOMER_WHISPER',
} as const;
const folder = join(import.meta.dirname, '..', '..', 'contact-flows');

/** Every answer of `look-up-contact`, so that a renamed one no longer compiles here. */
const LOOKUP: Readonly<Record<keyof FlowLookup, true>> = {
  found: true,
  reason: true,
  matches: true,
  callId: true,
  sourceId: true,
  opportunityId: true,
  opportunityName: true,
  stage: true,
  contactId: true,
  contactName: true,
  contactRole: true,
  contactTitle: true,
  ownerAgent: true,
  lastCallAt: true,
  lastDisposition: true,
};

const ofType = (flow: Flow, type: string): readonly FlowAction[] => flow.Actions.filter(({ Type }) => Type === type);

/** What a flow does when at every action the given kind of answer comes. */
function walk(flow: Flow, choose: (action: FlowAction) => string | undefined): readonly string[] {
  const types: string[] = [];
  let id: string | undefined = flow.StartAction;
  while (id !== undefined && types.length < 100) {
    const action: FlowAction | undefined = flow.Actions.find(({ Identifier }) => Identifier === id);
    if (action === undefined) throw new Error(`no action ${id}`);
    types.push(action.Type);
    id = choose(action) ?? action.Transitions.NextAction;
  }
  return types;
}

describe.each(Object.entries(FLOWS))('the flow %s', (name, kind) => {
  test('keeps the rules of the flow language', () => {
    expect(problemsOf(readFlow(name), kind)).toEqual([]);
  });

  test('is of version 2019-10-30, within 250 actions and 256,000 characters, and names no resource of anybody', () => {
    const flow = readFlow(name);
    expect(flow.Version).toBe('2019-10-30');
    expect(flow.Actions.length).toBeLessThanOrEqual(250);
    expect(flowText(name).length).toBeLessThan(256_000);
    expect(flowText(name)).not.toMatch(/arn:aws|\b\d{12}\b|whsec_|\+\d{8,}/);
  });

  test('reads only attributes that are on a call, and answers that the lookup gives', () => {
    const known = new Set<string>([...CALL_ATTRIBUTES, IN_FALLBACK_QUEUE, ON_MACHINE, MACHINE_MESSAGE]);
    const attributes = [...flowText(name).matchAll(/\$\.Attributes\.(\w+)/g)].map(([, key]) => key ?? '');
    const answers = [...flowText(name).matchAll(/\$\.External\.(\w+)/g)].map(([, key]) => key ?? '');
    expect(attributes.filter((key) => !known.has(key))).toEqual([]);
    expect(answers.filter((key) => !(key in LOOKUP))).toEqual([]);
  });

  test('is explained, block by block, in the README', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    const unexplained = readFlow(name).Actions.map(({ Identifier }) => Identifier);
    expect(unexplained.filter((id) => !readme.includes(`**${id}**`))).toEqual([]);
  });
});

test('every flow of the folder is checked here', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  expect(files.map((file) => file.replace('.json', '')).sort()).toEqual(Object.keys(FLOWS).sort());
});

describe('a call that nobody takes', () => {
  const failing = ({ Transitions: { Errors = [] } }: FlowAction) => Errors.at(-1)?.NextAction;

  test.each(['outbound', 'inbound-lookup'])('ends with an apology in %s, whatever fails', (name) => {
    const types = walk(readFlow(name), failing);
    expect(types.slice(-2)).toEqual(['MessageParticipant', 'DisconnectParticipant']);
    expect(types).not.toContain('TransferContactToQueue');
  });

  /** Runs the queue flow with its loops counted, as Connect does; `move` says what a move to the fallback queue gives. */
  function wait(move: (action: FlowAction) => string | undefined): readonly string[] {
    const attributes: Record<string, unknown> = {};
    const loops = new Map<string, number>();
    return walk(readFlow('customer-queue'), (action) => {
      const branch = (operand: string) =>
        action.Transitions.Conditions?.find(({ Condition }) => Condition.Operands[0] === operand)?.NextAction;
      if (action.Type === 'UpdateContactAttributes') Object.assign(attributes, action.Parameters.Attributes);
      if (action.Type === 'Compare') return branch(String(attributes.inFallbackQueue));
      if (action.Type === 'DequeueContactAndTransferToQueue') return move(action);
      if (action.Type !== 'Loop') return undefined;
      const left = loops.get(action.Identifier) ?? Number(action.Parameters.LoopCount);
      if (left > 0) loops.set(action.Identifier, left - 1);
      else loops.delete(action.Identifier);
      return branch(left > 0 ? 'ContinueLooping' : 'DoneLooping');
    });
  }
  const count = (types: readonly string[], type: string) => types.filter((one) => one === type).length;

  test('leaves the agent’s queue after twice 22 seconds, once, waits as long again and hears an apology', () => {
    const [music] = ofType(readFlow('customer-queue'), 'MessageParticipantIteratively');
    expect(music?.Parameters.InterruptFrequencySeconds).toBe('22');
    const types = wait(() => undefined);
    expect(count(types, 'MessageParticipantIteratively')).toBe(4);
    expect(count(types, 'DequeueContactAndTransferToQueue')).toBe(1);
    expect(types.slice(-2)).toEqual(['MessageParticipant', 'DisconnectParticipant']);
  });

  test('is not cut off while the agent’s phone rings, but does not wait for ever either', () => {
    const types = wait(failing);
    expect(count(types, 'MessageParticipantIteratively')).toBe(4);
    expect(count(types, 'DequeueContactAndTransferToQueue')).toBe(2);
    expect(types.slice(-2)).toEqual(['MessageParticipant', 'DisconnectParticipant']);
  });
});

test('an outbound call goes to the agent who asked when that agent is available', () => {
  const flow = readFlow('outbound');
  const types = walk(flow, ({ Type, Transitions: { Conditions = [] } }) =>
    Type === 'Compare' ? undefined : Conditions[0]?.NextAction,
  );
  const [queue] = ofType(flow, 'UpdateContactTargetQueue');
  expect(queue?.Parameters).toEqual({ AgentId: '$.Attributes.agentUsername' });
  expect(types.indexOf('TransferContactToQueue')).toBeGreaterThan(types.indexOf('CheckMetricData'));
  expect(types.filter((type) => type === 'UpdateContactEventHooks')).toHaveLength(3);
});

test('a known caller’s opportunity is on the call before the owner’s phone rings', () => {
  const flow = readFlow('inbound-lookup');
  const [remember] = ofType(flow, 'UpdateContactAttributes');
  expect(remember?.Parameters.Attributes).toMatchObject({
    sourceId: '$.External.sourceId',
    opportunityId: '$.External.opportunityId',
    schemaVersion: '1',
  });
  const types = walk(flow, ({ Transitions: { Conditions = [] } }) => Conditions[0]?.NextAction);
  expect(types.indexOf('InvokeLambdaFunction')).toBeLessThan(types.indexOf('UpdateContactAttributes'));
  expect(types.indexOf('UpdateContactAttributes')).toBeLessThan(types.indexOf('TransferContactToQueue'));
});

describe('the rules find', () => {
  const flow = readFlow('outbound');
  const changed = (id: string, change: (action: FlowAction) => FlowAction): Flow => ({
    ...flow,
    Actions: flow.Actions.map((action) => (action.Identifier === id ? change(action) : action)),
  });

  test('a dangling transition and what it leaves unreachable', () => {
    const problems = problemsOf(
      changed('Log this flow', (action) => ({ ...action, Transitions: { NextAction: 'Nowhere' } })),
      'CONTACT_FLOW',
    );
    expect(problems).toContain('Log this flow: leads to Nowhere, which does not exist');
    expect(problems).toContain('Apologise: nothing leads to it');
  });

  test('an error that is not handled, and one that the action does not know', () => {
    const problems = problemsOf(
      changed('To the agent', (action) => ({
        ...action,
        Transitions: {
          NextAction: successors(action)[0] ?? '',
          Errors: [{ ErrorType: 'NoMatchingCondition', NextAction: successors(action)[0] ?? '' }],
        },
      })),
      'CONTACT_FLOW',
    );
    expect(problems).toEqual([
      'To the agent: does not handle NoMatchingError',
      'To the agent: does not handle QueueAtCapacity',
      'To the agent: TransferContactToQueue knows no NoMatchingCondition',
    ]);
  });

  test('an action in a flow of the wrong kind', () => {
    expect(problemsOf(flow, 'AGENT_WHISPER')).toContain(
      'To the agent: TransferContactToQueue is not allowed in AGENT_WHISPER',
    );
  });
});
