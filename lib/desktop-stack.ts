import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CachePolicy,
  Distribution,
  HeadersReferrerPolicy,
  HttpVersion,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { CfnApprovedOrigin } from 'aws-cdk-lib/aws-connect';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import type { Configuration } from '../functions/core/contracts/configuration.ts';
import { acknowledge } from './acknowledge.ts';
import { asBucket } from './construct-types.ts';
import { deploySite } from './constructs/site-deployment.ts';
import { WorkspaceApp } from './constructs/workspace-app.ts';
import { contentSecurityPolicy, permissionsPolicy } from './content-security-policy.ts';

interface DesktopStackProps extends StackProps {
  readonly configuration: Configuration;
  /** The built desktop, as `buildDesktop` of ccp-widget leaves it. */
  readonly desktopFolder: string;
}

/** What `build-program.ts` of ccp-widget names by its content. */
const CHUNKS = 'chunks';

/** The agents' page: a private bucket behind CloudFront, and its origin approved in the Connect instance. */
export class DesktopStack extends Stack {
  readonly siteBucket: IBucket;
  /** Scheme, host and port under which agents open the desktop. */
  readonly origin: string;

  constructor(scope: Construct, id: string, { configuration, desktopFolder, ...props }: DesktopStackProps) {
    super(scope, id, props);
    if (!existsSync(join(desktopFolder, 'index.html'))) {
      throw new Error(`${desktopFolder} holds no built desktop: buildDesktop of ccp-widget/build.ts makes it`);
    }

    const siteBucket = asBucket(
      new Bucket(this, 'Site', {
        encryption: BucketEncryption.S3_MANAGED,
        blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
        objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
        enforceSSL: true,
        // Everything in it can be built again from the sources.
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    );
    acknowledge(siteBucket, {
      'AwsSolutions-S1': 'The bucket holds the public page only and is read by CloudFront alone.',
    });

    const distribution = this.distribute(siteBucket, configuration);
    this.siteBucket = siteBucket;
    this.origin = configuration.desktop.origin ?? `https://${distribution.distributionDomainName}`;

    const chunks = deploySite(this, 'Chunks', siteBucket, {
      sources: [Source.asset(join(desktopFolder, CHUNKS))],
      hashed: CHUNKS,
    });
    const page = deploySite(this, 'Page', siteBucket, {
      sources: [Source.asset(desktopFolder, { exclude: [CHUNKS] })],
    });
    // The page names them: who gets the new one finds what it asks for.
    page.node.addDependency(chunks);
    const { connect, desktop } = configuration;
    new CfnApprovedOrigin(this, 'ApprovedOrigin', { instanceId: connect.instanceArn, origin: this.origin });
    // The CCP asks for the origins of all pages around it, not of the nearest alone (`frame-ancestors`).
    for (const host of new Set(desktop.hosts))
      new CfnApprovedOrigin(this, `ApprovedOrigin ${new URL(host).host}`, {
        ...{ instanceId: connect.instanceArn, origin: host },
      });
    if (desktop.agentWorkspace) {
      const { name } = configuration;
      new WorkspaceApp(this, 'WorkspaceApp', { name, instanceArn: connect.instanceArn, desktopOrigin: this.origin });
    }
  }

  private distribute(bucket: IBucket, configuration: Configuration): Distribution {
    const { origin, certificateArn } = configuration.desktop;
    const headers = new ResponseHeadersPolicy(this, 'SecurityHeaders', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(configuration), override: true },
        contentTypeOptions: { override: true },
        // The CCP lets itself be framed only by a page that says who it is (amazon-connect-streams issue 1026): its origin, no more.
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: true,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: [{ header: 'permissions-policy', value: permissionsPolicy(configuration), override: true }],
      },
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Agents’ desktop: the people and documents of the opportunity beside the softphone',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        // Honours the Cache-Control of each object.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: headers,
        compress: true,
      },
      ...(origin !== undefined && certificateArn !== undefined
        ? {
            domainNames: [new URL(origin).hostname],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
          }
        : {}),
    });
    acknowledge(distribution, {
      'AwsSolutions-CFR1': 'Agents may work from any country; who gets in is decided by sign-in.',
      'AwsSolutions-CFR2': 'Static files without input: nothing for a web application firewall to inspect.',
      'AwsSolutions-CFR3': 'The page is the same for everybody; who did what is in the API’s access log.',
      ...(certificateArn === undefined
        ? {
            'AwsSolutions-CFR4':
              'CloudFront’s own certificate fixes the protocol; a certificate of yours lifts it to TLS 1.2.',
          }
        : {}),
    });
    return distribution;
  }
}
