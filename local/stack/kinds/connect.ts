import {
  AssociateApprovedOriginCommand,
  type ContactFlowType,
  CreateContactFlowCommand,
  CreateIntegrationAssociationCommand,
  type IntegrationType,
  paginateListApprovedOrigins,
  paginateListContactFlows,
  paginateListIntegrationAssociations,
  UpdateContactFlowContentCommand,
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

export const integrationAssociation: ResourceKind = async ({ stack, logicalId, properties }, cloud) => {
  const wanted = read(integrationSchema, properties);
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

/** CloudFormation takes the instance's ARN where the API takes its id. */
function instanceIdOf(instanceArn: string): string {
  const id = /^arn:aws:connect:[^:]+:\d+:instance\/([^/]+)$/.exec(instanceArn)?.[1];
  if (id === undefined) throw new TemplateError(`${instanceArn} is not the ARN of a Connect instance`);
  return id;
}
