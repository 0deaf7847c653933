/** The quick connects that the agents of a queue see. */
import { idOf } from '../../instance.ts';
import { invalidParameter, invalidRequest, notFound } from '../errors.ts';
import { checkInstance, type Input, pageOf } from '../input.ts';
import { queueResource, type ServiceOperation } from '../operation.ts';
import { queueIn } from './queues.ts';
import { changed, summary } from './quick-connects.ts';

/** API reference, CreateQueue and AssociateQueueQuickConnects: "Maximum number of 50 items" in one request. */
const MAX_GIVEN = 50;

const idsIn = (input: Input): readonly string[] => {
  const ids = Array.isArray(input.QuickConnectIds) ? input.QuickConnectIds.map((id) => idOf(String(id))) : [];
  if (ids.length < 1 || ids.length > MAX_GIVEN)
    throw invalidParameter(`QuickConnectIds must have 1 to ${MAX_GIVEN} members`);
  return ids;
};

const associateQueueQuickConnects: ServiceOperation = {
  resources: queueResource,
  run: (engine, input) => {
    const ids = idsIn(input);
    checkInstance(engine, input);
    const queue = queueIn(engine, input);
    if (queue.type !== 'STANDARD') throw invalidRequest('An agent queue has no quick connects');
    if (!ids.every((id) => engine.instance.quickConnects.has(id))) throw notFound('Quick connect not found');
    const all = new Set([...(queue.quickConnectIds ?? []), ...ids]);
    queue.quickConnectIds = [...all];
    return changed(engine);
  },
};

const disassociateQueueQuickConnects: ServiceOperation = {
  resources: queueResource,
  run: (engine, input) => {
    const ids = idsIn(input);
    checkInstance(engine, input);
    const queue = queueIn(engine, input);
    queue.quickConnectIds = (queue.quickConnectIds ?? []).filter((id) => !ids.includes(id));
    return changed(engine);
  },
};

const listQueueQuickConnects: ServiceOperation = {
  resources: queueResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const all = (queueIn(engine, input).quickConnectIds ?? []).flatMap((id) => {
      const known = engine.instance.quickConnects.get(id);
      return known === undefined ? [] : [summary(engine, known)];
    });
    const { items, NextToken } = pageOf(input, all);
    return { QuickConnectSummaryList: items, NextToken };
  },
};

export const QUEUE_QUICK_CONNECT_OPERATIONS = {
  AssociateQueueQuickConnects: associateQueueQuickConnects,
  DisassociateQueueQuickConnects: disassociateQueueQuickConnects,
  ListQueueQuickConnects: listQueueQuickConnects,
};
