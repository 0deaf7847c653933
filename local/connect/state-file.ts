/** What survives a restart, in `<dataFolder>/connect.json`. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addUser } from './agents/add-user.ts';
import { removeUser } from './agents/remove-user.ts';
import type { Contact } from './contacts/contact.ts';
import { complete, disconnect } from './contacts/disconnect.ts';
import type { Engine } from './engine.ts';
import type { HoursOfOperation } from './hours-of-operation.ts';
import {
  type Flow,
  findQueue,
  findUser,
  type HierarchyGroup,
  type IntegrationAssociation,
  type Queue,
  type QuickConnect,
  type StorageAssociation,
  type User,
} from './instance.ts';
import type { PredefinedAttribute } from './predefined-attributes.ts';
import { notRecorded } from './recordings/recording.ts';
import type { RoutingProfile } from './routing-profile.ts';
import type { PhoneBehavior } from './telephony/phones.ts';

/** Ended contacts that are kept; the cloud keeps them for 24 months. */
const KEPT_CONTACTS = 500;
const WRITE_DELAY_MS = 250;
const FORMAT = 1;

type StoredContact = Omit<Contact, 'queue' | 'targetQueue'> & { readonly queueArn?: string };

interface StoredState {
  readonly format: typeof FORMAT;
  readonly instanceId: string;
  readonly flows: readonly Flow[];
  /** Absent in files of earlier versions, as what follows. */
  readonly modules?: readonly Flow[];
  readonly hours?: readonly HoursOfOperation[];
  readonly routingProfiles?: readonly RoutingProfile[];
  readonly users?: readonly User[];
  readonly deleted?: readonly string[];
  readonly quickConnects?: readonly QuickConnect[];
  readonly attributes?: readonly (readonly [string, boolean])[];
  readonly predefinedAttributes?: readonly PredefinedAttribute[];
  readonly hierarchyGroups?: readonly HierarchyGroup[];
  readonly queues?: readonly Queue[];
  readonly storage?: readonly StorageAssociation[];
  readonly associations: readonly IntegrationAssociation[];
  readonly approvedOrigins: readonly string[];
  readonly numberFlows: readonly (readonly [string, string])[];
  readonly outboundFlows: readonly (readonly [string, string])[];
  readonly agents: readonly { username: string; statusArn: string; softphoneEnabled: boolean; autoAccept: boolean }[];
  readonly phones: readonly { number: string; behavior: PhoneBehavior; afterMs: number }[];
  readonly contacts: readonly StoredContact[];
  readonly clientTokens: readonly (readonly [string, { contactId: string; at: number }])[];
}

const store = (engine: Engine): StoredState => {
  const { instance } = engine;
  const contacts = [...engine.contacts.values()].toSorted((one, other) => one.initiatedAt - other.initiatedAt);
  return {
    format: FORMAT,
    instanceId: instance.id,
    flows: [...instance.flows.values()],
    modules: [...instance.modules.values()],
    hours: [...instance.hours.values()],
    routingProfiles: [...instance.routingProfiles.values()],
    users: instance.users,
    deleted: [...instance.deleted],
    quickConnects: [...instance.quickConnects.values()],
    attributes: [...instance.attributes],
    predefinedAttributes: [...instance.predefinedAttributes.values()],
    hierarchyGroups: [...instance.hierarchyGroups.values()],
    queues: instance.queues.filter(({ type }) => type === 'STANDARD'),
    storage: [...instance.storage.values()],
    associations: [...instance.associations.values()],
    approvedOrigins: [...instance.approvedOrigins],
    numberFlows: [...instance.numberFlows],
    outboundFlows: instance.queues.flatMap(({ arn, outboundFlowId }): [string, string][] =>
      outboundFlowId === undefined ? [] : [[arn, outboundFlowId]],
    ),
    agents: [...engine.agents.values()].map(({ user, status, softphoneEnabled, autoAccept }) => ({
      username: user.username,
      statusArn: status.agentStateARN,
      softphoneEnabled,
      autoAccept,
    })),
    phones: engine.phones.list().map(({ number, behavior, afterMs }) => ({ number, behavior, afterMs })),
    contacts: contacts.slice(-KEPT_CONTACTS).map(({ queue, targetQueue: _, ...contact }) => ({
      ...contact,
      ...(queue !== undefined && { queueArn: queue.arn }),
    })),
    clientTokens: [...engine.clientTokens],
  };
};

/** What the seed has and somebody deleted. */
const forget = (engine: Engine, id: string): void => {
  const { instance } = engine;
  const user = findUser(instance, id);
  if (user !== undefined) removeUser(engine, user);
  const queue = instance.queues.findIndex((known) => known.type === 'STANDARD' && known.id === id);
  if (queue >= 0) instance.queues.splice(queue, 1);
  instance.routingProfiles.delete(id);
  instance.hours.delete(id);
  instance.deleted.add(id);
};

const load = (engine: Engine, state: StoredState): void => {
  const { instance } = engine;
  for (const flow of state.flows) instance.flows.set(flow.id, flow);
  for (const module of state.modules ?? []) instance.modules.set(module.id, module);
  for (const hours of state.hours ?? []) instance.hours.set(hours.id, hours);
  for (const profile of state.routingProfiles ?? []) instance.routingProfiles.set(profile.id, profile);
  for (const queue of state.queues ?? []) {
    const known = findQueue(instance, queue.arn);
    if (known === undefined) instance.queues.push(queue);
    else Object.assign(known, queue);
  }
  for (const { password, ...stored } of state.users ?? []) {
    const user = {
      ...stored,
      proficiencies: stored.proficiencies ?? [],
      securityProfileIds: stored.securityProfileIds ?? [],
    };
    const known = findUser(instance, user.id);
    if (known === undefined) addUser(engine, { ...user, ...(password !== undefined && { password }) });
    // The password of a user of the seed is the seed's.
    else Object.assign(known, user);
  }
  if (state.quickConnects !== undefined) instance.quickConnects.clear();
  for (const quickConnect of state.quickConnects ?? []) instance.quickConnects.set(quickConnect.id, quickConnect);
  for (const [name, value] of state.attributes ?? []) instance.attributes.set(name, value);
  for (const id of state.deleted ?? []) forget(engine, id);
  for (const attribute of state.predefinedAttributes ?? [])
    instance.predefinedAttributes.set(attribute.name, attribute);
  for (const group of state.hierarchyGroups ?? []) instance.hierarchyGroups.set(group.id, group);
  if (state.storage !== undefined) {
    instance.storage.clear();
    for (const association of state.storage) instance.storage.set(association.resourceType, association);
  }
  for (const association of state.associations) instance.associations.set(association.id, association);
  for (const origin of state.approvedOrigins) instance.approvedOrigins.add(origin);
  for (const [number, flowId] of state.numberFlows) instance.numberFlows.set(number, flowId);
  for (const [arn, flowId] of state.outboundFlows) {
    const queue = findQueue(instance, arn);
    if (queue !== undefined) queue.outboundFlowId = flowId;
  }
  for (const { username, statusArn, softphoneEnabled, autoAccept } of state.agents) {
    const agent = engine.agents.get(username);
    const status = instance.statuses.find(({ agentStateARN }) => agentStateARN === statusArn);
    if (agent !== undefined && status !== undefined) Object.assign(agent, { status, softphoneEnabled, autoAccept });
  }
  for (const { number, behavior, afterMs } of state.phones) engine.phones.setBehavior(number, behavior, afterMs);
  for (const [token, entry] of state.clientTokens) engine.clientTokens.set(token, entry);
  for (const { queueArn, ...contact } of state.contacts) {
    const queue = queueArn === undefined ? undefined : findQueue(instance, queueArn);
    engine.contacts.set(contact.id, {
      ...contact,
      channel: contact.channel ?? 'VOICE',
      routingCriteria: contact.routingCriteria ?? [],
      // Earlier versions only knew whether.
      recording: typeof contact.recording === 'object' ? contact.recording : notRecorded(),
      keys: contact.keys ?? [],
      holdPeriods: contact.holdPeriods ?? [],
      ...(queue !== undefined && { queue }),
    });
  }
};

/** A stop ends the lines: what was in progress is ended with its events, so that nobody waits for ever. */
const endInterrupted = (engine: Engine): void => {
  for (const contact of engine.contacts.values()) {
    if (contact.state === 'completed') continue;
    if (contact.state === 'after_call_work') {
      contact.afterWorkEndedAt = engine.scheduler.now();
      complete(engine, contact);
    } else disconnect(engine, contact, 'SYSTEM_ERROR');
  }
};

export interface StateFile {
  /** Writes what has changed, at once. */
  flush(): Promise<void>;
}

/** Loads what was kept, then keeps what changes: debounced, and by atomic rename. */
export const openStateFile = async (engine: Engine, folder: string): Promise<StateFile> => {
  const path = join(folder, 'connect.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) {
    const state: StoredState = JSON.parse(text);
    if (state.format === FORMAT && state.instanceId === engine.instance.id) load(engine, state);
  }
  let dirty = false;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(async () => {
      if (!dirty) return;
      dirty = false;
      const temporary = `${path}.${process.pid}.new`;
      await writeFile(temporary, JSON.stringify(store(engine)), { mode: 0o600 });
      await rename(temporary, path);
    });
    return writing;
  };
  const mark = () => {
    dirty = true;
    timer ??= setTimeout(() => void write(), WRITE_DELAY_MS);
  };
  for (const kind of ['contact', 'phone', 'agent', 'instance'] as const) engine.changes.on(kind, mark);
  endInterrupted(engine);
  return {
    flush: () => {
      dirty = true;
      return write();
    },
  };
};
