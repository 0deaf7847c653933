/** Tags of the instance's resources, by ARN. Contacts have operations of their own. */
import type { Engine } from '../../engine.ts';
import { findFlow, findHours, findQueue, findRoutingProfile, findUser, type Instance, idOf } from '../../instance.ts';
import { invalidParameter, notFound, ServiceError } from '../errors.ts';
import { type Input, requiredText, textMap } from '../input.ts';
import type { ServiceOperation } from '../operation.ts';

/** "Up to 50 tags per resource" (Administrator Guide, "Tag resources"); lengths: API reference, TagResource. */
const MAX_TAGS = 50;
const MAX_KEY = 128;
const MAX_VALUE = 256;

interface Tagged {
  tags?: Record<string, string>;
}

const KINDS: Readonly<Record<string, (instance: Instance, arn: string) => Tagged | undefined>> = {
  queue: findQueue,
  'routing-profile': findRoutingProfile,
  'operating-hours': findHours,
  agent: findUser,
  'contact-flow': findFlow,
  'flow-module': ({ modules }, arn) => modules.get(idOf(arn)),
  'transfer-destination': ({ quickConnects }, arn) => quickConnects.get(idOf(arn)),
  'agent-group': ({ hierarchyGroups }, arn) => hierarchyGroups.get(idOf(arn)),
};

/** `<instance>/<kind>/<id>`; an agent's queue is `<instance>/queue/agent/<id>`. */
const resourceIn = ({ instance }: Engine, input: Input): Tagged => {
  const arn = requiredText(input, 'resourceArn', 1, 2_048);
  if (!arn.startsWith('arn:')) throw invalidParameter('resourceArn is no ARN');
  const kind = arn.startsWith(`${instance.arn}/`) ? arn.slice(instance.arn.length + 1).split('/', 1)[0] : undefined;
  const resource = Object.entries(KINDS).find(([known]) => known === kind)?.[1](instance, arn);
  if (resource === undefined) throw notFound('Resource not found');
  return resource;
};

const arnResource = (_: Engine, input: Input): readonly string[] => [String(input.resourceArn ?? '*')];

const tagResource: ServiceOperation = {
  partial: 'not for phone numbers, agent statuses, prompts, security profiles',
  resources: arnResource,
  run: (engine, input) => {
    const given = textMap(input, 'tags');
    const wrong = Object.entries(given).find(
      ([key, value]) =>
        key === '' || key.length > MAX_KEY || value.length > MAX_VALUE || key.toLowerCase().startsWith('aws:'),
    );
    if (Object.keys(given).length === 0 || wrong !== undefined) throw invalidParameter('tags is not valid');
    const resource = resourceIn(engine, input);
    const tags = { ...resource.tags, ...given };
    if (Object.keys(tags).length > MAX_TAGS) {
      throw new ServiceError('InvalidRequestException', `A resource has at most ${MAX_TAGS} tags`);
    }
    resource.tags = tags;
    engine.changes.instance();
    return {};
  },
};

const untagResource: ServiceOperation = {
  resources: arnResource,
  run: (engine, input) => {
    const gone = Array.isArray(input.tagKeys) ? input.tagKeys : [input.tagKeys];
    const resource = resourceIn(engine, input);
    resource.tags = Object.fromEntries(Object.entries(resource.tags ?? {}).filter(([key]) => !gone.includes(key)));
    engine.changes.instance();
    return {};
  },
};

const listTagsForResource: ServiceOperation = {
  resources: arnResource,
  run: (engine, input) => ({ tags: resourceIn(engine, input).tags ?? {} }),
};

export const TAG_OPERATIONS = {
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,
};
