/** Flow modules: like flows, but without a type, and run by InvokeFlowModule only. */
import { randomUUID } from 'node:crypto';
import type { Engine } from '../../engine.ts';
import { isRecord, MAX_FLOW_CONTENT, parseJson } from '../../flow/language.ts';
import { settingsProblem } from '../../flow/module-contract.ts';
import { flowProblems } from '../../flow/validate.ts';
import { atQualifier, findModule, splitQualifier } from '../../flow/versions.ts';
import { type Flow, resourceArn } from '../../instance.ts';
import { invalidParameter, invalidRequest, notFound, ServiceError } from '../errors.ts';
import { checkInstance, type Input, optionalChoice, optionalText, pageOf, requiredText, textMap } from '../input.ts';
import { instanceResource, namedResource, type ServiceOperation } from '../operation.ts';
import { sha256 } from './versions.ts';

/** Quota "Modules per instance". */
const MAX_MODULES = 200;
const SAVED = /:\$SAVED$/;
export const moduleResource = namedResource('flow-module', 'ContactFlowModuleId');
export const moduleArn = (engine: Engine, module: Flow): string =>
  resourceArn(engine.instance, 'flow-module', module.id);

export const moduleIn = (engine: Engine, input: Input): { module: Flow; saved: boolean; qualifier?: string } => {
  const id = requiredText(input, 'ContactFlowModuleId', 1, 500);
  const module = findModule(engine.instance, id);
  if (module === undefined) throw notFound('Contact flow module not found');
  return { module, saved: SAVED.test(id), ...splitQualifier(id) };
};

/** "JSON field is missing or null for field name: settings" is the first thing that the service says (measured, FAC). */
const checkContent = (engine: Engine, content: string, settings: string | undefined): void => {
  const document = parseJson(content);
  if (isRecord(document) && !isRecord(document.Settings)) {
    throw invalidRequest('JSON field is missing or null for field name: settings');
  }
  const problems = flowProblems(content, 'MODULE', engine.instance, settings);
  if (problems.length === 0) return;
  throw new ServiceError('InvalidContactFlowModuleException', 'The contact flow module is not valid', {
    Problems: problems.map((message) => ({ message })),
  });
};

const settingsIn = (input: Input): string | undefined => {
  const settings = optionalText(input, 'Settings', 1, MAX_FLOW_CONTENT);
  const problem = settings === undefined ? undefined : settingsProblem(settings);
  if (problem !== undefined) throw invalidParameter(problem);
  return settings;
};

const checkName = (engine: Engine, name: string, self?: Flow): void => {
  if ([...engine.instance.modules.values()].some((module) => module !== self && module.name === name)) {
    throw new ServiceError('DuplicateResourceException', `A module with the name ${name} already exists`);
  }
};

export const createContactFlowModule: ServiceOperation = {
  partial: 'what ExternalInvocationConfiguration allows, AI agents, does not exist here',
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
    const settings = settingsIn(input);
    checkContent(engine, content, settings);
    const { Enabled } = isRecord(input.ExternalInvocationConfiguration) ? input.ExternalInvocationConfiguration : {};
    const module: Flow = {
      id: randomUUID(),
      name,
      type: 'MODULE',
      description,
      content,
      published: content,
      ...(settings !== undefined && { settings }),
      ...(Enabled === true && { externalInvocation: true }),
      state: 'ACTIVE',
      status: 'PUBLISHED',
      tags: { ...textMap(input, 'Tags') },
      modifiedAt: engine.scheduler.now(),
    };
    engine.instance.modules.set(module.id, module);
    engine.changes.instance();
    return { Id: module.id, Arn: moduleArn(engine, module) };
  },
};

export const describeContactFlowModule: ServiceOperation = {
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { module, saved, qualifier } = moduleIn(engine, input);
    const shown = saved ? { ...module, published: module.content } : atQualifier(module, qualifier);
    if (shown === undefined) throw notFound('Contact flow module version not found');
    const content = shown.published ?? shown.content;
    const version = module.versions?.find((known) => known.content === content && String(known.version) === qualifier);
    return {
      ContactFlowModule: {
        Arn: moduleArn(engine, module),
        Id: module.id,
        Name: module.name,
        Description: module.description,
        Content: content,
        State: module.state,
        Status: saved ? 'SAVED' : 'PUBLISHED',
        Tags: module.tags,
        FlowModuleContentSha256: sha256(content),
        Settings: shown.settings ?? '{}',
        ...(version !== undefined && { Version: version.version, VersionDescription: version.description }),
        ...(module.externalInvocation !== undefined && {
          ExternalInvocationConfiguration: { Enabled: module.externalInvocation },
        }),
      },
    };
  },
};

/** Publishes, unless the id ends in `:$SAVED`: then the content is only kept. Settings go with what is published. */
export const updateContactFlowModuleContent: ServiceOperation = {
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { module, saved } = moduleIn(engine, input);
    const content = optionalText(input, 'Content', 1, Number.MAX_SAFE_INTEGER) ?? module.content;
    const settings = settingsIn(input) ?? module.settings;
    if (!saved) checkContent(engine, content, settings);
    module.content = content;
    if (!saved) Object.assign(module, { published: content, ...(settings !== undefined && { settings }) });
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
        Arn: moduleArn(engine, module),
        Name: module.name,
        State: module.state,
      })),
      NextToken,
    };
  },
};
