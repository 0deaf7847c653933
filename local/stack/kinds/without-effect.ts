/** Resources that change nothing on one machine, each with its reason. They answer `Ref` and `Fn::GetAtt` all the same. */
import { arnOf } from '../cloud.ts';
import type { ResourceKind } from '../deploy.ts';
import { physicalName, shortId } from '../template/physical-names.ts';

const named =
  (service: string, resource: (name: string) => string, ref: 'name' | 'arn' = 'name'): ResourceKind =>
  ({ stack, logicalId, properties }, cloud) => {
    const given = properties.LogGroupName ?? properties.TopicName ?? properties.AlarmName;
    const name = typeof given === 'string' ? given : physicalName(stack, logicalId, 128);
    const arn = arnOf(cloud, service, resource(name));
    return { ref: ref === 'arn' ? arn : name, attributes: { Arn: arn, TopicArn: arn, TopicName: name } };
  };

const identified: ResourceKind = ({ stack, logicalId }) => {
  const id = shortId(stack, logicalId, 13).toUpperCase();
  return { ref: id, attributes: { Id: id } };
};

/** Type, why it has no effect here, and how it answers. */
const WITHOUT_EFFECT: readonly (readonly [type: string, reason: string, kind: ResourceKind])[] = [
  ['AWS::CDK::Metadata', 'tells AWS which constructs are used', identified],
  [
    'AWS::Logs::LogGroup',
    'the functions log to files in the data folder',
    named('logs', (name) => `log-group:${name}:*`),
  ],
  ['AWS::Logs::ResourcePolicy', 'no other service writes to a log group here', identified],
  ['AWS::Logs::QueryDefinition', 'the functions log to files in the data folder', identified],
  [
    'AWS::CloudWatch::CompositeAlarm',
    'nobody is on call for one machine',
    named('cloudwatch', (name) => `alarm:${name}`),
  ],
  ['AWS::CloudWatch::Dashboard', 'the console shows what happens', identified],
  ['AWS::SNS::Topic', 'only alarms publish to it', named('sns', (name) => name, 'arn')],
  ['AWS::SNS::Subscription', 'only alarms publish to the topic', identified],
  ['AWS::SNS::TopicPolicy', 'only alarms publish to the topic', identified],
  ['AWS::S3::BucketPolicy', 'every caller is a role of the template, and its own policy decides', identified],
  ['AWS::SQS::QueuePolicy', 'every sender is a role of the template or the event bus itself', identified],
  ['AWS::CloudFront::OriginAccessControl', 'the site reads its bucket as the administrator', identified],
  ['AWS::CloudFront::CachePolicy', 'nothing is cached between the bucket and the browser', identified],
  [
    'AWS::Lambda::LayerVersion',
    'belongs to the handler of Custom::CDKBucketDeployment, which is done here',
    identified,
  ],
];

export const WITHOUT_EFFECT_KINDS: Readonly<Record<string, ResourceKind>> = Object.fromEntries(
  WITHOUT_EFFECT.map(([type, , kind]) => [type, kind]),
);
