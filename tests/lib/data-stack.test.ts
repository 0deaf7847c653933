import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { exampleApp, ofType, templateOf, withTemporaryFolder } from './synthesize.ts';

let data: Template;
beforeAll(() =>
  withTemporaryFolder((folder) => {
    data = templateOf(exampleApp(folder), 'Data');
  }),
);

describe('the data', () => {
  test('survives everything: kept, protected, recoverable', () => {
    data.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        GlobalSecondaryIndexes: ['gsi1', 'gsi2', 'gsi3', 'gsi4'].map((name) =>
          Match.objectLike({
            IndexName: name,
            KeySchema: [
              { AttributeName: `${name}pk`, KeyType: 'HASH' },
              { AttributeName: `${name}sk`, KeyType: 'RANGE' },
            ],
          }),
        ),
      },
    });
    data.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: { VersioningConfiguration: { Status: 'Enabled' } },
    });
  });

  test('keeps the bytes of documents a day longer than their items, or for ever', () => {
    const expirations = (template: Template) =>
      ofType(template, 'AWS::S3::Bucket')
        .filter(({ Properties }) => Properties.VersioningConfiguration !== undefined)
        .flatMap(({ Properties }) => (Properties.LifecycleConfiguration as { Rules: Record<string, unknown>[] }).Rules)
        .flatMap((rule) => rule.ExpirationInDays ?? []);
    expect(expirations(data)).toEqual([731]);
    const forEver = withTemporaryFolder((folder) =>
      templateOf(exampleApp(folder, { retention: { documents: null } }), 'Data'),
    );
    expect(expirations(forEver)).toEqual([]);
  });

  test('is private, over TLS only, and read by browsers from the desktop’s origin only', () => {
    for (const { Properties } of ofType(data, 'AWS::S3::Bucket')) {
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
    data.resourcePropertiesCountIs(
      'AWS::S3::BucketPolicy',
      {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        },
      },
      2,
    );
    data.hasResourceProperties('AWS::S3::Bucket', {
      CorsConfiguration: {
        CorsRules: [
          Match.objectLike({ AllowedOrigins: ['https://desktop.example.com'], AllowedMethods: ['GET', 'HEAD', 'PUT'] }),
        ],
      },
    });
  });

  test('tells of new documents itself, without a custom resource', () => {
    data.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
  });
});
