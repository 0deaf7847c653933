import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { ENVIRONMENT } from '../../functions/core/contracts/environment.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../functions/core/contracts/routes.ts';
import { grantsOf, resourcesOf, variablesOf } from './grants.ts';
import { exampleApp, exampleInput, templateOf, withTemporaryFolder } from './synthesize.ts';

const on = (resource: string, ...actions: readonly string[]) => actions.map((action) => `${action} ${resource}`);
const log = on('own log', 'logs:CreateLogStream', 'logs:PutLogEvents');
const read = [
  ...on('table', 'dynamodb:GetItem', 'dynamodb:Query'),
  ...['gsi1', 'gsi2', 'gsi3', 'gsi4'].flatMap((index) => on(`table/${index}`, 'dynamodb:Query')),
];
const write = on('table', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
const remove = on('table', 'dynamodb:DeleteItem');
const batchRead = on('table', 'dynamodb:BatchGetItem');
/** Versions are listed by bucket and removed by object. */
const purge = [...on('documents/*', 's3:DeleteObjectVersion'), ...on('documents bucket', 's3:ListBucketVersions')];
const secret = on('secret of my-crm', 'secretsmanager:GetSecretValue');
const send = (...queues: readonly string[]) => queues.flatMap((queue) => on(queue, 'sqs:SendMessage'));
const consume = (queue: string) =>
  on(queue, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility');
/** Events that died go to a queue and come back through another. */
const deadLetters = [
  ...send('own dead letters'),
  ...on('own replays', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'),
];
const wakeUps = (...actions: readonly string[]) => on('wake-ups/*', ...actions.map((action) => `scheduler:${action}`));
const upload = on('documents/*', 's3:PutObject');
const dial = [
  ...on('contacts', 'connect:StartOutboundVoiceContact'),
  ...on('agent-preview flow', 'connect:StartTaskContact'),
];
/** Whether an agent has dialled from a task, and the end of it. */
const followTask = on(
  'contacts',
  ...['connect:DescribeContact', 'connect:ListAssociatedContacts', 'connect:StopContact'],
);
const stop = on('contacts', 'connect:StopContact');
const atHand = [...on('instance', 'connect:SearchUsers'), ...on('agents', 'connect:GetCurrentUserData')];
const inspect = on('contacts', 'connect:DescribeContact', 'connect:GetContactAttributes');

/** Everything that each function may do, and nothing else. Whoever widens this says why in the review. */
const GRANTS: Readonly<Record<FunctionName, readonly (readonly string[])[]>> = {
  'receive-call-request': [
    ...[read, write, remove, batchRead, secret, dial],
    ...[send('dial', 'write-back', 'document', 'read', 'erasure'), upload],
  ],
  'receive-relayed-event': [read, write, remove, send('read', 'erasure'), deadLetters],
  'read-opportunity': [
    ...[read, write, remove, batchRead, secret, consume('read'), send('dial', 'write-back', 'document'), dial],
  ],
  'dial-call': [
    ...[read, write, remove, batchRead, consume('dial'), send('dial', 'write-back', 'document'), dial],
    ...[followTask, on('agents', 'connect:DescribeUser')],
    ...[wakeUps('CreateSchedule', 'UpdateSchedule'), on('role of wake-ups', 'iam:PassRole')],
  ],
  'request-call': [read, write, batchRead, send('dial', 'write-back'), dial],
  'request-reading': [read, write, remove, send('read')],
  'load-context': [read, inspect],
  'find-opportunities': [read],
  'search-crm': [read, write, on('contacts', 'connect:DescribeContact')],
  'attach-call': [
    ...[read, write, batchRead, send('dial', 'write-back'), inspect, stop, atHand],
    ...[on('agents', 'connect:DescribeUser'), on('contacts', 'connect:UpdateContactAttributes')],
  ],
  'list-calls': [read],
  'show-call': [read, secret],
  'change-call': [read, write, remove, secret, send('dial', 'write-back'), wakeUps('DeleteSchedule'), stop],
  'dial-preview': [read, write, batchRead, send('write-back'), stop],
  'discard-preview': [read, write, send('write-back'), followTask, on('agents', 'connect:DescribeUser')],
  'edit-contact': [read, write, remove, send('write-back'), on('contacts', 'connect:UpdateContactAttributes')],
  'edit-document': [read, write, remove, upload, send('document', 'write-back')],
  'link-document': [read, on('documents/*', 's3:GetObject')],
  'link-recording': [read],
  'upload-document': [
    ...[read, write, remove, upload, on('documents bucket', 's3:ListBucket')],
    on('documents/*', 's3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts'),
  ],
  'share-document': [read, write, remove],
  'open-share': [read, write, on('documents/*', 's3:GetObject')],
  'save-outcome': [read, write, send('dial', 'write-back')],
  'apply-contact-event': [
    ...[read, write, batchRead, send('dial', 'write-back'), followTask, on('agents', 'connect:DescribeUser')],
    on('contacts', 'connect:GetContactAttributes', 'connect:UpdateContactAttributes'),
    deadLetters,
  ],
  'look-up-contact': [read],
  'look-up-contact-in-crm': [read],
  'write-back': [
    ...[read, write, remove, secret, consume('write-back'), send('dial')],
    on('documents/*', 's3:GetObject'),
  ],
  'fetch-document': [
    ...[read, write, secret, consume('document'), upload],
    on('documents/*', 's3:AbortMultipartUpload', 's3:DeleteObject'),
    purge,
    on('documents bucket', 's3:ListBucket'),
  ],
  'record-upload': [
    ...[read, write, send('write-back'), deadLetters],
    ...[on('documents/*', 's3:GetObject', 's3:DeleteObject'), on('documents bucket', 's3:ListBucket'), purge],
  ],
  'erase-data': [
    ...[read, write, remove, consume('erasure'), send('erasure', 'write-back'), wakeUps('DeleteSchedule'), purge],
  ],
};

describe('the functions', () => {
  let template: Template;
  beforeAll(() => withTemporaryFolder((folder) => (template = templateOf(exampleApp(folder), 'Calling'))));

  test.each(FUNCTION_NAMES)('%s may do exactly what its job needs', (name) => {
    expect(grantsOf(template, name)).toEqual([...log, ...GRANTS[name].flat()].sort());
  });

  test('know their variables only by the names of the contract', () => {
    const known: readonly string[] = Object.values(ENVIRONMENT);
    for (const name of FUNCTION_NAMES) {
      expect(Object.keys(variablesOf(template, name)).filter((variable) => !known.includes(variable))).toEqual([]);
    }
  });

  test('hold no secret in a variable, only its ARN', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/\{\{resolve:secretsmanager/);
  });

  test('run on Node.js 24 and arm64, each with its own log group: three months, thirteen where it says who was shown what', () => {
    const all = Object.values(resourcesOf(template)).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    const ours = all.filter(({ Properties }) => Properties.Runtime === 'nodejs24.x');
    expect(ours).toHaveLength(FUNCTION_NAMES.length);
    const groups = ours.map(({ Properties }) => JSON.stringify(Properties.LoggingConfig));
    expect(new Set(groups).size).toBe(FUNCTION_NAMES.length);
    for (const { Properties } of ours) expect(Properties).toMatchObject({ Architectures: ['arm64'], MemorySize: 512 });
    const groupsOf = (facts: object) => Object.keys(template.findResources('AWS::Logs::LogGroup', facts));
    const audited = groupsOf({ Properties: { RetentionInDays: 400 }, DeletionPolicy: 'Retain' });
    const names = audited.map((id) => FUNCTION_NAMES.find((name) => id.includes(`${name.replaceAll('-', '')}Log`)));
    expect(names.sort()).toEqual(
      [
        ...['load-context', 'find-opportunities', 'edit-contact', 'edit-document', 'link-document', 'share-document'],
        ...[
          'request-call',
          'save-outcome',
          'show-call',
          'change-call',
          'dial-preview',
          'discard-preview',
          'list-calls',
          'upload-document',
          'open-share',
          'link-recording',
          'request-reading',
          'search-crm',
          'attach-call',
        ],
      ].sort(),
    );
    // And the API's access log.
    expect(groupsOf({ Properties: { RetentionInDays: 90 } })).toHaveLength(FUNCTION_NAMES.length + 1 - audited.length);
  });

  test('raise an alarm when they fail', () => {
    template.resourcePropertiesCountIs(
      'AWS::CloudWatch::Alarm',
      { MetricName: 'Errors', Namespace: 'AWS/Lambda', Threshold: 1 },
      FUNCTION_NAMES.length,
    );
  });

  test('look at agents only where a source wants to know before dialling', () => {
    const looks = [
      ...on('instance', 'connect:ListAgentStatuses', 'connect:SearchUsers'),
      ...on('agents', 'connect:GetCurrentUserData'),
      ...on('agent statuses', 'connect:ListAgentStatuses'),
    ];
    const [source] = exampleInput().sources;
    const wishing = withTemporaryFolder((folder) =>
      templateOf(exampleApp(folder, { sources: [{ ...source, agentUnavailable: 'wait' }] }), 'Calling'),
    );
    for (const name of FUNCTION_NAMES) {
      const isDialling = GRANTS[name].flat().includes('connect:StartOutboundVoiceContact contacts');
      const more = grantsOf(wishing, name).filter((grant) => !grantsOf(template, name).includes(grant));
      expect(more, name).toEqual(isDialling ? looks.toSorted() : []);
    }
  });

  test('hear recordings only where their bucket is configured: one function, its folder, and its key if there is one', () => {
    const { connect } = exampleInput();
    const recordings = { bucket: 'my-recordings', prefix: 'connect/my-instance' };
    const kmsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/12345678-1234-1234-1234-123456789012';
    const heard = (changes: object) =>
      withTemporaryFolder((folder) =>
        templateOf(exampleApp(folder, { connect: { ...connect, ...changes } }), 'Calling'),
      );
    const [plain, encrypted] = [heard({ recordings }), heard({ recordings: { ...recordings, kmsKeyArn } })];
    const place = 'my-recordings/connect/my-instance/CallRecordings/';
    const read = `s3:GetObject "arn:aws:s3:::${place}*"`;
    for (const name of FUNCTION_NAMES) {
      const more = (of: Template) => grantsOf(of, name).filter((grant) => !grantsOf(template, name).includes(grant));
      const isReader = name === 'link-recording';
      expect(more(plain), name).toEqual(isReader ? [read] : []);
      expect(more(encrypted), name).toEqual(isReader ? [`kms:Decrypt "${kmsKeyArn}"`, read] : []);
      const knows = ['apply-contact-event', 'attach-call', 'dial-call', 'link-recording'].includes(name);
      expect(variablesOf(plain, name)[ENVIRONMENT.recordings], name).toBe(knows ? place : undefined);
      expect(variablesOf(template, name), name).not.toHaveProperty(ENVIRONMENT.recordings);
    }
    encrypted.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'kms:Decrypt',
            Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
          }),
        ]),
      },
    });
  });

  test('that search hold the secrets of those sources only that can be searched', () => {
    const [webhooks] = exampleInput().sources;
    const crm = { id: 'espo', kind: 'espocrm', apiUrl: 'https://crm.example' };
    const both = withTemporaryFolder((folder) =>
      templateOf(exampleApp(folder, { sources: [webhooks, crm] }), 'Calling'),
    );
    const secretsOf = (name: FunctionName) =>
      grantsOf(both, name).filter((grant) => grant.startsWith('secretsmanager'));
    expect(secretsOf('look-up-contact-in-crm')).toEqual([]);
    expect(secretsOf('read-opportunity')).toEqual([...secret, expect.stringMatching(/Secretsespo/)]);
    expect(secretsOf('search-crm')).toEqual([expect.stringMatching(/Secretsespo/)]);
  });

  test('tell the inbound flow what the CRMs know only where that is wanted', () => {
    const crm = { id: 'espo', kind: 'espocrm', apiUrl: 'https://crm.example' };
    const wishing = withTemporaryFolder((folder) =>
      templateOf(exampleApp(folder, { sources: [crm], lookup: { crm: true } }), 'Calling'),
    );
    const asked = (of: Template) => JSON.stringify(of.findResources('AWS::Connect::IntegrationAssociation'));
    expect([asked(template), asked(wishing)]).toEqual([
      expect.not.stringMatching(/lookupcontactincrm/),
      expect.stringMatching(/lookupcontactincrm/),
    ]);
    expect(grantsOf(wishing, 'look-up-contact-in-crm')).toEqual([
      ...[...log, ...read, ...write].sort(),
      expect.stringMatching(/GetSecretValue .*Secretsespo/),
    ]);
  });

  test('look at an agent’s calls, and let them in by one, only where agents see their own opportunities', () => {
    const own = withTemporaryFolder((folder) =>
      templateOf(exampleApp(folder, { desktop: { access: 'own', supervisors: 'team-leads' } }), 'Calling'),
    );
    for (const name of FUNCTION_NAMES) {
      const more = grantsOf(own, name).filter((grant) => !grantsOf(template, name).includes(grant));
      const looks: Partial<Record<FunctionName, readonly string[]>> = {
        ...{ 'load-context': [...atHand, ...write], 'search-crm': atHand },
      };
      expect(more, name).toEqual((looks[name] ?? []).toSorted());
      const said = variablesOf(own, name)[ENVIRONMENT.agentAccess];
      if (said !== undefined)
        expect(JSON.parse(String(said))).toMatchObject({ rule: 'own', supervisors: 'team-leads' });
    }
  });
});
