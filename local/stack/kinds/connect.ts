import {
  AssociateApprovedOriginCommand,
  AssociateInstanceStorageConfigCommand,
  type ContactFlowType,
  CreateContactFlowCommand,
  CreateIntegrationAssociationCommand,
  type InstanceStorageResourceType,
  type IntegrationType,
  ListInstanceStorageConfigsCommand,
  paginateListApprovedOrigins,
  paginateListContactFlows,
  paginateListIntegrationAssociations,
  UpdateContactFlowContentCommand,
  UpdateInstanceStorageConfigCommand,
} from '@aws-sdk/client-connect';
import * as v from 'valibot';
import type { Cloud } from '../cloud.ts';
import type { ResourceKind } from '../deploy.ts';
import { physicalName } from '../template/physical-names.ts';
import { TemplateError } from '../template/template.ts';
import { read } from './properties.ts';

const flowSchema = v.object({
  InstanceArn: v.string(),
  Name: v.string(),
  Type: v.string(),
  Content: v.string(),
  Description: v.optional(v.string()),
});

/** A flow is found again by its name, which is unique within an instance. */
export const contactFlow: ResourceKind = async ({ properties }, cloud) => {
  const wanted = read(flowSchema, properties);
  const instanceId = instanceIdOf(wanted.InstanceArn);
  const existing = await findFlow(instanceId, wanted.Name, cloud);
  if (existing === undefined) {
    const created = await cloud.connect.send(
      new CreateContactFlowCommand({
        InstanceId: instanceId,
        Name: wanted.Name,
        Type: wanted.Type as ContactFlowType,
        Content: wanted.Content,
        ...(wanted.Description !== undefined && { Description: wanted.Description }),
      }),
    );
    return flowAnswer(created.ContactFlowArn);
  }
  await cloud.connect.send(
    new UpdateContactFlowContentCommand({
      InstanceId: instanceId,
      ContactFlowId: existing.Id,
      Content: wanted.Content,
    }),
  );
  return flowAnswer(existing.Arn);
};

async function findFlow(instanceId: string, name: string, cloud: Cloud) {
  for await (const page of paginateListContactFlows({ client: cloud.connect }, { InstanceId: instanceId })) {
    const found = page.ContactFlowSummaryList?.find((flow) => flow.Name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function flowAnswer(arn: string | undefined) {
  if (arn === undefined) throw new TemplateError('Connect answered no ARN for the flow');
  return { ref: arn, attributes: { ContactFlowArn: arn } };
}

const integrationSchema = v.object({ InstanceId: v.string(), IntegrationType: v.string(), IntegrationArn: v.string() });

export const integrationAssociation: ResourceKind = async ({ stack, logicalId, properties }, cloud, deployment) => {
  const wanted = read(integrationSchema, properties);
  const app = deployment.applications.get(wanted.IntegrationArn);
  if (app !== undefined && wanted.IntegrationType === 'APPLICATION') deployment.workspaceApps.push(app);
  const InstanceId = instanceIdOf(wanted.InstanceId);
  const IntegrationType = wanted.IntegrationType as IntegrationType;
  for await (const page of paginateListIntegrationAssociations(
    { client: cloud.connect },
    { InstanceId, IntegrationType },
  )) {
    const found = page.IntegrationAssociationSummaryList?.find(
      (association) => association.IntegrationArn === wanted.IntegrationArn,
    );
    if (found?.IntegrationAssociationId !== undefined) return associationAnswer(found.IntegrationAssociationId);
  }
  const created = await cloud.connect.send(
    new CreateIntegrationAssociationCommand({ InstanceId, IntegrationType, IntegrationArn: wanted.IntegrationArn }),
  );
  return associationAnswer(created.IntegrationAssociationId ?? physicalName(stack, logicalId, 100));
};

const associationAnswer = (id: string) => ({ ref: id, attributes: { IntegrationAssociationId: id } });

const originSchema = v.object({ InstanceId: v.string(), Origin: v.string() });

export const approvedOrigin: ResourceKind = async ({ properties }, cloud) => {
  const wanted = read(originSchema, properties);
  const InstanceId = instanceIdOf(wanted.InstanceId);
  const answer = { ref: `${wanted.InstanceId}|${wanted.Origin}` };
  for await (const page of paginateListApprovedOrigins({ client: cloud.connect }, { InstanceId })) {
    if (page.Origins?.includes(wanted.Origin)) return answer;
  }
  await cloud.connect.send(new AssociateApprovedOriginCommand({ InstanceId, Origin: wanted.Origin }));
  return answer;
};

const storageSchema = v.object({
  InstanceArn: v.string(),
  ResourceType: v.string(),
  StorageType: v.picklist(['S3', 'KINESIS_STREAM']),
  S3Config: v.optional(v.object({ BucketName: v.string(), BucketPrefix: v.string() })),
  KinesisStreamConfig: v.optional(v.object({ StreamArn: v.string() })),
});

/** An instance has one of each kind; the one from before, or the instance's own bucket for recordings, is changed. */
export const instanceStorageConfig: ResourceKind = async ({ properties }, cloud) => {
  const { InstanceArn, ResourceType: type, ...StorageConfig } = read(storageSchema, properties);
  const kind = { InstanceId: instanceIdOf(InstanceArn), ResourceType: type as InstanceStorageResourceType };
  const { StorageConfigs = [] } = await cloud.connect.send(new ListInstanceStorageConfigsCommand(kind));
  let AssociationId = StorageConfigs[0]?.AssociationId;
  if (AssociationId === undefined) {
    const made = await cloud.connect.send(new AssociateInstanceStorageConfigCommand({ ...kind, StorageConfig }));
    AssociationId = made.AssociationId;
  } else await cloud.connect.send(new UpdateInstanceStorageConfigCommand({ ...kind, AssociationId, StorageConfig }));
  if (AssociationId === undefined) throw new TemplateError('Connect answered no id for the storage configuration');
  return { ref: `${InstanceArn}|${AssociationId}|${type}`, attributes: { AssociationId } };
};

/** CloudFormation takes the instance's ARN where the API takes its id. */
function instanceIdOf(instanceArn: string): string {
  const id = /^arn:aws:connect:[^:]+:\d+:instance\/([^/]+)$/.exec(instanceArn)?.[1];
  if (id === undefined) throw new TemplateError(`${instanceArn} is not the ARN of a Connect instance`);
  return id;
}
