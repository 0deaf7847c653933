import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { resourcesOf } from './grants.ts';
import { exampleApp, exampleConfiguration, exampleInput, templateOf, withTemporaryFolder } from './synthesize.ts';

let calling: Template;
let data: Template;
let desktop: Template;
beforeAll(() =>
  withTemporaryFolder((folder) => {
    const app = exampleApp(folder);
    [calling, data, desktop] = [templateOf(app, 'Calling'), templateOf(app, 'Data'), templateOf(app, 'Desktop')];
  }),
);

describe('the desktop', () => {
  test('has the policy, the certificate and the name of the configuration', () => {
    desktop.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: ['desktop.example.com'],
        DefaultRootObject: 'index.html',
        ViewerCertificate: Match.objectLike({ MinimumProtocolVersion: 'TLSv1.2_2021' }),
      },
    });
    desktop.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentSecurityPolicy: { ContentSecurityPolicy: Match.stringLikeRegexp("default-src 'none'") },
          // The CCP refuses frames of pages that say nothing of themselves (amazon-connect-streams issue 1026).
          ReferrerPolicy: { ReferrerPolicy: 'strict-origin', Override: true },
        },
      },
    });
  });

  test('is told where the API is by the stack that knows it, without removing the page', () => {
    calling.hasResourceProperties('Custom::CDKBucketDeployment', { Prune: false });
    desktop.hasResourceProperties('Custom::CDKBucketDeployment', { Prune: false });
  });

  test('is asked for anew each time, but not its chunks, whose names say their content and which are there first', () => {
    const chunks = desktop.findResources('Custom::CDKBucketDeployment', {
      Properties: {
        DestinationBucketKeyPrefix: 'chunks',
        SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
        Prune: false,
      },
    });
    expect(Object.keys(chunks)).toHaveLength(1);
    desktop.hasResource('Custom::CDKBucketDeployment', {
      Properties: { DestinationBucketKeyPrefix: Match.absent(), SystemMetadata: { 'cache-control': 'no-cache' } },
      DependsOn: Match.arrayWith(Object.keys(chunks)),
    });
  });

  test('takes CloudFront’s address when it has no name of its own', () => {
    withTemporaryFolder((folder) => {
      const app = exampleApp(folder, { desktop: {} });
      const origin = Match.objectLike({ 'Fn::Join': ['', ['https://', Match.anyValue()]] });
      templateOf(app, 'Desktop').hasResourceProperties('AWS::Connect::ApprovedOrigin', { Origin: origin });
      templateOf(app, 'Calling').hasResourceProperties('AWS::ApiGatewayV2::Api', {
        CorsConfiguration: { AllowOrigins: [Match.anyValue()] },
      });
    });
  });

  test('is an approved origin of the Connect instance', () => {
    desktop.hasResourceProperties('AWS::Connect::ApprovedOrigin', {
      InstanceId: exampleConfiguration().connect.instanceArn,
      Origin: 'https://desktop.example.com',
    });
  });

  test('makes approved origins of the pages that may show it: the CCP looks at every page around it', () => {
    withTemporaryFolder((folder) => {
      const hosts = ['https://app-eu1.hubspot.com', 'https://contoso.crm4.dynamics.com'];
      const template = templateOf(exampleApp(folder, { desktop: { hosts } }), 'Desktop');
      for (const Origin of hosts) template.hasResourceProperties('AWS::Connect::ApprovedOrigin', { Origin });
      template.resourceCountIs('AWS::Connect::ApprovedOrigin', 1 + hosts.length);
    });
  });
});

describe('the app of the agent workspace', () => {
  const access = 'https://desktop.example.com/?host=workspace';
  const made = (changes: object): Template =>
    withTemporaryFolder((folder) => templateOf(exampleApp(folder, { desktop: changes }), 'Desktop'));

  test('is not made unless it is asked for', () => {
    desktop.resourceCountIs('AWS::AppIntegrations::Application', 0);
  });

  test('is the desktop for all contacts, associated with the instance, whose page may then show it', () => {
    const template = made({ ...Object(exampleInput().desktop), agentWorkspace: true });
    template.hasResourceProperties('AWS::AppIntegrations::Application', {
      ApplicationSourceConfig: { ExternalUrlConfig: { AccessUrl: access } },
      ApplicationConfig: { ContactHandling: { Scope: 'CROSS_CONTACTS' } },
      IframeConfig: { Allow: ['clipboard-write'], Sandbox: Match.arrayWith(['allow-scripts', 'allow-downloads']) },
      Permissions: ['*'],
    });
    template.hasResourceProperties('AWS::Connect::IntegrationAssociation', {
      InstanceId: exampleConfiguration().connect.instanceArn,
      IntegrationType: 'APPLICATION',
      IntegrationArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('WorkspaceApp'), 'ApplicationArn'] },
    });
    template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentSecurityPolicy: {
            ContentSecurityPolicy: Match.stringLikeRegexp("frame-ancestors 'self' https://my-instance.my.connect.aws;"),
          },
        },
      },
    });
  });
});

describe('the stacks', () => {
  test('use no custom resource but CDK’s copy into a bucket', () => {
    const types = [calling, data, desktop].flatMap((template) =>
      Object.values(resourcesOf(template)).map(({ Type }) => Type),
    );
    expect(new Set(types.filter((type) => !type.startsWith('AWS::')))).toEqual(
      new Set(['Custom::CDKBucketDeployment']),
    );
    expect(types).not.toContain('AWS::CloudFormation::Stack');
  });

  test('carry the configured name, so that two installations fit into one account', () => {
    withTemporaryFolder((folder) => {
      const app = exampleApp(folder, { name: 'second' });
      expect(app.synth().stacks.map(({ stackName }) => stackName)).toEqual([
        'second-desktop',
        'second-data',
        'second-calling',
      ]);
    });
  });
});
