import { CreateQueueCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { arnOf } from '../cloud.ts';
import type { ResourceKind } from '../deploy.ts';
import { physicalName } from '../template/physical-names.ts';
import { ifFound, number, read } from './properties.ts';

const schema = v.object({
  QueueName: v.optional(v.string()),
  DelaySeconds: v.optional(number),
  MaximumMessageSize: v.optional(number),
  MessageRetentionPeriod: v.optional(number),
  ReceiveMessageWaitTimeSeconds: v.optional(number),
  VisibilityTimeout: v.optional(number),
  RedrivePolicy: v.optional(v.object({ deadLetterTargetArn: v.string(), maxReceiveCount: number })),
});

export const queue: ResourceKind = async ({ stack, logicalId, properties }, cloud, deployment) => {
  const { QueueName, RedrivePolicy, ...numbers } = read(schema, properties);
  const name = QueueName ?? physicalName(stack, logicalId, 80);
  const attributes: Record<string, string> = {};
  for (const [attribute, value] of Object.entries(numbers))
    if (value !== undefined) attributes[attribute] = String(value);
  if (RedrivePolicy !== undefined) attributes.RedrivePolicy = JSON.stringify(RedrivePolicy);
  const create = new CreateQueueCommand({ QueueName: name, Attributes: attributes });
  const created = await ifFound(cloud.sqs.send(create), 'QueueNameExists', 'QueueAlreadyExists');
  const url = created?.QueueUrl ?? `${cloud.endpoint}/${cloud.accountId}/${name}`;
  if (Object.keys(attributes).length > 0) {
    await cloud.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }));
  }
  const arn = arnOf(cloud, 'sqs', name);
  deployment.queueUrls.set(arn, url);
  return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
};
