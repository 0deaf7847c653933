/** The instance that test cases run against: `instance.json` beside them. */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as v from 'valibot';
import type { FlowType, InstanceSeed, Named } from '../instance.ts';
import { phoneNumberArn, resourceArn } from '../instance.ts';

const FLOW_TYPES = [
  'CONTACT_FLOW',
  'CUSTOMER_QUEUE',
  'CUSTOMER_HOLD',
  'CUSTOMER_WHISPER',
  'AGENT_HOLD',
  'AGENT_WHISPER',
  'OUTBOUND_WHISPER',
  'AGENT_TRANSFER',
  'QUEUE_TRANSFER',
] as const satisfies readonly FlowType[];

const instanceFile = v.strictObject({
  queues: v.pipe(v.array(v.string()), v.minLength(1)),
  prompts: v.optional(v.array(v.string()), []),
  /** Name to whether they are open all the time or never. */
  hoursOfOperation: v.optional(v.record(v.string(), v.picklist(['open', 'closed'])), { 'Always open': 'open' }),
  /** User name to full name. */
  agents: v.optional(v.record(v.string(), v.string()), {}),
  /** Number to the flow that answers it. */
  phoneNumbers: v.optional(v.record(v.string(), v.string()), {}),
  /** Name of a Lambda function to what it answers when no test overrides it. */
  functions: v.optional(v.record(v.string(), v.unknown()), {}),
  /** Folder of the flows, from this file. */
  folder: v.string(),
  /** File name without `.json` to the type, in the order in which they are published: what is referred to comes first. */
  flows: v.record(v.string(), v.picklist(FLOW_TYPES)),
  /** File name of a module without `.json` to its Settings; they are published before the flows, in this order. */
  modules: v.optional(v.record(v.string(), v.record(v.string(), v.unknown())), {}),
  /** What `${Token}` in flows and test cases stands for: `queue/…`, `prompt/…`, `hours/…`, `function/…`, `flow/…`, `module/…`. */
  tokens: v.optional(v.record(v.string(), v.string()), {}),
});

export interface TestInstance {
  readonly seed: InstanceSeed;
  readonly flows: readonly { readonly name: string; readonly type: FlowType; readonly content: string }[];
  readonly modules: readonly { readonly name: string; readonly settings: string; readonly content: string }[];
  /** ARN to answer. */
  readonly functions: ReadonlyMap<string, unknown>;
  readonly numberFlows: ReadonlyMap<string, string>;
  /** Names of the hours that never open. */
  readonly closed: readonly string[];
  /** Replaces the tokens; throws for one that has no meaning. */
  fill(text: string): string;
  /** Puts what a token stands for back to its name, for people. */
  unfill(text: string): string;
}

export const PLACE = {
  instanceId: '7e570000-0000-4000-8000-000000000000',
  region: 'us-east-1',
  accountId: '111122223333',
} as const;
const HOME = { arn: `arn:aws:connect:${PLACE.region}:${PLACE.accountId}:instance/${PLACE.instanceId}`, ...PLACE };

/** Ids that are the same on every run, so that two reports can be compared. */
const idFor = (kind: number, index: number): string =>
  `7e57000${kind}-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
const named = (kind: number, names: readonly string[]): Named[] =>
  names.map((name, index) => ({ id: idFor(kind, index), name }));
export const flowIdOf = (name: string): string => `flow-${name}`;

const functionArn = (name: string): string => `arn:aws:lambda:${PLACE.region}:${PLACE.accountId}:function:${name}`;

export const readInstanceFile = async (path: string): Promise<TestInstance> => {
  const parsed = v.safeParse(instanceFile, JSON.parse(await readFile(path, 'utf8')));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new Error(`${path}: ${v.getDotPath(issue) ?? 'the document'}: ${issue.message}`);
  }
  const file = parsed.output;
  const seed: InstanceSeed = {
    alias: 'flow-tests',
    queues: named(1, file.queues),
    prompts: named(2, file.prompts),
    hoursOfOperation: named(3, Object.keys(file.hoursOfOperation)),
    routingProfile: { id: idFor(4, 0), name: 'Agents' },
    users: Object.entries(file.agents).map(([username, name], index) => ({ id: idFor(5, index), username, name })),
    phoneNumbers: Object.keys(file.phoneNumbers).map((number, index) => ({
      id: idFor(6, index),
      number,
      description: '',
    })),
    quickConnects: [],
  };
  const arnOf = (meaning: string): string | undefined => {
    const [, kind = '', name = ''] = /^([a-z]+)\/(.+)$/.exec(meaning) ?? [];
    const found = (list: readonly Named[]) => list.find((entry) => entry.name === name)?.id;
    const inInstance = (resource: 'queue' | 'prompt' | 'operating-hours', id: string | undefined) =>
      id === undefined ? undefined : resourceArn(HOME, resource, id);
    switch (kind) {
      case 'queue':
        return inInstance('queue', found(seed.queues));
      case 'prompt':
        return inInstance('prompt', found(seed.prompts));
      case 'hours':
        return inInstance('operating-hours', found(seed.hoursOfOperation));
      case 'agentqueue': {
        const user = seed.users.find(({ username }) => username === name);
        return user === undefined ? undefined : `${HOME.arn}/queue/agent/${user.id}`;
      }
      case 'function':
        return Object.hasOwn(file.functions, name) ? functionArn(name) : undefined;
      case 'flow':
        return Object.hasOwn(file.flows, name) ? resourceArn(HOME, 'contact-flow', flowIdOf(name)) : undefined;
      case 'module':
        return Object.hasOwn(file.modules, name) ? resourceArn(HOME, 'flow-module', flowIdOf(name)) : undefined;
      case 'number': {
        const number = seed.phoneNumbers.find((candidate) => candidate.number === name);
        return number === undefined ? undefined : phoneNumberArn(HOME, number.id);
      }
      default:
        return undefined;
    }
  };
  const tokens = new Map(
    Object.entries(file.tokens).map(([token, meaning]) => {
      const arn = arnOf(meaning);
      if (arn === undefined) throw new Error(`${path}: the token ${token} stands for ${meaning}, which does not exist`);
      return [token, arn];
    }),
  );
  const fill = (text: string): string =>
    text.replaceAll(/\$\{(\w+)\}/g, (_, token: string) => {
      const arn = tokens.get(token);
      if (arn === undefined) throw new Error(`the token ${token} has no meaning in ${path}`);
      return arn;
    });
  const folder = resolve(dirname(path), file.folder);
  const contentOf = async (name: string): Promise<string> => fill(await readFile(join(folder, `${name}.json`), 'utf8'));
  const flows = Object.entries(file.flows).map(async ([name, type]) => ({
    name,
    type,
    content: await contentOf(name),
  }));
  const modules = Object.entries(file.modules).map(async ([name, settings]) => ({
    name,
    settings: JSON.stringify(settings),
    content: await contentOf(name),
  }));
  return {
    seed,
    fill,
    unfill: (text) => [...tokens].reduce((shown, [token, arn]) => shown.replaceAll(arn, token), text),
    flows: await Promise.all(flows),
    modules: await Promise.all(modules),
    functions: new Map(Object.entries(file.functions).map(([name, result]) => [functionArn(name), result])),
    numberFlows: new Map(Object.entries(file.phoneNumbers)),
    closed: Object.keys(file.hoursOfOperation).filter((name) => file.hoursOfOperation[name] === 'closed'),
  };
};
