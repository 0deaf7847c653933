/** Creating, changing, finding users. */
import { randomUUID } from 'node:crypto';
import { addUser } from '../../agents/add-user.ts';
import { newUser } from '../../create-instance.ts';
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { findRoutingProfile, type User } from '../../instance.ts';
import { dispatch } from '../../queues/dispatch.ts';
import { invalidParameter, invalidRequest, notFound, ServiceError } from '../errors.ts';
import { checkInstance, type Input, optionalText, pageOf, requiredText, textMap } from '../input.ts';
import { instanceResource, type ServiceOperation, userResource } from '../operation.ts';
import { agentIn } from './users.ts';

/** Quota "Users per instance". */
const MAX_USERS = 500;
const USERNAME = /^[a-zA-Z0-9_\-.@]{1,64}$/;
/** API reference, CreateUser: eight characters at least, with an upper case letter, a lower case letter and a digit. */
const PASSWORD = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)\S{8,64}$/;

const profileIdIn = (engine: Engine, input: Input): string => {
  const profile = findRoutingProfile(engine.instance, requiredText(input, 'RoutingProfileId', 1, 500));
  if (profile === undefined) throw notFound('Routing profile not found');
  return profile.id;
};

const autoAcceptIn = (input: Input): boolean => {
  const { AutoAccept } = isRecord(input.PhoneConfig) ? input.PhoneConfig : {};
  return AutoAccept === true;
};

export const createUser: ServiceOperation = {
  partial: 'security profiles and hierarchy are not kept; of PhoneConfig AutoAccept has an effect',
  resources: (engine) => [`${engine.instance.arn}/agent/*`],
  run: (engine, input) => {
    const username = requiredText(input, 'Username', 1, 100);
    if (!USERNAME.test(username)) throw invalidParameter('Username is not valid');
    const password = optionalText(input, 'Password', 1, 64);
    if (password !== undefined && !PASSWORD.test(password)) throw invalidParameter('Password is not strong enough');
    if (!isRecord(input.PhoneConfig)) throw invalidParameter('PhoneConfig is a required parameter');
    if (!Array.isArray(input.SecurityProfileIds) || input.SecurityProfileIds.length === 0) {
      throw invalidParameter('SecurityProfileIds is a required parameter');
    }
    checkInstance(engine, input);
    const { instance } = engine;
    const routingProfileId = profileIdIn(engine, input);
    if (instance.users.some((known) => known.username === username)) {
      throw new ServiceError('DuplicateResourceException', `A user with the name ${username} already exists`);
    }
    if (instance.users.length >= MAX_USERS) throw new ServiceError('LimitExceededException', 'Users per instance');
    const { FirstName = '', LastName = '' } = isRecord(input.IdentityInfo) ? input.IdentityInfo : {};
    const user = newUser(instance, {
      id: randomUUID(),
      username,
      name: `${FirstName} ${LastName}`.trim() || username,
      ...(password !== undefined && { password }),
      routingProfileId,
      tags: { ...textMap(input, 'Tags') },
    });
    addUser(engine, user);
    const agent = engine.agents.get(username);
    if (agent !== undefined) agent.autoAccept = autoAcceptIn(input);
    engine.changes.agent(username);
    return { UserId: user.id, UserArn: user.arn };
  },
};

export const updateUserRoutingProfile: ServiceOperation = {
  resources: userResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { user } = agentIn(engine, input);
    user.routingProfileId = profileIdIn(engine, input);
    engine.changes.agent(user.username);
    engine.changes.instance();
    dispatch(engine);
    return {};
  },
};

export const updateUserPhoneConfig: ServiceOperation = {
  partial: 'AutoAccept has an effect, the other settings are ignored',
  resources: userResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const agent = agentIn(engine, input);
    agent.autoAccept = autoAcceptIn(input);
    engine.changes.agent(agent.user.username);
    return {};
  },
};

const FIELDS: Readonly<Record<string, (user: User) => string>> = {
  Username: ({ username }) => username,
  FirstName: ({ name }) => name.split(' ')[0] ?? '',
  LastName: ({ name }) => name.split(' ').slice(1).join(' '),
  resourceId: ({ id }) => id,
  RoutingProfileId: ({ routingProfileId }) => routingProfileId,
};

/** API reference, UserSearchCriteria: `StringCondition`, `AndConditions`, `OrConditions`, nested. */
const matches = (criteria: unknown, user: User): boolean => {
  if (!isRecord(criteria)) return true;
  const { StringCondition, AndConditions, OrConditions } = criteria;
  const nested = (list: unknown): boolean[] | undefined =>
    Array.isArray(list) ? list.map((entry: unknown) => matches(entry, user)) : undefined;
  return (
    (nested(AndConditions)?.every(Boolean) ?? true) &&
    (nested(OrConditions)?.some(Boolean) ?? true) &&
    (!isRecord(StringCondition) || holds(StringCondition, user))
  );
};

const holds = ({ FieldName, Value, ComparisonType }: Record<string, unknown>, user: User): boolean => {
  const field = Object.entries(FIELDS).find(([name]) => name.toLowerCase() === String(FieldName).toLowerCase())?.[1];
  if (field === undefined) throw invalidRequest(`FieldName must be one of ${Object.keys(FIELDS).join(', ')}`);
  const [value, wanted] = [field(user).toLowerCase(), String(Value ?? '').toLowerCase()];
  if (ComparisonType === 'STARTS_WITH') return value.startsWith(wanted);
  return ComparisonType === 'CONTAINS' ? value.includes(wanted) : value === wanted;
};

export const searchUsers: ServiceOperation = {
  partial: 'by user name, first and last name, id and routing profile; no tag filters, no hierarchy',
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { SearchCriteria, SearchFilter } = input;
    if (SearchFilter !== undefined) throw new ServiceError('NotImplemented', 'The local Connect has no SearchFilter');
    const found = engine.instance.users.filter((user) => matches(SearchCriteria, user));
    const { items, NextToken } = pageOf(input, found);
    return {
      Users: items.map((user) => ({
        Id: user.id,
        Arn: user.arn,
        Username: user.username,
        IdentityInfo: { FirstName: FIELDS.FirstName?.(user), LastName: FIELDS.LastName?.(user) },
        RoutingProfileId: user.routingProfileId,
        Tags: user.tags,
      })),
      ApproximateTotalCount: found.length,
      NextToken,
    };
  },
};
