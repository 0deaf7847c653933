/** How each type of resource comes to be. A type that is not here stops the start. */
import type { ResourceKind } from '../deploy.ts';
import { alarm } from './alarm.ts';
import { bucket } from './bucket.ts';
import { bucketDeployment } from './bucket-deployment.ts';
import { approvedOrigin, contactFlow, instanceStorageConfig, integrationAssociation } from './connect.ts';
import { distribution, responseHeadersPolicy } from './distribution.ts';
import { eventInvokeConfig, eventSourceMapping, lambdaFunction, permission } from './function.ts';
import { api, authorizer, integration, route, stage } from './http-api.ts';
import { policy, role } from './iam.ts';
import { queue } from './queue.ts';
import { rule } from './rule.ts';
import { scheduleGroup } from './schedule-group.ts';
import { secret } from './secret.ts';
import { stream } from './stream.ts';
import { table } from './table.ts';
import { WITHOUT_EFFECT_KINDS } from './without-effect.ts';
import { application } from './workspace-app.ts';

export const KINDS: Readonly<Record<string, ResourceKind>> = {
  ...WITHOUT_EFFECT_KINDS,
  'AWS::ApiGatewayV2::Api': api,
  'AWS::ApiGatewayV2::Authorizer': authorizer,
  'AWS::ApiGatewayV2::Integration': integration,
  'AWS::ApiGatewayV2::Route': route,
  'AWS::ApiGatewayV2::Stage': stage,
  'AWS::AppIntegrations::Application': application,
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudFront::Distribution': distribution,
  'AWS::CloudFront::ResponseHeadersPolicy': responseHeadersPolicy,
  'AWS::Connect::ApprovedOrigin': approvedOrigin,
  'AWS::Connect::ContactFlow': contactFlow,
  'AWS::Connect::InstanceStorageConfig': instanceStorageConfig,
  'AWS::Connect::IntegrationAssociation': integrationAssociation,
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Events::Rule': rule,
  'AWS::IAM::ManagedPolicy': policy,
  'AWS::IAM::Policy': policy,
  'AWS::IAM::Role': role,
  'AWS::Kinesis::Stream': stream,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': permission,
  'AWS::S3::Bucket': bucket,
  'AWS::Scheduler::ScheduleGroup': scheduleGroup,
  'AWS::SecretsManager::Secret': secret,
  'AWS::SQS::Queue': queue,
  'Custom::CDKBucketDeployment': bucketDeployment,
};
