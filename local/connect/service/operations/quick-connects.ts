/** Destinations with a name. */
import { randomUUID } from 'node:crypto';
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import {
  findFlow,
  findQueue,
  findUser,
  idOf,
  type QuickConnect,
  type QuickConnectConfig,
  resourceArn,
} from '../../instance.ts';
import { E164 } from '../../telephony/e164.ts';
import { invalidParameter, notFound, ServiceError } from '../errors.ts';
import { checkInstance, type Input, optionalText, pageOf, requiredText, textMap } from '../input.ts';
import { instanceResource, namedResource, type ServiceOperation } from '../operation.ts';
import { searchOperation } from '../search.ts';

/** Quota "Quick connects per instance". */
const MAX_QUICK_CONNECTS = 100;
const quickConnectResource = namedResource('transfer-destination', 'QuickConnectId');

const quickConnectIn = (engine: Engine, input: Input): QuickConnect => {
  const known = engine.instance.quickConnects.get(idOf(requiredText(input, 'QuickConnectId', 1, 500)));
  if (known === undefined) throw notFound('Quick connect not found');
  return known;
};

const flowIdIn = (engine: Engine, config: Record<string, unknown>): string => {
  const flow = findFlow(engine.instance, requiredText(config, 'ContactFlowId', 1, 500));
  if (flow === undefined) throw notFound('Contact flow not found');
  return flow.id;
};

const configIn = (engine: Engine, input: Input): QuickConnectConfig => {
  if (!isRecord(input.QuickConnectConfig)) throw invalidParameter('QuickConnectConfig is a required parameter');
  const { QuickConnectType, PhoneConfig, UserConfig, QueueConfig } = input.QuickConnectConfig;
  if (QuickConnectType === 'PHONE_NUMBER' && isRecord(PhoneConfig)) {
    const phoneNumber = requiredText(PhoneConfig, 'PhoneNumber', 1, 50);
    if (!E164.test(phoneNumber)) throw invalidParameter('PhoneNumber must be in E.164 format');
    return { type: QuickConnectType, phoneNumber };
  }
  if (QuickConnectType === 'USER' && isRecord(UserConfig)) {
    const user = findUser(engine.instance, requiredText(UserConfig, 'UserId', 1, 256));
    if (user === undefined) throw notFound('User not found');
    return { type: QuickConnectType, userId: user.id, flowId: flowIdIn(engine, UserConfig) };
  }
  if (QuickConnectType === 'QUEUE' && isRecord(QueueConfig)) {
    const queue = findQueue(engine.instance, requiredText(QueueConfig, 'QueueId', 1, 256));
    if (queue === undefined) throw notFound('Queue not found');
    return { type: QuickConnectType, queueId: queue.id, flowId: flowIdIn(engine, QueueConfig) };
  }
  throw invalidParameter('QuickConnectConfig must have the configuration of its QuickConnectType');
};

const shownConfig = (config: QuickConnectConfig): object => {
  switch (config.type) {
    case 'PHONE_NUMBER':
      return { QuickConnectType: config.type, PhoneConfig: { PhoneNumber: config.phoneNumber } };
    case 'USER':
      return { QuickConnectType: config.type, UserConfig: { UserId: config.userId, ContactFlowId: config.flowId } };
    case 'QUEUE':
      return { QuickConnectType: config.type, QueueConfig: { QueueId: config.queueId, ContactFlowId: config.flowId } };
  }
};

const arnOf = (engine: Engine, { id }: QuickConnect): string =>
  resourceArn(engine.instance, 'transfer-destination', id);

const shown = (engine: Engine, quickConnect: QuickConnect) => ({
  QuickConnectARN: arnOf(engine, quickConnect),
  QuickConnectId: quickConnect.id,
  Name: quickConnect.name,
  Description: quickConnect.description,
  QuickConnectConfig: shownConfig(quickConnect.config),
  Tags: quickConnect.tags ?? {},
});

export const summary = (engine: Engine, quickConnect: QuickConnect) => ({
  Id: quickConnect.id,
  Arn: arnOf(engine, quickConnect),
  Name: quickConnect.name,
  QuickConnectType: quickConnect.config.type,
});

/** Agents see another list of destinations. */
export const changed = (engine: Engine): object => {
  engine.changes.instance();
  for (const { username } of engine.instance.users) engine.changes.agent(username);
  return {};
};

const checkName = (engine: Engine, name: string, self?: QuickConnect): void => {
  if ([...engine.instance.quickConnects.values()].some((known) => known !== self && known.name === name)) {
    throw new ServiceError('DuplicateResourceException', `A quick connect with the name ${name} already exists`);
  }
};

const createQuickConnect: ServiceOperation = {
  partial: 'no FLOW quick connects',
  resources: (engine) => [`${engine.instance.arn}/transfer-destination/*`],
  run: (engine, input) => {
    checkInstance(engine, input);
    const name = requiredText(input, 'Name', 1, 127);
    const description = optionalText(input, 'Description', 0, 250);
    const config = configIn(engine, input);
    checkName(engine, name);
    const { quickConnects } = engine.instance;
    if (quickConnects.size >= MAX_QUICK_CONNECTS) {
      throw new ServiceError('LimitExceededException', 'Quick connects per instance');
    }
    const quickConnect: QuickConnect = {
      id: randomUUID(),
      name,
      config,
      ...(description !== undefined && { description }),
      tags: { ...textMap(input, 'Tags') },
    };
    quickConnects.set(quickConnect.id, quickConnect);
    changed(engine);
    return { QuickConnectARN: arnOf(engine, quickConnect), QuickConnectId: quickConnect.id };
  },
};

const describeQuickConnect: ServiceOperation = {
  resources: quickConnectResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    return { QuickConnect: shown(engine, quickConnectIn(engine, input)) };
  },
};

const listQuickConnects: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const types = Array.isArray(input.QuickConnectTypes) ? input.QuickConnectTypes : [];
    const all = [...engine.instance.quickConnects.values()].filter(
      ({ config }) => types.length === 0 || types.includes(config.type),
    );
    const { items, NextToken } = pageOf(input, all);
    return { QuickConnectSummaryList: items.map((quickConnect) => summary(engine, quickConnect)), NextToken };
  },
};

const updateQuickConnectName: ServiceOperation = {
  resources: quickConnectResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const quickConnect = quickConnectIn(engine, input);
    const name = optionalText(input, 'Name', 1, 127) ?? quickConnect.name;
    const description = optionalText(input, 'Description', 0, 250) ?? quickConnect.description;
    checkName(engine, name, quickConnect);
    Object.assign(quickConnect, { name, ...(description !== undefined && { description }) });
    return changed(engine);
  },
};

const updateQuickConnectConfig: ServiceOperation = {
  resources: quickConnectResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    quickConnectIn(engine, input).config = configIn(engine, input);
    return changed(engine);
  },
};

const deleteQuickConnect: ServiceOperation = {
  resources: quickConnectResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { id } = quickConnectIn(engine, input);
    engine.instance.quickConnects.delete(id);
    for (const queue of engine.instance.queues) {
      if (queue.quickConnectIds !== undefined)
        queue.quickConnectIds = queue.quickConnectIds.filter((own) => own !== id);
    }
    return changed(engine);
  },
};

const searchQuickConnects = searchOperation<QuickConnect>({
  member: 'QuickConnects',
  of: ({ instance }) => [...instance.quickConnects.values()],
  show: shown,
  fields: { name: ({ name }) => name, description: ({ description }) => description, resourceID: ({ id }) => id },
  tags: ({ tags }) => tags ?? {},
});

export const QUICK_CONNECT_OPERATIONS = {
  CreateQuickConnect: createQuickConnect,
  DescribeQuickConnect: describeQuickConnect,
  ListQuickConnects: listQuickConnects,
  UpdateQuickConnectName: updateQuickConnectName,
  UpdateQuickConnectConfig: updateQuickConnectConfig,
  DeleteQuickConnect: deleteQuickConnect,
  SearchQuickConnects: searchQuickConnects,
};
