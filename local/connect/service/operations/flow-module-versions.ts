/** Versions of modules, and the aliases that point to them. */
import { randomUUID } from 'node:crypto';
import type { Flow, ModuleAlias } from '../../instance.ts';
import { invalidParameter, notFound, ServiceError } from '../errors.ts';
import { checkInstance, type Input, optionalText, pageOf, requiredText } from '../input.ts';
import type { ServiceOperation } from '../operation.ts';
import { moduleArn, moduleIn, moduleResource } from './flow-modules.ts';
import { createVersion, deleteVersion, versionIn, versionPage } from './versions.ts';

export const createContactFlowModuleVersion: ServiceOperation = {
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { module } = moduleIn(engine, input);
    const { version } = createVersion(engine, module, input, 'FlowModuleContentSha256');
    return { ContactFlowModuleArn: `${moduleArn(engine, module)}:${version}`, Version: version };
  },
};

export const listContactFlowModuleVersions: ServiceOperation = {
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { module } = moduleIn(engine, input);
    const { summaries, NextToken } = versionPage(input, module, moduleArn(engine, module));
    return { ContactFlowModuleVersionSummaryList: summaries, NextToken };
  },
};

export const deleteContactFlowModuleVersion: ServiceOperation = {
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    deleteVersion(engine, moduleIn(engine, input).module, input.ContactFlowModuleVersion);
    return {};
  },
};

const aliasIn = (module: Flow, input: Input): ModuleAlias => {
  const id = requiredText(input, 'AliasId', 1, 500);
  const alias = module.aliases?.find((known) => known.id === id);
  if (alias === undefined) throw notFound('The alias does not exist');
  return alias;
};
/** An alias must not look like a version, or nobody could tell which of the two is meant. */
const checkAliasName = (module: Flow, name: string, self?: ModuleAlias): string => {
  if (!/^(?!\d+$)[\w-]+$/.test(name)) throw invalidParameter('The name of an alias has letters, digits, - and _');
  if (module.aliases?.some((alias) => alias !== self && alias.name === name)) {
    throw new ServiceError('DuplicateResourceException', `An alias with the name ${name} already exists`);
  }
  return name;
};

export const createContactFlowModuleAlias: ServiceOperation = {
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { module } = moduleIn(engine, input);
    const name = checkAliasName(module, requiredText(input, 'AliasName', 1, 127));
    const alias: ModuleAlias = {
      id: randomUUID(),
      name,
      description: optionalText(input, 'Description', 0, 500) ?? '',
      version: versionIn(module, input.ContactFlowModuleVersion).version,
      modifiedAt: engine.scheduler.now(),
    };
    module.aliases = [...(module.aliases ?? []), alias];
    engine.changes.instance();
    return { ContactFlowModuleArn: `${moduleArn(engine, module)}:${name}`, Id: alias.id };
  },
};

export const describeContactFlowModuleAlias: ServiceOperation = {
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { module } = moduleIn(engine, input);
    const { id, name, description, version, modifiedAt } = aliasIn(module, input);
    return {
      ContactFlowModuleAlias: {
        ContactFlowModuleId: module.id,
        ContactFlowModuleArn: `${moduleArn(engine, module)}:${name}`,
        AliasId: id,
        Version: version,
        Name: name,
        Description: description,
        LastModifiedRegion: engine.instance.region,
        LastModifiedTime: new Date(modifiedAt),
      },
    };
  },
};

export const updateContactFlowModuleAlias: ServiceOperation = {
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { module } = moduleIn(engine, input);
    const alias = aliasIn(module, input);
    const name = checkAliasName(module, optionalText(input, 'Name', 1, 127) ?? alias.name, alias);
    const description = optionalText(input, 'Description', 0, 500) ?? alias.description;
    const { version } = versionIn(module, input.ContactFlowModuleVersion ?? alias.version);
    Object.assign(alias, { name, description, version, modifiedAt: engine.scheduler.now() });
    engine.changes.instance();
    return {};
  },
};

export const deleteContactFlowModuleAlias: ServiceOperation = {
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { module } = moduleIn(engine, input);
    const alias = aliasIn(module, input);
    module.aliases = (module.aliases ?? []).filter((known) => known !== alias);
    engine.changes.instance();
    return {};
  },
};

export const listContactFlowModuleAliases: ServiceOperation = {
  resources: moduleResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { module } = moduleIn(engine, input);
    const { items, NextToken } = pageOf(input, module.aliases ?? []);
    return {
      ContactFlowModuleAliasSummaryList: items.map(({ id, name, description, version, modifiedAt }) => ({
        Arn: `${moduleArn(engine, module)}:${name}`,
        AliasId: id,
        Version: version,
        AliasName: name,
        AliasDescription: description,
        LastModifiedTime: new Date(modifiedAt),
      })),
      NextToken,
    };
  },
};
