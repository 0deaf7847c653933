import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INSTANCE_ARN } from '../../../local/seed.ts';
import { startSite } from '../../../local/stack/site/site.ts';
import { functionWithRole, openTryCloud, type TryAssembly } from './try-assembly.ts';

const TABLE = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  },
};
const assembly: TryAssembly = {
  assets: {
    site: { 'index.html': '<p>hello</p>', 'app.js': `export const a = '${'a'.repeat(2_000)}';` },
    settings: { 'config.json': '{"table":"<<marker:0xbaba:0>>"}' },
  },
  stacks: {
    // Written first, but deployed second: it imports what the other exports.
    calling: {
      dependencies: ['data'],
      resources: {
        Secret: {
          Type: 'AWS::SecretsManager::Secret',
          Properties: {
            GenerateSecretString: {
              SecretStringTemplate: '{"kind":"generic"}',
              GenerateStringKey: 'current',
              PasswordLength: 32,
              ExcludePunctuation: true,
            },
          },
        },
        Site: { Type: 'AWS::S3::Bucket' },
        Headers: {
          Type: 'AWS::CloudFront::ResponseHeadersPolicy',
          Properties: {
            ResponseHeadersPolicyConfig: {
              SecurityHeadersConfig: {
                ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
                ContentTypeOptions: { Override: true },
              },
            },
          },
        },
        Distribution: {
          Type: 'AWS::CloudFront::Distribution',
          Properties: {
            DistributionConfig: {
              DefaultRootObject: 'index.html',
              Origins: [{ Id: 'site', DomainName: { 'Fn::GetAtt': ['Site', 'RegionalDomainName'] } }],
              DefaultCacheBehavior: {
                TargetOriginId: 'site',
                Compress: true,
                ResponseHeadersPolicyId: { Ref: 'Headers' },
              },
              CustomErrorResponses: [{ ErrorCode: 403, ResponseCode: 404, ResponsePagePath: '/index.html' }],
            },
          },
        },
        Files: {
          Type: 'Custom::CDKBucketDeployment',
          Properties: {
            SourceObjectKeys: ['site.zip', 'settings.zip'],
            SourceMarkers: [{}, { '<<marker:0xbaba:0>>': { 'Fn::ImportValue': 'table' } }],
            SourceMarkersConfig: [{}, { jsonEscape: true }],
            DestinationBucketName: { Ref: 'Site' },
            SystemMetadata: { 'cache-control': 'no-cache' },
          },
        },
      },
      outputs: { SecretArn: { Value: { Ref: 'Secret' } }, SiteBucket: { Value: { Ref: 'Site' } } },
    },
    data: { resources: { Table: TABLE }, outputs: { Table: { Value: { Ref: 'Table' }, Export: { Name: 'table' } } } },
  },
};

let aws: Awaited<ReturnType<typeof openTryCloud>>;
beforeAll(async () => {
  aws = await openTryCloud();
});
afterAll(() => aws.close());

describe('deploying', () => {
  it('creates what the template says, in the order that the stacks need', async () => {
    const { deployment } = await aws.deploy(assembly);
    const { SecretArn, SiteBucket } = deployment.outputs.get('calling') ?? {};

    const secret = await aws.cloud.secrets.send(new GetSecretValueCommand({ SecretId: String(SecretArn) }));
    expect(JSON.parse(secret.SecretString ?? '')).toEqual({
      kind: 'generic',
      current: expect.stringMatching(/^[A-Za-z\d]{32}$/),
    });
    const object = await aws.cloud.s3.send(new GetObjectCommand({ Bucket: String(SiteBucket), Key: 'config.json' }));
    expect(object.ContentType).toBe('application/json');
    expect(object.CacheControl).toBe('no-cache');
    expect(JSON.parse((await object.Body?.transformToString()) ?? '')).toEqual({
      table: deployment.outputs.get('data')?.Table,
    });
  });

  it('again, after a restart, keeps data and secrets', async () => {
    const first = await aws.deploy(assembly);
    const table = String(first.deployment.outputs.get('data')?.Table);
    const secretArn = String(first.deployment.outputs.get('calling')?.SecretArn);
    const readSecret = () => aws.cloud.secrets.send(new GetSecretValueCommand({ SecretId: secretArn }));
    const before = await readSecret();
    await aws.cloud.dynamodb.send(new PutItemCommand({ TableName: table, Item: { pk: { S: 'kept' } } }));

    await aws.restart();
    const second = await aws.deploy(assembly);

    expect([...second.deployment.outputs]).toEqual([...first.deployment.outputs]);
    expect((await readSecret()).SecretString).toBe(before.SecretString);
    const { Item } = await aws.cloud.dynamodb.send(
      new GetItemCommand({ TableName: table, Key: { pk: { S: 'kept' } } }),
    );
    expect(Item).toEqual({ pk: { S: 'kept' } });
  });

  it("serves the distribution's bucket with its headers, error page, compression and ETag", async () => {
    const { deployment } = await aws.deploy(assembly);
    const [distribution] = deployment.distributions;
    if (distribution === undefined) throw new Error('no distribution');
    const site = await startSite(distribution, 0, aws.cloud);
    const get = (path: string, headers = {}) => fetch(`http://127.0.0.1:${site.port}${path}`, { headers });

    const page = await get('/');
    const script = await get('/app.js', { 'accept-encoding': 'br, gzip' });
    const missing = await get('/not/there');
    const unchanged = await get('/app.js', { 'if-none-match': script.headers.get('etag') ?? '' });
    const [text] = await Promise.all([page.text(), script.arrayBuffer(), unchanged.arrayBuffer()]);
    const missingText = await missing.text();
    await site.stop();

    expect([page.status, text]).toEqual([200, '<p>hello</p>']);
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'content-type': 'text/html',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    });
    expect([script.headers.get('content-type'), script.headers.get('content-encoding')]).toEqual([
      'text/javascript',
      'br',
    ]);
    expect([missing.status, missingText]).toEqual([404, '<p>hello</p>']);
    expect(unchanged.status).toBe(304);
  });

  it.each([
    [
      'stack one: Thing (AWS::EC2::Instance): the local system does not support this type of resource',
      { Thing: { Type: 'AWS::EC2::Instance' } },
    ],
    [
      'one: Queue (AWS::SQS::Queue): DelaySeconds: Invalid',
      { Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 'soon' } } },
    ],
    [
      'one: Bucket (AWS::S3::Bucket): Ref Nobody: no such parameter or resource',
      { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Nobody' } } } },
    ],
    [
      'one: circular dependency between resources: A -> B -> A',
      { A: { Type: 'AWS::S3::Bucket', DependsOn: 'B' }, B: { Type: 'AWS::S3::Bucket', DependsOn: ['A'] } },
    ],
    [
      'runtime python3.13 cannot run here',
      functionWithRole('Snake', 'site', { Action: 's3:*', Resource: '*' }, { Runtime: 'python3.13' }),
    ],
    [
      'Rule (AWS::Events::Rule): event pattern detail.ip: matcher cidr is not supported',
      {
        Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { detail: { ip: [{ cidr: '10.0.0.0/8' }] } } } },
      },
    ],
  ])('says what is wrong: %s', async (message, resources) => {
    await expect(aws.deploy({ stacks: { one: { resources } } })).rejects.toThrow(message);
  });

  it('shows an app of the agent workspace once it is associated with the instance', async () => {
    const answered = (body: object) => ({
      ...{ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    });
    const connect = await openTryCloud(async ({ method }) =>
      answered(method === 'GET' ? { IntegrationAssociationSummaryList: [] } : { IntegrationAssociationId: 'a-1' }),
    );
    const app = (Name: string) => ({
      Type: 'AWS::AppIntegrations::Application',
      Properties: {
        ...{ Name, Namespace: Name, Permissions: ['*'] },
        ApplicationSourceConfig: { ExternalUrlConfig: { AccessUrl: 'http://localhost:1/?host=workspace' } },
        ApplicationConfig: { ContactHandling: { Scope: 'CROSS_CONTACTS' } },
        IframeConfig: { Allow: ['clipboard-write'], Sandbox: ['allow-downloads'] },
      },
    });
    const IntegrationArn = { 'Fn::GetAtt': ['Deals', 'ApplicationArn'] };
    const Association = {
      Type: 'AWS::Connect::IntegrationAssociation',
      Properties: { InstanceId: INSTANCE_ARN, IntegrationType: 'APPLICATION', IntegrationArn },
    };
    const resources = { Deals: app('deals'), Forgotten: app('forgotten'), Association };
    const { deployment } = await connect.deploy({ stacks: { one: { resources } } });
    await connect.close();
    expect(deployment.workspaceApps).toEqual([
      {
        ...{ name: 'deals', url: 'http://localhost:1/?host=workspace', scope: 'CROSS_CONTACTS', permissions: ['*'] },
        ...{ allow: ['clipboard-write'], sandbox: ['allow-downloads'] },
      },
    ]);
  });

  it('names every problem that Connect finds in a flow', async () => {
    const problems = [{ message: 'Invalid Action property value. Path: Actions[0]' }, { message: 'No entry action' }];
    const connect = await openTryCloud(async ({ method }) =>
      method === 'GET'
        ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ContactFlowSummaryList":[]}' }
        : {
            status: 400,
            headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'InvalidContactFlowException' },
            body: JSON.stringify({ problems }),
          },
    );
    const flow = { InstanceArn: INSTANCE_ARN, Name: 'broken', Type: 'CONTACT_FLOW', Content: '{}' };
    const deploying = connect.deploy({
      stacks: { one: { resources: { Flow: { Type: 'AWS::Connect::ContactFlow', Properties: flow } } } },
    });

    await expect(deploying).rejects.toThrow(
      /Flow \(AWS::Connect::ContactFlow\): InvalidContactFlowException: .*\[Invalid Action property value\. Path: Actions\[0\]; No entry action\]/,
    );
    await connect.close();
  });
});
