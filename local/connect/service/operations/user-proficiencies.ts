/** How well users do at the values of predefined attributes. */
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { dispatch } from '../../queues/dispatch.ts';
import type { Proficiency } from '../../queues/routing-criteria.ts';
import { invalidParameter, notFound, ServiceError } from '../errors.ts';
import { checkInstance, type Input, optionalInteger, pageOf, requiredText } from '../input.ts';
import { type ServiceOperation, userResource } from '../operation.ts';
import { agentIn } from './users.ts';

/** API reference, UserProficiencies of one request. */
const MAX_GIVEN = 10;
/** Quota "Proficiencies per agent". */
const MAX_PROFICIENCIES = 10;

type Named = Pick<Proficiency, 'attribute' | 'value'>;
const same = (one: Named, other: Named): boolean => one.attribute === other.attribute && one.value === other.value;

const entries = <Entry>(input: Input, read: (entry: Record<string, unknown>) => Entry): readonly Entry[] => {
  const list = Array.isArray(input.UserProficiencies) ? input.UserProficiencies.filter(isRecord) : [];
  if (list.length < 1 || list.length > MAX_GIVEN) {
    throw invalidParameter(`UserProficiencies must have 1 to ${MAX_GIVEN} members`);
  }
  return list.map(read);
};

const named = (entry: Record<string, unknown>): Named => ({
  attribute: requiredText(entry, 'AttributeName', 1, 100),
  value: requiredText(entry, 'AttributeValue', 1, 128),
});

const levelled = (entry: Record<string, unknown>): Proficiency => {
  const level = optionalInteger(entry, 'Level', 1, 5);
  if (level === undefined) throw invalidParameter('Level is a required parameter');
  return { ...named(entry), level };
};

/** Contacts that wait may now have somebody. */
const keep = (engine: Engine, username: string, change: () => void): object => {
  change();
  engine.changes.instance();
  engine.changes.agent(username);
  dispatch(engine);
  return {};
};

const associateUserProficiencies: ServiceOperation = {
  resources: userResource,
  run: (engine, input) => {
    const given = entries(input, levelled);
    checkInstance(engine, input);
    const { user } = agentIn(engine, input);
    for (const { attribute, value } of given) {
      const values = engine.instance.predefinedAttributes.get(attribute)?.values;
      if (values?.includes(value) !== true) throw notFound(`Predefined attribute ${attribute}: ${value} not found`);
    }
    const others = user.proficiencies.filter((known) => !given.some((entry) => same(entry, known)));
    if (others.length + given.length > MAX_PROFICIENCIES) {
      throw new ServiceError('InvalidRequestException', `A user has at most ${MAX_PROFICIENCIES} proficiencies`);
    }
    return keep(engine, user.username, () => {
      user.proficiencies = [...others, ...given];
    });
  },
};

const updateUserProficiencies: ServiceOperation = {
  resources: userResource,
  run: (engine, input) => {
    const given = entries(input, levelled);
    checkInstance(engine, input);
    const { user } = agentIn(engine, input);
    if (!given.every((entry) => user.proficiencies.some((known) => same(entry, known)))) {
      throw notFound('The user has no such proficiency');
    }
    return keep(engine, user.username, () => {
      user.proficiencies = user.proficiencies.map((known) => given.find((entry) => same(entry, known)) ?? known);
    });
  },
};

const disassociateUserProficiencies: ServiceOperation = {
  resources: userResource,
  run: (engine, input) => {
    const gone = entries(input, named);
    checkInstance(engine, input);
    const { user } = agentIn(engine, input);
    return keep(engine, user.username, () => {
      user.proficiencies = user.proficiencies.filter((known) => !gone.some((entry) => same(entry, known)));
    });
  },
};

const listUserProficiencies: ServiceOperation = {
  resources: userResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { items, NextToken } = pageOf(input, agentIn(engine, input).user.proficiencies);
    return {
      UserProficiencyList: items.map(({ attribute, value, level }) => ({
        AttributeName: attribute,
        AttributeValue: value,
        Level: level,
      })),
      LastModifiedRegion: engine.instance.region,
      NextToken,
    };
  },
};

export const USER_PROFICIENCY_OPERATIONS = {
  AssociateUserProficiencies: associateUserProficiencies,
  UpdateUserProficiencies: updateUserProficiencies,
  DisassociateUserProficiencies: disassociateUserProficiencies,
  ListUserProficiencies: listUserProficiencies,
};
