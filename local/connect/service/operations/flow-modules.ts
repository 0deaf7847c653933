/** Flow modules: like flows, but without a type, and run by InvokeFlowModule only. */
import { createHash, randomUUID } from 'node:crypto';
import type { Engine } from '../../engine.ts';
import { flowProblems } from '../../flow/validate.ts';
import { type Flow, findModule, resourceArn } from '../../instance.ts';
import { notFound, ServiceError } from '../errors.ts';
import { checkInstance, type Input, optionalChoice, optionalText, pageOf, requiredText, textMap } from '../input.ts';
import { instanceResource, namedResource, type ServiceOperation } from '../operation.ts';

/** Quota "Modules per instance". */
const MAX_MODULES = 200;
const SAVED = /:\$SAVED$/;
const moduleResource = namedResource('flow-module', 'ContactFlowModuleId');
const arnOf = (engine: Engine, module: Flow): string => resourceArn(engine.instance, 'flow-module', module.id);

const moduleIn = (engine: Engine, input: Input): { module: Flow; saved: boolean } => {
  const id = requiredText(input, 'ContactFlowModuleId', 1, 500);
  const module = findModule(engine.instance, id.replace(SAVED, ''));
  if (module === undefined) throw notFound('Contact flow module not found');
  return { module, saved: SAVED.test(id) };
};

const checkContent = (engine: Engine, content: string): void => {
  const problems = flowProblems(content, 'MODULE', engine.instance);
  if (problems.length === 0) return;
  throw new ServiceError('InvalidContactFlowModuleException', 'The contact flow module is not valid', {
    Problems: problems.map((message) => ({ message })),
  });
};

const checkName = (engine: Engine, name: string, self?: Flow): void => {
  if ([...engine.instance.modules.values()].some((module) => module !== self && module.name === name)) {
    throw new ServiceError('DuplicateResourceException', `A module with the name ${name} already exists`);
  }
};

export const createContactFlowModule: ServiceOperation = {
  partial: 'no Settings, no external invocation',
  resources: (engine) => [`${engine.instance.arn}/flow-module/*`],
  run: (engine, input) => {
    checkInstance(engine, input);
    const name = requiredText(input, 'Name', 1, 127);
    const content = requiredText(input, 'Content', 1, Number.MAX_SAFE_INTEGER);
    const description = optionalText(input, 'Description', 0, 500) ?? '';
    checkName(engine, name);
    if (engine.instance.modules.size >= MAX_MODULES) {
      throw new ServiceError('LimitExceededException', 'Modules per instance');
    }
    checkContent(engine, content);
    const module: Flow = {
      id: randomUUID(),
      name,
      type: 'MODULE',
      description,
      content,
      published: content,
      state: 'ACTIVE',
      status: 'PUBLISHED',
      tags: { ...textMap(input, 'Tags') },
      modifiedAt: engine.scheduler.now(),
    };
    engine.instance.modules.set(module.id, module);
    engine.changes.instance();
    return { Id: module.id, Arn: arnOf(engine, module) };
  },
};

export const describeContactFlowModule: ServiceOperation = {
  partial: 'no versions',
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { module, saved } = moduleIn(engine, input);
    const content = saved ? module.content : (module.published ?? module.content);
    return {
      ContactFlowModule: {
        Arn: arnOf(engine, module),
        Id: module.id,
        Name: module.name,
        Description: module.description,
        Content: content,
        State: module.state,
        Status: saved ? 'SAVED' : 'PUBLISHED',
        Tags: module.tags,
        FlowModuleContentSha256: createHash('sha256').update(content).digest('hex'),
      },
    };
  },
};

/** Publishes, unless the id ends in `:$SAVED`: then the content is only kept. */
export const updateContactFlowModuleContent: ServiceOperation = {
  partial: 'no Settings',
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { module, saved } = moduleIn(engine, input);
    const content = requiredText(input, 'Content', 1, Number.MAX_SAFE_INTEGER);
    if (!saved) checkContent(engine, content);
    module.content = content;
    if (!saved) module.published = content;
    module.modifiedAt = engine.scheduler.now();
    engine.changes.instance();
    return {};
  },
};

export const updateContactFlowModuleMetadata: ServiceOperation = {
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { module } = moduleIn(engine, input);
    const state = optionalChoice(input, 'State', ['ACTIVE', 'ARCHIVED']);
    const name = optionalText(input, 'Name', 1, 127) ?? module.name;
    checkName(engine, name, module);
    module.name = name;
    module.description = optionalText(input, 'Description', 0, 500) ?? module.description;
    module.state = state ?? module.state;
    engine.changes.instance();
    return {};
  },
};

export const deleteContactFlowModule: ServiceOperation = {
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    engine.instance.modules.delete(moduleIn(engine, input).module.id);
    engine.changes.instance();
    return {};
  },
};

export const listContactFlowModules: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const state = optionalChoice(input, 'ContactFlowModuleState', ['ACTIVE', 'ARCHIVED']);
    const modules = [...engine.instance.modules.values()].filter(
      (module) => state === undefined || module.state === state,
    );
    const { items, NextToken } = pageOf(input, modules);
    return {
      ContactFlowModulesSummaryList: items.map((module) => ({
        Id: module.id,
        Arn: arnOf(engine, module),
        Name: module.name,
        State: module.state,
      })),
      NextToken,
    };
  },
};
