import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { acknowledge, wildcardResource } from '../acknowledge.ts';

export interface SiteFiles {
  readonly sources: readonly ISource[];
  /** The folder that they go to, where another content would have another name. */
  readonly hashed?: string;
}

/** A browser that has it asks no more: `immutable` holds for a reload as well (RFC 8246). */
const FOR_EVER = [CacheControl.setPublic(), CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()];

/**
 * Copies files into the site's bucket with CDK's own provider, the only custom resource of this project.
 *
 * It never prunes: page and `config.json` come from two stacks, and a browser with yesterday's page may still ask for one
 * of yesterday's files. Browsers and CloudFront revalidate every file (a 304 by ETag) but those of a folder whose names say
 * their content, so a deployment needs no invalidation, and its function no permission for one.
 */
export function deploySite(scope: Construct, id: string, bucket: IBucket, files: SiteFiles): BucketDeployment {
  const { account, region } = Stack.of(scope);
  const deployment = new BucketDeployment(scope, id, {
    sources: [...files.sources],
    destinationBucket: bucket,
    ...(files.hashed === undefined
      ? { cacheControl: [CacheControl.noCache()] }
      : { destinationKeyPrefix: files.hashed, cacheControl: FOR_EVER }),
    prune: false,
    logGroup: new LogGroup(scope, `${id}Log`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    }),
  });
  const provider = deployment.handlerRole.node.scope;
  if (provider === undefined) throw new Error('CDK’s provider for bucket deployments has no function');
  const byCdk = 'Written by CDK for its own provider, which runs at deployment only and reads assets and this bucket.';
  acknowledge(provider, {
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]': byCdk,
    'AwsSolutions-IAM5[Action::s3:GetObject*]': byCdk,
    'AwsSolutions-IAM5[Action::s3:GetBucket*]': byCdk,
    'AwsSolutions-IAM5[Action::s3:List*]': byCdk,
    'AwsSolutions-IAM5[Action::s3:DeleteObject*]': byCdk,
    'AwsSolutions-IAM5[Action::s3:Abort*]': byCdk,
    [`AwsSolutions-IAM5[Resource::arn:aws:s3:::cdk-hnb659fds-assets-${account}-${region}/*]`]: byCdk,
    [wildcardResource(scope, bucket.bucketArn, '/*')]: byCdk,
    'AwsSolutions-L1': 'CDK chooses the runtime of its own provider.',
  });
  return deployment;
}
