import {
  DescribeContactFlowCommand,
  ListContactFlowsCommand,
  ListTrafficDistributionGroupsCommand,
  UpdateContactFlowContentCommand,
} from '@aws-sdk/client-connect';
import { beforeAll, describe, expect } from 'vitest';
import { documented, documentedLocally } from './documented.ts';
import { client, freshName, INSTANCE_ID, liftQuotas, refusalOf } from './target.ts';
import { at, changed, contentOf, createFlow, deleteFlow, waitingFlow } from './test-flow.ts';

beforeAll(liftQuotas);

const describeFlow = async (flowId: string) =>
  (await client.send(new DescribeContactFlowCommand({ InstanceId: INSTANCE_ID, ContactFlowId: flowId }))).ContactFlow;
const updateContent = (flowId: string, content: string) =>
  client.send(
    new UpdateContactFlowContentCommand({ InstanceId: INSTANCE_ID, ContactFlowId: flowId, Content: content }),
  );

describe('the life of a flow', () => {
  documented('API CreateContactFlow … DeleteContactFlow', 'create, describe, list, update, delete', async () => {
    const name = freshName();
    const content = contentOf(waitingFlow());
    const flowId = await createFlow(content, { name });
    try {
      expect(await describeFlow(flowId)).toMatchObject({
        Id: flowId,
        Name: name,
        Type: 'CONTACT_FLOW',
        State: 'ACTIVE',
        Status: 'PUBLISHED',
        Arn: expect.stringContaining(`/contact-flow/${flowId}`),
      });
      expect(JSON.parse((await describeFlow(flowId))?.Content ?? '')).toEqual(JSON.parse(content));
      const { ContactFlowSummaryList: list = [] } = await client.send(
        new ListContactFlowsCommand({ InstanceId: INSTANCE_ID, ContactFlowTypes: ['CONTACT_FLOW'], MaxResults: 1_000 }),
      );
      expect(list).toContainEqual(expect.objectContaining({ Id: flowId, Name: name, ContactFlowType: 'CONTACT_FLOW' }));

      const next = changed((actions) => {
        at(actions, 'say').Parameters.Text = 'Something else.';
      });
      await updateContent(flowId, next);
      expect((await describeFlow(flowId))?.Content).toContain('Something else.');
    } finally {
      await deleteFlow(flowId);
    }
    const gone = { name: 'ResourceNotFoundException', status: 404 };
    expect(await refusalOf(describeFlow(flowId))).toMatchObject(gone);
    expect(await refusalOf(deleteFlow(flowId))).toMatchObject(gone);
    expect(await refusalOf(updateContent(flowId, content))).toMatchObject(gone);
  });

  documented('API CreateContactFlow Errors', 'a name is there only once', async () => {
    const name = freshName();
    const flowId = await createFlow(contentOf(waitingFlow()), { name });
    try {
      const again = createFlow(contentOf(waitingFlow()), { name });
      expect(await refusalOf(again)).toMatchObject({ name: 'DuplicateResourceException', status: 409 });
    } finally {
      await deleteFlow(flowId);
    }
  });

  documented(
    'API UpdateContactFlowContent',
    'content that is not valid leaves the published one in force',
    async () => {
      const flowId = await createFlow(contentOf(waitingFlow()));
      try {
        expect((await refusalOf(updateContent(flowId, '{}'))).name).toBe('InvalidContactFlowException');
        expect((await describeFlow(flowId))?.Content).toContain('This is a test');
      } finally {
        await deleteFlow(flowId);
      }
    },
  );

  documented('API CreateContactFlow Status', 'SAVED content is not checked, PUBLISHED is', async () => {
    const broken = changed((actions) => {
      at(actions, 'say').Transitions.NextAction = 'nowhere';
    });
    const flowId = await createFlow(broken, { status: 'SAVED' });
    try {
      expect((await refusalOf(describeFlow(flowId))).name).toBe('ContactFlowNotPublishedException');
      expect((await describeFlow(`${flowId}:$SAVED`))?.Status).toBe('SAVED');
      expect((await refusalOf(updateContent(flowId, broken))).name).toBe('InvalidContactFlowException');
    } finally {
      await deleteFlow(flowId);
    }
  });
});

describe('an operation that the local Connect does not serve', () => {
  documentedLocally('ours', 'is refused by name, never answered as if it had happened', async () => {
    const attempt = client.send(new ListTrafficDistributionGroupsCommand({ InstanceId: INSTANCE_ID }));
    await expect(attempt).rejects.toMatchObject({
      message: expect.stringContaining('ListTrafficDistributionGroups'),
      $metadata: { httpStatusCode: 501 },
    });
  });
});
