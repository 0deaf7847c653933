import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  DEPLOYMENT_DIMENSION,
  METRIC_NAMESPACE,
  METRICS,
  type MetricName,
} from '../../functions/core/contracts/metrics.ts';
import { FUNCTION_NAMES, ROUTES } from '../../functions/core/contracts/routes.ts';
import { LOG_FACTS } from '../../functions/core/log-facts.ts';
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

const SECTIONS = ['What it means', 'What the user notices', 'Look here', 'Do this', 'Afterwards'];
const INSTANCE = exampleConfiguration().connect.instanceArn;

let calling: Template;
beforeAll(() =>
  withTemporaryFolder((folder) => {
    calling = templateOf(exampleApp(folder), 'Calling');
  }),
);

describe('events that Salesforce relays', () => {
  const eventSource = 'aws.partner/salesforce.com/00DRM000000Fxts2AC/0YLRM0000004Dfg4AE';
  const relayed = (folder: string): Template => {
    const source = { id: 'sf', kind: 'salesforce', apiUrl: 'https://x.my.salesforce.com', eventSources: [eventSource] };
    return templateOf(exampleApp(folder, { sources: [source] }), 'Calling');
  };

  test('have no bus unless a source names one', () => {
    calling.resourceCountIs('AWS::Events::EventBus', 0);
  });

  test('come by the partner event bus of the source, and from nowhere else', () =>
    withTemporaryFolder((folder) => {
      const template = relayed(folder);
      template.hasResourceProperties('AWS::Events::EventBus', { Name: eventSource, EventSourceName: eventSource });
      template.hasResourceProperties('AWS::Events::Rule', {
        EventBusName: Match.objectLike({ Ref: Match.stringLikeRegexp('Bus') }),
        EventPattern: { source: [eventSource] },
        Targets: [
          Match.objectLike({
            Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('receiverelayedevent'), 'Arn'] },
            DeadLetterConfig: Match.anyValue(),
          }),
        ],
      });
    }));
});

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

  test('has a page that tells what it means and leads to the end of it, and a line in the list', () => {
    const pages = readdirSync(join(root, 'docs/runbook')).filter((page) => page !== 'README.md');
    const list = readFileSync(join(root, 'docs/runbook/README.md'), 'utf8');
    for (const page of pages) {
      const text = readFileSync(join(root, 'docs/runbook', page), 'utf8');
      const [, ...sections] = text.split(/^## /m);
      expect(
        sections.map((section) => section.split('\n')[0]),
        page,
      ).toEqual(SECTIONS);
      for (const section of sections) expect(section.split('\n').slice(1).join('').trim(), page).not.toBe('');
      expect(sections[2], page).toMatch(/^```\n[^`]*(filter|fields|stats) [^`]*```$/m);
      expect(list).toContain(`](${page})`);
    }
  });

  test('is told when it begins and when it is over, and takes silence for good news', () => {
    for (const { Properties } of ofType(calling, 'AWS::CloudWatch::Alarm')) {
      expect(Properties).toMatchObject({
        AlarmActions: [{ Ref: expect.stringMatching(/^Alarms/) }],
        OKActions: [{ Ref: expect.stringMatching(/^Alarms/) }],
        TreatMissingData: 'notBreaching',
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      });
    }
  });

  test('looks at no more metrics at once than CloudWatch lets it', () => {
    for (const { Properties } of ofType(calling, 'AWS::CloudWatch::Alarm')) {
      const metrics = (Properties.Metrics ?? []) as readonly object[];
      expect(metrics.filter((metric) => 'MetricStat' in metric).length).toBeLessThanOrEqual(10);
    }
  });

  test('about what our functions count names a metric and dimensions that they count', () => {
    const own = ofType(calling, 'AWS::CloudWatch::Alarm').filter(
      ({ Properties }) => Properties.Namespace === METRIC_NAMESPACE,
    );
    expect(own.length).toBeGreaterThanOrEqual(7);
    for (const { Properties } of own) {
      const by: readonly (readonly string[])[] = METRICS[Properties.MetricName as MetricName].by;
      const dimensions = Properties.Dimensions as readonly { Name: string; Value: string }[];
      const further = dimensions.map(({ Name }) => Name).filter((name) => name !== DEPLOYMENT_DIMENSION);
      expect(dimensions).toContainEqual({ Name: DEPLOYMENT_DIMENSION, Value: 'opportunity-cti' });
      expect([[], ...by].map((one) => [...one].sort())).toContainEqual(further.sort());
    }
  });

  test('is there for each way in which work can be left undone', () => {
    const counts = (properties: object) =>
      calling.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', properties, FUNCTION_NAMES.length);
    counts({ Namespace: 'AWS/Lambda', MetricName: 'Errors' });
    counts({ Namespace: 'AWS/Lambda', MetricName: 'Throttles' });
    for (const [metric, threshold] of [
      ['5xx', 5],
      ['StuckCalls', 1],
      ['CircuitsOpened', 1],
      ['FlowLookupTime', 1_500],
    ]) {
      calling.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: metric, Threshold: threshold });
    }
    for (const outcome of ['throttled', 'refused', 'unknown', 'store-unavailable']) {
      calling.hasResourceProperties('AWS::CloudWatch::Alarm', {
        Dimensions: Match.arrayWith([{ Name: 'outcome', Value: outcome }]),
      });
    }
    const watched = JSON.stringify(
      ofType(calling, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties.Metrics),
    );
    for (const metric of [
      'WriteThrottleEvents',
      'SystemErrors',
      'FailedInvocations',
      'InvocationDroppedCount',
      'ConcurrentExecutions',
    ]) {
      expect(watched).toContain(metric);
    }
  });
});

describe('the dashboard', () => {
  test('shows everything that is counted, of this deployment', () => {
    const [dashboard] = ofType(calling, 'AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.Properties.DashboardBody);
    expect(dashboard?.Properties.DashboardName).toBe('opportunity-cti');
    expect(Object.keys(METRICS).filter((name) => !body.includes(name))).toEqual([]);
  });

  test('comes with the queries that tell one call’s story, a source’s failed write-backs and who was shown a record, over all functions', () => {
    const queries = ofType(calling, 'AWS::Logs::QueryDefinition').map(({ Properties }) => Properties);
    expect(queries.map(({ Name }) => Name).sort()).toEqual([
      'opportunity-cti-calling/Failed write-backs of a source',
      "opportunity-cti-calling/One call's story",
      'opportunity-cti-calling/Who was shown a record',
    ]);
    for (const { LogGroupNames: groups, QueryString: query } of queries) {
      expect(groups).toHaveLength(FUNCTION_NAMES.length);
      const fields = /^fields (.*)$/m.exec(String(query))?.[1]?.split(', ') ?? [];
      const known = [...LOG_FACTS, 'by', '@timestamp', '@log', 'event', 'error', 'message'];
      expect(fields.length).toBeGreaterThan(5);
      expect(fields.filter((field) => !known.includes(field))).toEqual([]);
    }
  });
});

describe('the queues', () => {
  test.each([
    ['Dial', 30, 10],
    ['WriteBack', 60, 12],
    ['Document', 120, DOCUMENT_ATTEMPTS],
    ['Erasure', 120, 10],
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
    expect(queues).toHaveLength(8);
    for (const { Properties } of queues) expect(Properties).toMatchObject({ MessageRetentionPeriod: 1_209_600 });
    calling.resourcePropertiesCountIs(
      'AWS::CloudWatch::Alarm',
      { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1, AlarmActions: Match.anyValue() },
      queues.length,
    );
    calling.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { MetricName: 'ApproximateAgeOfOldestMessage' }, 8);
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
      // By this name the functions find it: their configuration is a file, and an ARN is known at deployment only.
      Name: 'opportunity-cti/sources/my-crm',
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
