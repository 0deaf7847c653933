import { describe, expect, it } from 'vitest';
import { flowProblems } from '../../../local/connect/flow/validate.ts';
import type { Flow } from '../../../local/connect/instance.ts';
import { OPERATIONS } from '../../../local/connect/service/operations/index.ts';
import { action, CUSTOMER, PLACE, type TestInstance, testInstance } from './instance.ts';

const END = action('end', 'DisconnectParticipant');
const LIST = { InputParameters: [], OutputParameters: [], Transitions: [] };
const SETTINGS = JSON.stringify({
  input: { schema: { type: 'object', properties: { phone: { type: 'string' }, tries: { type: 'number' } } } },
  resultData: { schema: { type: 'object', properties: { customerId: { type: 'string' } } } },
  transitions: { results: [{ name: 'authenticated', description: '' }, { name: 'unknown' }] },
});
const moduleContent = (...actions: object[]): string =>
  JSON.stringify({ Version: '2019-10-30', StartAction: 'start', Settings: LIST, Actions: actions });
const back = (more: object = {}) => action('back', 'EndFlowModuleExecution', more);
const say = (id: string, Text: string, next: string) => action(id, 'MessageParticipant', { Text }, next);

const call = <Answer = Record<string, string>>(instance: TestInstance, operation: string, input: object): Answer =>
  OPERATIONS.get(operation)?.run(instance.engine, { InstanceId: PLACE.instanceId, ...input }) as Answer;
const refusalOf = (attempt: () => unknown): unknown => {
  try {
    return attempt();
  } catch (error) {
    return error;
  }
};
const create = (instance: TestInstance, content: string, Settings?: string): string =>
  call(instance, 'CreateContactFlowModule', {
    Name: `m${instance.engine.instance.modules.size}`,
    Content: content,
    ...(Settings !== undefined && { Settings }),
  }).Id ?? '';

const AUTHENTICATE = moduleContent(
  action('start', 'Compare', { ComparisonValue: '$.Modules.Input.phone' }, 'no', {
    errors: { NoMatchingCondition: 'no' },
    conditions: [['Equals', CUSTOMER, 'yes']],
  }),
  action('yes', 'EndFlowModuleExecution', {
    Result: 'authenticated',
    ResultData: { customerId: 'c-$.Modules.Input.tries' },
  }),
  action('no', 'EndFlowModuleExecution', { Result: 'unknown' }),
);
const invoke = (module: string, more: object, conditions: [string, string, string][] = []) =>
  action('invoke', 'InvokeFlowModule', { FlowModuleId: module, ...more }, 'plain', {
    errors: { NoMatchingError: 'broken', NoMatchingCondition: 'other' },
    conditions,
  });
const calling = (module: string, more: object, conditions: [string, string, string][] = []): object[] => [
  invoke(module, more, conditions),
  say('plain', 'plain', 'end'),
  say('broken', 'broken', 'end'),
  say('other', 'other', 'end'),
  say('known', 'Welcome $.Modules.ResultData.customerId by $.Modules.Result', 'end'),
  END,
];
const spoken = async (instance: TestInstance, flow: Flow, attributes = {}) => {
  instance.engine.phones.setBehavior(CUSTOMER, 'answer', 0);
  const contact = instance.dial(flow, attributes);
  await instance.scheduler.advance(20_000);
  return contact.spoken.map(({ text }) => text);
};

describe('a module with a contract', () => {
  it('gets its Input, and its caller follows the Result and reads the ResultData (AG:contact-flow-modules)', async () => {
    const instance = testInstance();
    const id = create(instance, AUTHENTICATE, SETTINGS);
    const actions = calling(id, { Input: { phone: '$.CustomerEndpoint.Address', tries: 3 } }, [
      ['Equals', 'authenticated', 'known'],
    ]);
    expect(await spoken(instance, instance.addFlow('f', 'CONTACT_FLOW', actions))).toEqual([
      'Welcome c-3 by authenticated',
    ]);
  });

  it('leaves by NoMatchingCondition when its Result is followed by no condition, and plainly without conditions', async () => {
    const instance = testInstance();
    const id = create(instance, AUTHENTICATE, SETTINGS);
    const other = { Input: { phone: 'somebody' } };
    const followed = calling(id, other, [['Equals', 'authenticated', 'known']]);
    expect(await spoken(instance, instance.addFlow('followed', 'CONTACT_FLOW', followed))).toEqual(['other']);
    expect(await spoken(instance, instance.addFlow('plain', 'CONTACT_FLOW', calling(id, other)))).toEqual(['plain']);
  });

  it('has its own external and flow attributes, stored input and metrics (AG:contact-flow-modules, Limitations)', async () => {
    const instance = testInstance({ answer: () => ({ name: 'Dana' }) });
    instance.engine.instance.associations.set('l', { id: 'l', type: 'LAMBDA_FUNCTION', arn: 'arn:l', tags: {} });
    const id = create(instance, moduleContent(say('start', 'in module "$.External.name"', 'back'), back()));
    const flow = instance.addFlow('f', 'CONTACT_FLOW', [
      action(
        'look',
        'InvokeLambdaFunction',
        { LambdaFunctionARN: 'arn:l', InvocationTimeLimitSeconds: '3' },
        'invoke',
        {
          errors: { NoMatchingError: 'broken' },
        },
      ),
      ...calling(id, {}).filter((one) => !Object.values(one).includes('plain')),
      say('plain', 'back with "$.External.name"', 'end'),
    ]);
    expect(await spoken(instance, flow)).toEqual(['in module ""', 'back with "Dana"']);
  });
});

describe('what the service checks of modules when it publishes (measured by third parties)', () => {
  const created = (actions: object[], settings?: string) => {
    const instance = testInstance();
    return refusalOf(() => create(instance, moduleContent(...actions), settings));
  };
  const start = (parameters: object) => [action('start', 'EndFlowModuleExecution', parameters)];

  it.each([
    ['a declared branch', { Result: 'unknown' }, SETTINGS, true],
    ['an undeclared branch', { Result: 'Success' }, SETTINGS, false],
    ['a branch of a module without contract', { Result: 'unknown' }, undefined, false],
    ['no branch though there are some', {}, SETTINGS, true],
    ['a declared property', { ResultData: { customerId: '$.Attributes.id' } }, SETTINGS, true],
    ['an undeclared property', { ResultData: { name: 'x' } }, SETTINGS, false],
    ['no property', { ResultData: {} }, SETTINGS, true],
  ])('a return with %s', (_, parameters, settings, accepted) => {
    const outcome = created(start(parameters), settings);
    if (accepted) expect(outcome).toEqual(expect.any(String));
    else expect(outcome).toMatchObject({ type: 'InvalidContactFlowModuleException' });
  });

  it.each([
    ['a declared property', { Input: { phone: '$.Attributes.phone' } }, [], true],
    ['an undeclared property', { Input: { name: 'x' } }, [], false],
    ['a number where one is declared', { Input: { tries: 7 } }, [], true],
    ['a text where a number is declared', { Input: { tries: '7' } }, [], false],
    ['a reference where a number is declared', { Input: { tries: '$.Attributes.tries' } }, [], false],
    ['no Input', {}, [], true],
    ['a declared branch', {}, [['Equals', 'unknown', 'known']], true],
    ['an undeclared branch', {}, [['Equals', 'Success', 'known']], false],
  ] as const)('a call with %s', (_, more, conditions, accepted) => {
    const instance = testInstance();
    const id = create(instance, AUTHENTICATE, SETTINGS);
    const actions = calling(
      id,
      more,
      conditions.map(([operator, operand, next]) => [operator, operand, next]),
    );
    const content = JSON.stringify({ Version: '2019-10-30', StartAction: 'invoke', Actions: actions });
    expect(flowProblems(content, 'CONTACT_FLOW', instance.engine.instance)).toHaveLength(accepted ? 0 : 1);
  });

  it('content without Settings, and Settings that are no contract', () => {
    const instance = testInstance();
    const { Settings: _, ...bare } = JSON.parse(moduleContent(...start({})));
    expect(refusalOf(() => create(instance, JSON.stringify(bare)))).toMatchObject({
      type: 'InvalidRequestException',
      message: 'JSON field is missing or null for field name: settings',
    });
    const nine = { transitions: { results: Array.from({ length: 9 }, (_, index) => ({ name: `b${index}` })) } };
    for (const settings of ['no JSON', JSON.stringify(nine), '{"input":{"schema":{"type":"string"}}}']) {
      expect(created(start({}), settings)).toMatchObject({ type: 'InvalidParameterException' });
    }
  });
});

describe('schemas of settings that are hostile or unusual', () => {
  const withSchema = (schema: object) =>
    JSON.stringify({ input: { schema: { type: 'object', properties: { phone: { type: 'string' } }, ...schema } } });

  it('with an id of their own serve any number of modules and calls', async () => {
    const instance = testInstance();
    const content = moduleContent(say('start', 'Hello $.Modules.Input.phone', 'back'), back());
    const [id, other] = ['one', 'other'].map(() => create(instance, content, withSchema({ $id: 'same' }))) as [
      string,
      string,
    ];
    const flow = instance.addFlow('f', 'CONTACT_FLOW', calling(id, { Input: { phone: '1' } }));
    expect(await spoken(instance, flow)).toEqual(['Hello 1', 'plain']);
    expect(flowProblems(flow.content, 'CONTACT_FLOW', instance.engine.instance)).toEqual([]);
    expect(other).not.toBe(id);
  });

  it('that refer to nothing are refused', () => {
    const instance = testInstance();
    const content = moduleContent(action('start', 'EndFlowModuleExecution'));
    expect(refusalOf(() => create(instance, content, withSchema({ $ref: '#/nope' })))).toMatchObject({
      type: 'InvalidParameterException',
      message: expect.stringContaining('is no JSON schema'),
    });
  });
});

describe('versions and aliases', () => {
  const speaking = (text: string) => moduleContent(say('start', text, 'back'), back());

  it('keep what a module was; a flow calls the version, the alias or the latest (SDK)', async () => {
    const instance = testInstance();
    const ContactFlowModuleId = create(instance, speaking('one'));
    const version = () =>
      call<{ Version: number }>(instance, 'CreateContactFlowModuleVersion', { ContactFlowModuleId });
    expect(version()).toMatchObject({ Version: 1, ContactFlowModuleArn: expect.stringMatching(/:1$/) });
    call(instance, 'UpdateContactFlowModuleContent', { ContactFlowModuleId, Content: speaking('two') });
    version();
    const alias = { ContactFlowModuleId, AliasName: 'live', ContactFlowModuleVersion: 1 };
    const { Id: AliasId = '' } = call(instance, 'CreateContactFlowModuleAlias', alias);
    call(instance, 'UpdateContactFlowModuleContent', { ContactFlowModuleId, Content: speaking('three') });
    const says = async (qualifier: string) => {
      const flow = instance.addFlow(`f${qualifier}`, 'CONTACT_FLOW', calling('$.Attributes.module', {}));
      return (await spoken(instance, flow, { module: `${ContactFlowModuleId}${qualifier}` }))[0];
    };
    expect(await says('')).toBe('three');
    expect(await says(':$LATEST')).toBe('three');
    expect(await says(':1')).toBe('one');
    expect(await says(':2')).toBe('two');
    expect(await says(':live')).toBe('one');
    expect(await says(':9')).toBe('broken');
    call(instance, 'UpdateContactFlowModuleAlias', { ContactFlowModuleId, AliasId, ContactFlowModuleVersion: 2 });
    expect(await says(':live')).toBe('two');

    const inUse = () =>
      call(instance, 'DeleteContactFlowModuleVersion', { ContactFlowModuleId, ContactFlowModuleVersion: 2 });
    expect(refusalOf(inUse)).toMatchObject({ type: 'InvalidRequestException' });
    expect(refusalOf(() => call(instance, 'CreateContactFlowModuleAlias', alias))).toMatchObject({
      type: 'DuplicateResourceException',
    });
    expect(call(instance, 'DescribeContactFlowModuleAlias', { ContactFlowModuleId, AliasId })).toMatchObject({
      ContactFlowModuleAlias: { Name: 'live', Version: 2 },
    });
    call(instance, 'DeleteContactFlowModuleAlias', { ContactFlowModuleId, AliasId });
    expect(call(instance, 'ListContactFlowModuleAliases', { ContactFlowModuleId })).toMatchObject({
      ContactFlowModuleAliasSummaryList: [],
    });
    inUse();
    expect(version()).toMatchObject({ Version: 3 });
    expect(call(instance, 'ListContactFlowModuleVersions', { ContactFlowModuleId })).toMatchObject({
      ContactFlowModuleVersionSummaryList: [{ Version: 3 }, { Version: 1 }],
    });
    expect(
      call(instance, 'DescribeContactFlowModule', { ContactFlowModuleId: `${ContactFlowModuleId}:1` }),
    ).toMatchObject({ ContactFlowModule: { Version: 1, Content: speaking('one') } });
  });

  it('of a flow are transferred to by number, and made only of the content that the caller has seen (SDK)', async () => {
    const instance = testInstance();
    const content = (text: string) =>
      JSON.stringify({ Version: '2019-10-30', StartAction: 'say', Actions: [say('say', text, 'end'), END] });
    const { ContactFlowId = '', FlowContentSha256 } = call(instance, 'CreateContactFlow', {
      Name: 'target',
      Type: 'CONTACT_FLOW',
      Content: content('first'),
    });
    call(instance, 'CreateContactFlowVersion', { ContactFlowId, FlowContentSha256 });
    call(instance, 'UpdateContactFlowContent', { ContactFlowId, Content: content('second') });
    const again = () => call(instance, 'CreateContactFlowVersion', { ContactFlowId, FlowContentSha256 });
    expect(refusalOf(again)).toMatchObject({ type: 'InvalidRequestException' });
    const to = (qualifier: string) =>
      spoken(
        instance,
        instance.addFlow(`to${qualifier}`, 'CONTACT_FLOW', [
          action('go', 'TransferToFlow', { ContactFlowId: `${ContactFlowId}${qualifier}` }, 'end', {
            errors: { NoMatchingError: 'end' },
          }),
          END,
        ]),
      );
    expect(await to(':1')).toEqual(['first']);
    expect(await to(':$LATEST')).toEqual(['second']);
    expect(await to(':2')).toEqual([]);
    expect(call(instance, 'ListContactFlowVersions', { ContactFlowId })).toMatchObject({
      ContactFlowVersionSummaryList: [{ Version: 1, Arn: expect.stringMatching(/:1$/) }],
    });
    call(instance, 'DeleteContactFlowVersion', { ContactFlowId, ContactFlowVersion: 1 });
    expect(await to(':1')).toEqual([]);
  });
});
