import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  HttpMethods,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Retention } from '../functions/core/contracts/configuration.ts';
import { acknowledge } from './acknowledge.ts';
import { asBucket } from './construct-types.ts';
import { OpportunityTable } from './constructs/opportunity-table.ts';

interface DataStackProps extends StackProps {
  /** Origin of the desktop: browsers upload and read documents from there. */
  readonly desktopOrigin: string;
  readonly retention: Retention;
}

/** What must outlive every other stack: the table and the documents. */
export class DataStack extends Stack {
  readonly table: OpportunityTable;
  readonly documents: IBucket;

  constructor(scope: Construct, id: string, { desktopOrigin, retention, ...props }: DataStackProps) {
    super(scope, id, props);
    this.table = new OpportunityTable(this, 'Opportunities', { retention });
    this.documents = this.documentsBucket(desktopOrigin, retention);
    new CfnOutput(this, 'TableName', { value: this.table.name });
    new CfnOutput(this, 'DocumentsBucketName', { value: this.documents.bucketName });
    new CfnOutput(this, 'DocumentsOrigin', {
      description: 'For endpoints.documents of the configuration',
      value: `https://${this.documents.bucketRegionalDomainName}`,
    });
  }

  private documentsBucket(desktopOrigin: string, { documents: days }: Retention): IBucket {
    const common = {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...common,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    acknowledge(accessLogs, { 'AwsSolutions-S1': 'This is where access logs go; logging its own would never end.' });
    const bucket = new Bucket(this, 'Documents', {
      ...common,
      versioned: true,
      serverAccessLogsBucket: asBucket(accessLogs),
      cors: [
        {
          allowedOrigins: [desktopOrigin],
          allowedMethods: [HttpMethods.GET, HttpMethods.HEAD, HttpMethods.PUT],
          // Range: a PDF is read page by page.
          // The checksum: of a part of a large file.
          allowedHeaders: ['content-type', 'range', 'x-amz-checksum-sha256'],
          exposedHeaders: ['etag', 'accept-ranges', 'content-range', 'content-length', 'content-disposition'],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        // A month to bring back what was overwritten or removed by mistake.
        // An erasure does not wait for it.
        { noncurrentVersionExpiration: Duration.days(30), expiredObjectDeleteMarker: true },
        // A day behind the document's item, so that no item leads to bytes that are gone.
        ...(days === null ? [] : [{ expiration: Duration.days(days + 1) }]),
      ],
    });
    // The bucket's own property: the L2 switch (`eventBridgeEnabled`) is a custom resource with a function of its own.
    const resource = bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new Error('The documents bucket has no CloudFormation resource');
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    return asBucket(bucket);
  }
}
