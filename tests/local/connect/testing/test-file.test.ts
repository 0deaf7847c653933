import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidTestCase, readTestCase } from '../../../../local/connect/testing/test-file.ts';
import { BEGINS, check, content, END, hears, inHours, observation, override, press, result } from './support.ts';

const ENTRY = { flowId: 'flow' };
const problemsOf = (document: unknown): readonly string[] => {
  try {
    readTestCase(typeof document === 'string' ? document : JSON.stringify(document), 'test', ENTRY);
    return [];
  } catch (error) {
    if (error instanceof InvalidTestCase) return error.problems;
    throw error;
  }
};
const begin = (...actions: readonly object[]) => content(observation('begin', BEGINS, actions));
const say = (instruction: object) => ({
  Type: 'SendInstruction',
  Parameters: { ActionType: 'SendInstruction', Actor: 'Customer', Instruction: instruction },
});

describe('a file with a test case', () => {
  it('may be content, with the entry point as the console exports it, or a CreateTestCase request', () => {
    const entryPoint = {
      Type: 'VOICE_CALL',
      ChatEntryPointParameters: null,
      VoiceCallEntryPointParameters: {
        FlowId: null,
        SourcePhoneNumber: '+14155550101',
        DestinationPhoneNumber: '+14155550102',
        TranscriptionLanguageCodes: null,
      },
    };
    const initializationData = JSON.stringify({ Attributes: { level: 'gold' } });
    const exported = { ...begin(END), Metadata: { name: 'exported', entryPoint, initializationData } };
    expect(readTestCase(JSON.stringify(exported), 'file')).toMatchObject({
      name: 'exported',
      entryPoint: { from: '+14155550101', to: '+14155550102' },
      attributes: { level: 'gold' },
    });
    const request = {
      InstanceId: 'any',
      Name: 'requested',
      Content: JSON.stringify(begin(END)),
      EntryPoint: { Type: 'VOICE_CALL', VoiceCallEntryPointParameters: { FlowId: 'the-flow' } },
      InitializationData: initializationData,
      Status: 'PUBLISHED',
    };
    expect(readTestCase(JSON.stringify(request), 'file')).toMatchObject({
      name: 'requested',
      entryPoint: { flowId: 'the-flow' },
      attributes: { level: 'gold' },
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['text that is no JSON', '{', /the file is no JSON/],
    ['another version', { ...begin(), Version: '2020-01-01' }, /Version: must be one of 2019-10-30, 2025-06-21/],
    ['no observations', content(), /Observations: must hold at least one/],
    [
      'a message of Lex',
      begin(say({ Type: 'Utterance', Properties: { Text: 'hello' } })),
      /Utterance is not served: there is no Lex/,
    ],
    ['an unknown event', content(observation('one', { Type: 'AgentAccepted' })), /Observations\.0\.Event\.Type/],
    ['keys that no telephone has', begin(press('A')), /must be keys of a telephone/],
    [
      'a bare matching criterion',
      content(
        observation('one', { Type: 'MessageReceived', Properties: { Text: 'x', MatchingCriteria: 'Similarity' } }),
      ),
      /must be an object \{"Type"/,
    ],
    [
      'text and a prompt at once',
      content(
        observation('one', {
          Type: 'MessageReceived',
          Properties: { Text: 'x', PromptId: 'y', MatchingCriteria: { Type: 'Inclusion' } },
        }),
      ),
      /exactly one of Text, SSML and PromptId/,
    ],
    [
      'an operator of another language',
      begin(check('$.Queue.Name', 'NotEquals', 'x')),
      /Operator: must be one of Equals/,
    ],
    ['an assertion without operand', begin(check('$.Queue.Name', 'Equals')), /needs an Operand/],
    [
      'an echo that assertions have not',
      begin({ Type: 'Assert', Parameters: { ActionType: 'Assert', Namespace: '$.Channel', Operator: 'Exists' } }),
      /ActionType/,
    ],
    [
      'loaded data that is an object',
      begin(override('InvokeLambdaFunction', { LambdaFunctionARN: 'a' }, result({ LoadedData: { level: 'gold' } }))),
      /LoadedData/,
    ],
    [
      'loaded data that is a list',
      begin(override('InvokeLambdaFunction', { LambdaFunctionARN: 'a' }, result({ LoadedData: '[]' }))),
      /must be a JSON object, serialized as a string/,
    ],
    [
      'a result for a queue',
      begin(override('TransferContactToQueue', { QueueId: 'q' }, result({ Value: 'x' }))),
      /Strategy\.Response/,
    ],
    ['an override of a block that has none', begin(override('MessageParticipant', {}, result({}))), /ActionType/],
    [
      'another number of times',
      content({ ...observation('one', BEGINS), Usage: { Type: 'AtLeast', Times: 2 } }),
      /Usage: is not served: only exactly once is/,
    ],
    [
      'an identifier twice',
      content(observation('one', BEGINS), observation('one', BEGINS)),
      /Identifier one is there twice/,
    ],
    [
      'an observation that does not exist',
      content(observation('one', BEGINS, [], ['two'])),
      /NextObservations names two, which does not exist/,
    ],
    [
      'a circle',
      content(observation('one', BEGINS, [], ['two']), observation('two', hears('x'), [], ['one'])),
      /leads back to itself/,
    ],
    [
      'a next action that does not exist',
      content({
        ...observation('one', BEGINS),
        Actions: [{ Identifier: 'a', ...END, Transitions: { NextAction: 'b' } }],
      }),
      /NextAction of a names b/,
    ],
    [
      'a chat',
      { ...begin(), Metadata: { entryPoint: { Type: 'CHAT', ChatEntryPointParameters: { FlowId: 'x' } } } },
      /must be VOICE_CALL/,
    ],
    [
      'a destination without a source',
      {
        ...begin(),
        Metadata: {
          entryPoint: { Type: 'VOICE_CALL', VoiceCallEntryPointParameters: { DestinationPhoneNumber: '+14155550102' } },
        },
      },
      /Missing mandatory parameter SourcePhoneNumber/,
    ],
    [
      'attributes that are no text',
      { ...begin(), Metadata: { initializationData: '{"Attributes":{"a":1}}' } },
      /initializationData: Attributes\.a/,
    ],
    ['a desk with an unknown setting', { ...begin(), Metadata: { desk: { agent: {} } } }, /Metadata\.desk: agent/],
  ])('is refused with %s', (_, document, problem) => {
    expect(problemsOf(document).join('\n')).toMatch(problem);
  });

  it('is read or refused in words, whatever is done to it', () => {
    const valid = content(
      observation('begin', BEGINS, [inHours], ['menu']),
      observation('menu', hears('Press 1'), [press(1), check('$.Queue.Name', 'Equals', 'Sales'), END]),
    );
    const paths: (readonly string[])[] = [];
    const walk = (value: unknown, path: readonly string[]) => {
      if (path.length > 0) paths.push(path);
      if (typeof value === 'object' && value !== null)
        for (const [key, entry] of Object.entries(value)) walk(entry, [...path, key]);
    };
    walk(valid, []);
    expect(problemsOf(valid)).toEqual([]);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.option(fc.jsonValue(), { nil: undefined }), (path, replacement) => {
        const document: unknown = structuredClone(valid);
        const parent = path.slice(0, -1).reduce<unknown>((value, key) => Object(value)[key], document);
        const last = path.at(-1) ?? '';
        if (replacement === undefined) Reflect.deleteProperty(Object(parent), last);
        else Object(parent)[last] = replacement;
        for (const problem of problemsOf(document)) expect(problem).toMatch(/\S/);
      }),
      { numRuns: 500 },
    );
  });
});
