/** Contact flows: publishing is where the language is checked. */
import { randomUUID } from 'node:crypto';
import type { Engine } from '../../engine.ts';
import { flowProblems } from '../../flow/validate.ts';
import { atQualifier, splitQualifier } from '../../flow/versions.ts';
import { type Flow, type FlowType, resourceArn } from '../../instance.ts';
import { invalidParameter, notFound, ServiceError } from '../errors.ts';
import {
  checkInstance,
  flowIn,
  type Input,
  optionalChoice,
  optionalText,
  pageOf,
  requiredText,
  textMap,
} from '../input.ts';
import { flowResource, instanceResource, type ServiceOperation } from '../operation.ts';
import { sha256 } from './versions.ts';

const FLOW_TYPES: readonly FlowType[] = [
  'CONTACT_FLOW',
  'CUSTOMER_QUEUE',
  'CUSTOMER_HOLD',
  'CUSTOMER_WHISPER',
  'AGENT_HOLD',
  'AGENT_WHISPER',
  'OUTBOUND_WHISPER',
  'AGENT_TRANSFER',
  'QUEUE_TRANSFER',
  'CAMPAIGN',
];
const MAX_FLOWS = 100;

const checkContent = (engine: Engine, content: string, type: FlowType): void => {
  const problems = flowProblems(content, type, engine.instance);
  if (problems.length === 0) return;
  throw new ServiceError('InvalidContactFlowException', 'The contact flow is not valid', {
    problems: problems.map((message) => ({ message })),
  });
};
const arnOf = (engine: Engine, flow: Flow): string => resourceArn(engine.instance, 'contact-flow', flow.id);
const checkName = (engine: Engine, name: string, self?: Flow): void => {
  if ([...engine.instance.flows.values()].some((flow) => flow !== self && flow.name === name)) {
    throw new ServiceError('DuplicateResourceException', `A flow with the name ${name} already exists`);
  }
};

const answerNumbers = ({ instance }: Engine, flow: Flow): void => {
  if (flow.type !== 'CONTACT_FLOW') return;
  for (const { number, answeredBy } of instance.seed.phoneNumbers) {
    const wanted = answeredBy !== undefined && flow.name.endsWith(answeredBy);
    if (wanted && !instance.numberFlows.has(number)) instance.numberFlows.set(number, flow.id);
  }
};

export const createContactFlow: ServiceOperation = {
  resources: (engine) => [`${engine.instance.arn}/contact-flow/*`],
  run: (engine, input) => {
    checkInstance(engine, input);
    const name = requiredText(input, 'Name', 1, 256);
    const type = optionalChoice(input, 'Type', FLOW_TYPES);
    if (type === undefined) throw invalidParameter('Type is a required parameter');
    const content = requiredText(input, 'Content', 1, Number.MAX_SAFE_INTEGER);
    const description = optionalText(input, 'Description', 0, 4_096) ?? '';
    const status = optionalChoice(input, 'Status', ['PUBLISHED', 'SAVED']) ?? 'PUBLISHED';
    checkName(engine, name);
    if (engine.instance.flows.size >= MAX_FLOWS) throw new ServiceError('LimitExceededException', 'Flows per instance');
    if (status === 'PUBLISHED') checkContent(engine, content, type);
    const flow: Flow = {
      id: randomUUID(),
      name,
      type,
      description,
      content,
      state: 'ACTIVE',
      status,
      ...(status === 'PUBLISHED' && { published: content }),
      tags: { ...textMap(input, 'Tags') },
      modifiedAt: engine.scheduler.now(),
    };
    engine.instance.flows.set(flow.id, flow);
    answerNumbers(engine, flow);
    engine.changes.instance();
    return { ContactFlowId: flow.id, ContactFlowArn: arnOf(engine, flow), FlowContentSha256: sha256(content) };
  },
};

export const describeContactFlow: ServiceOperation = {
  resources: flowResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { base, qualifier } = splitQualifier(String(input.ContactFlowId));
    const saved = qualifier === '$SAVED';
    const flow = flowIn(engine, { ...input, ContactFlowId: base });
    const shown = saved ? flow : atQualifier(flow, qualifier);
    if (shown === undefined) throw notFound('Contact flow version not found');
    if (!saved && shown.published === undefined) {
      throw new ServiceError('ContactFlowNotPublishedException', 'The contact flow has not been published');
    }
    const content = saved ? flow.content : (shown.published ?? shown.content);
    const version = flow.versions?.find((known) => String(known.version) === qualifier);
    return {
      ContactFlow: {
        Arn: arnOf(engine, flow),
        Id: flow.id,
        Name: flow.name,
        Type: flow.type,
        State: flow.state,
        Status: saved ? 'SAVED' : 'PUBLISHED',
        Description: flow.description,
        Content: content,
        Tags: flow.tags,
        FlowContentSha256: sha256(content),
        ...(version !== undefined && { Version: version.version, VersionDescription: version.description }),
        LastModifiedTime: new Date(flow.modifiedAt),
        LastModifiedRegion: engine.instance.region,
      },
    };
  },
};

/** Publishes, unless the id ends in `:$SAVED`: then the content is only kept. */
export const updateContactFlowContent: ServiceOperation = {
  resources: flowResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const saved = String(input.ContactFlowId).endsWith(':$SAVED');
    const flow = flowIn(engine, { ...input, ContactFlowId: String(input.ContactFlowId).replace(/:\$SAVED$/, '') });
    const content = requiredText(input, 'Content', 1, Number.MAX_SAFE_INTEGER);
    if (!saved) checkContent(engine, content, flow.type);
    flow.content = content;
    if (!saved) Object.assign(flow, { published: content, status: 'PUBLISHED' });
    answerNumbers(engine, flow);
    flow.modifiedAt = engine.scheduler.now();
    engine.changes.instance();
    return {};
  },
};

const rename = (engine: Engine, input: Input): Flow => {
  checkInstance(engine, input);
  const flow = flowIn(engine, input);
  const name = optionalText(input, 'Name', 1, 256) ?? flow.name;
  checkName(engine, name, flow);
  flow.name = name;
  flow.description = optionalText(input, 'Description', 0, 4_096) ?? flow.description;
  flow.modifiedAt = engine.scheduler.now();
  engine.changes.instance();
  return flow;
};

export const updateContactFlowName: ServiceOperation = {
  resources: flowResource,
  run: (engine, input) => {
    rename(engine, input);
    return {};
  },
};

export const updateContactFlowMetadata: ServiceOperation = {
  resources: flowResource,
  run: (engine, input) => {
    const state = optionalChoice(input, 'ContactFlowState', ['ACTIVE', 'ARCHIVED']);
    const flow = rename(engine, input);
    flow.state = state ?? flow.state;
    return {};
  },
};

export const deleteContactFlow: ServiceOperation = {
  resources: flowResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const flow = flowIn(engine, input);
    if ([...engine.instance.numberFlows.values()].includes(flow.id)) {
      throw new ServiceError('ResourceInUseException', 'A phone number is associated with the flow', {
        ResourceType: 'CONTACT_FLOW',
        ResourceId: flow.id,
      });
    }
    engine.instance.flows.delete(flow.id);
    engine.changes.instance();
    return {};
  },
};

export const listContactFlows: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const types = Array.isArray(input.ContactFlowTypes) ? input.ContactFlowTypes : [];
    const flows = [...engine.instance.flows.values()].filter(({ type }) => types.length === 0 || types.includes(type));
    const { items, NextToken } = pageOf(input, flows);
    return {
      ContactFlowSummaryList: items.map((flow) => ({
        Id: flow.id,
        Arn: arnOf(engine, flow),
        Name: flow.name,
        ContactFlowType: flow.type,
        ContactFlowState: flow.state,
        ContactFlowStatus: flow.published === undefined ? 'SAVED' : 'PUBLISHED',
      })),
      NextToken,
    };
  },
};
