import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROUTES } from '../../functions/core/contracts/routes.ts';
import { DOCUMENT_ATTEMPTS } from '../../functions/core/policy.ts';
import { resourcesOf } from './grants.ts';
import {
  exampleApp,
  exampleConfiguration,
  exampleInput,
  ofType,
  root,
  templateOf,
  withTemporaryFolder,
} from './synthesize.ts';

const INSTANCE = exampleConfiguration().connect.instanceArn;

let calling: Template;
beforeAll(() =>
  withTemporaryFolder((folder) => {
    calling = templateOf(exampleApp(folder), 'Calling');
  }),
);

describe('the API', () => {
  test('has exactly the routes of the contract, each before its own function', () => {
    const functionOf = (target: unknown): string => {
      const [, integration = ''] = /"Ref":"(\w+)"/.exec(JSON.stringify(target)) ?? [];
      return JSON.stringify(resourcesOf(calling)[integration]?.Properties.IntegrationUri);
    };
    const routes = ofType(calling, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties);
    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual(
      ROUTES.map(({ method, path }) => `${method} ${path}`).sort(),
    );
    for (const { method, path, function: name } of ROUTES) {
      const route = routes.find(({ RouteKey }) => RouteKey === `${method} ${path}`);
      expect(functionOf(route?.Target)).toContain(`Functions${name.replaceAll('-', '')}Function`);
    }
  });

  test('lets an agent’s route be used with the agent scope only', () => {
    for (const { method, path, access } of ROUTES) {
      calling.hasResourceProperties('AWS::ApiGatewayV2::Route', {
        RouteKey: `${method} ${path}`,
        ...(access === 'agent'
          ? { AuthorizationType: 'JWT', AuthorizationScopes: ['opportunity-cti/agent'] }
          : { AuthorizationType: 'NONE' }),
      });
    }
    calling.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: {
        Audience: ['urn:opportunity-cti:api'],
        Issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_EXAMPLE',
      },
    });
  });

  test('answers browsers from the desktop’s origin only', () => {
    calling.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowOrigins: ['https://desktop.example.com'],
        AllowHeaders: ['authorization', 'content-type', 'if-match', 'idempotency-key'],
        ExposeHeaders: ['etag', 'location', 'retry-after'],
      },
    });
  });

  test('logs routes, never paths or queries', () => {
    const [stage] = ofType(calling, 'AWS::ApiGatewayV2::Stage');
    const settings = JSON.stringify(stage?.Properties.AccessLogSettings);
    expect(settings).toContain('$context.routeKey');
    expect(settings).not.toMatch(/\$context\.(path|identity|authorizer\.claims)|querystring/i);
  });
});

describe('every alarm', () => {
  test('names the page of the runbook that says what to do, and there is no page for none', () => {
    const named = ofType(calling, 'AWS::CloudWatch::Alarm').map(
      ({ Properties }) => /docs\/runbook\/([\w-]+\.md)$/.exec(String(Properties.AlarmDescription))?.[1],
    );
    const pages = readdirSync(join(root, 'docs/runbook')).filter((page) => page !== 'README.md');
    expect([...new Set(named)].sort()).toEqual(pages.sort());
  });
});

describe('the queues', () => {
  test.each([
    ['Dial', 30, 10],
    ['WriteBack', 60, 12],
    ['Document', 120, DOCUMENT_ATTEMPTS],
  ])(
    '%s is encrypted, waits six times its consumer’s timeout and ends in a dead-letter queue',
    (id, seconds, attempts) => {
      calling.hasResourceProperties('AWS::SQS::Queue', {
        SqsManagedSseEnabled: true,
        VisibilityTimeout: seconds * 6,
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}DeadLettersQueue`), 'Arn'] },
          maxReceiveCount: attempts,
        },
      });
      calling.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}Queue`), 'Arn'] },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
    },
  );

  test('with dead letters keep them for 14 days and raise an alarm at the first', () => {
    const queues = ofType(calling, 'AWS::SQS::Queue').filter(({ Properties }) => !Properties.RedrivePolicy);
    expect(queues).toHaveLength(6);
    for (const { Properties } of queues) expect(Properties).toMatchObject({ MessageRetentionPeriod: 1_209_600 });
    calling.resourcePropertiesCountIs(
      'AWS::CloudWatch::Alarm',
      { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1, AlarmActions: Match.anyValue() },
      queues.length,
    );
    calling.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { MetricName: 'ApproximateAgeOfOldestMessage' }, 4);
  });

  test('that hold dead letters belong to one queue each that a function consumes, so that all can be put back', () => {
    const queues = Object.entries(resourcesOf(calling)).filter(([, { Type }]) => Type === 'AWS::SQS::Queue');
    const consumed = JSON.stringify(
      ofType(calling, 'AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties.EventSourceArn),
    );
    const sources = (dead: string) =>
      queues.filter(([, { Properties }]) => JSON.stringify(Properties.RedrivePolicy ?? '').includes(`"${dead}"`));
    for (const [id, { Properties }] of queues) {
      if (Properties.RedrivePolicy !== undefined) expect(consumed).toContain(`"${id}"`);
      else expect(sources(id)).toHaveLength(1);
    }
  });

  test('dial, and ask CRMs, with at most two consumers at once', () => {
    calling.resourcePropertiesCountIs(
      'AWS::Lambda::EventSourceMapping',
      { ScalingConfig: { MaximumConcurrency: 2 } },
      2,
    );
  });
});

describe('events', () => {
  test('of calls come from our instance, without the noise of changed attributes', () => {
    calling.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.connect'],
        'detail-type': ['Amazon Connect Contact Event'],
        resources: [INSTANCE],
        detail: { eventType: [{ 'anything-but': ['CONTACT_DATA_UPDATED'] }] },
      },
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
  });

  test('of uploads come from the documents’ bucket, told by S3 itself', () => {
    calling.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { object: { key: [{ prefix: 'documents/' }] } },
      },
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
  });
});

describe('Connect', () => {
  test('may invoke the lookup for our instance only, and knows it before the flow that uses it', () => {
    calling.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'connect.amazonaws.com',
      SourceArn: INSTANCE,
      SourceAccount: '123456789012',
    });
    calling.hasResource('AWS::Connect::ContactFlow', {
      Properties: { Name: 'opportunity-cti inbound-lookup', Type: 'CONTACT_FLOW' },
      DependsOn: [Match.stringLikeRegexp('LookUpContact')],
    });
    calling.hasResourceProperties('AWS::Connect::IntegrationAssociation', {
      InstanceId: INSTANCE,
      IntegrationType: 'LAMBDA_FUNCTION',
    });
  });

  test('gets seven flows whose content is JSON once the ARNs are in', () => {
    const flows = ofType(calling, 'AWS::Connect::ContactFlow');
    expect(flows).toHaveLength(7);
    for (const { Properties } of flows) {
      const content = Properties.Content as string | { 'Fn::Join': [string, (string | object)[]] };
      const text =
        typeof content === 'string'
          ? content
          : content['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'arn:aws:x')).join('');
      expect(JSON.parse(text)).toMatchObject({ Version: '2019-10-30' });
      expect(text).not.toContain('${');
    }
  });

  test('lets dialling go unscoped only when the configuration says so', () => {
    withTemporaryFolder((folder) => {
      const app = exampleApp(folder, { connect: { ...exampleInput().connect, dialPermission: 'any' } });
      templateOf(app, 'Calling').hasResourceProperties('AWS::IAM::Policy', {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Action: 'connect:StartOutboundVoiceContact', Resource: '*' }),
          ]),
        },
      });
    });
  });
});

describe('the sources’ secrets', () => {
  test('are made at deployment, as base64 of 24 bytes', () => {
    calling.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: {
        GenerateStringKey: 'current',
        SecretStringTemplate: '{}',
        PasswordLength: 32,
        ExcludePunctuation: true,
        IncludeSpace: false,
      },
    });
  });
});
