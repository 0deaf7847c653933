import { resourceArn } from '../../instance.ts';
import { checkInstance, flowIn } from '../input.ts';
import { flowResource, type ServiceOperation } from '../operation.ts';
import { createVersion, deleteVersion, versionPage } from './versions.ts';

export const createContactFlowVersion: ServiceOperation = {
  partial: 'ContactFlowVersion, LastModifiedTime and LastModifiedRegion, which replication uses, are ignored',
  resources: flowResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const flow = flowIn(engine, input);
    const { version } = createVersion(engine, flow, input, 'FlowContentSha256');
    return {
      ContactFlowArn: `${resourceArn(engine.instance, 'contact-flow', flow.id)}:${version}`,
      Version: version,
    };
  },
};

export const listContactFlowVersions: ServiceOperation = {
  resources: flowResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const flow = flowIn(engine, input);
    const { summaries, NextToken } = versionPage(input, flow, resourceArn(engine.instance, 'contact-flow', flow.id));
    return { ContactFlowVersionSummaryList: summaries, NextToken };
  },
};

export const deleteContactFlowVersion: ServiceOperation = {
  resources: flowResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    deleteVersion(engine, flowIn(engine, input), input.ContactFlowVersion);
    return {};
  },
};
