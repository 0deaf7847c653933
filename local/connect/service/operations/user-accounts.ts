/** Creating, deleting, finding users. */
import { randomUUID } from 'node:crypto';
import { addUser } from '../../agents/add-user.ts';
import { removeUser } from '../../agents/remove-user.ts';
import { newUser } from '../../create-instance.ts';
import { isRecord } from '../../flow/language.ts';
import type { User } from '../../instance.ts';
import { invalidParameter, invalidRequest, ServiceError } from '../errors.ts';
import { checkInstance, optionalText, requiredText, textMap } from '../input.ts';
import { type ServiceOperation, userResource } from '../operation.ts';
import { searchOperation } from '../search.ts';
import { identityOf } from './user-identity.ts';
import {
  autoAcceptIn,
  hierarchyGroupIdIn,
  identityIn,
  nameOf,
  profileIdIn,
  securityProfileIdsIn,
} from './user-settings.ts';
import { agentIn } from './users.ts';

/** Quota "Users per instance". */
const MAX_USERS = 500;
const USERNAME = /^[a-zA-Z0-9_\-.@]{1,64}$/;
/** API reference, CreateUser: eight characters at least, with an upper case letter, a lower case letter and a digit. */
const PASSWORD = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)\S{8,64}$/;

export const createUser: ServiceOperation = {
  partial: 'security profiles are kept without being checked; of PhoneConfig AutoAccept has an effect',
  resources: (engine) => [`${engine.instance.arn}/agent/*`],
  run: (engine, input) => {
    const username = requiredText(input, 'Username', 1, 100);
    if (!USERNAME.test(username)) throw invalidParameter('Username is not valid');
    const password = optionalText(input, 'Password', 1, 64);
    if (password !== undefined && !PASSWORD.test(password)) throw invalidParameter('Password is not strong enough');
    if (!isRecord(input.PhoneConfig)) throw invalidParameter('PhoneConfig is a required parameter');
    securityProfileIdsIn(input);
    checkInstance(engine, input);
    const { instance } = engine;
    const routingProfileId = profileIdIn(engine, input);
    if (instance.users.some((known) => known.username === username)) {
      throw new ServiceError('DuplicateResourceException', `A user with the name ${username} already exists`);
    }
    if (instance.users.length >= MAX_USERS) throw new ServiceError('LimitExceededException', 'Users per instance');
    const hierarchyGroupId = hierarchyGroupIdIn(engine, input);
    const identity = identityIn(input);
    const user = newUser(instance, {
      id: randomUUID(),
      username,
      name: nameOf(identity) || username,
      identity,
      securityProfileIds: securityProfileIdsIn(input),
      ...(hierarchyGroupId !== undefined && { hierarchyGroupId }),
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

/**
 * "After calling DeleteUser, it's important to delete any quick connects related to the user" (API reference). What becomes
 * of contacts on the user's desk is not documented: here such a user cannot be deleted.
 */
export const deleteUser: ServiceOperation = {
  partial: 'a user with a contact on the desk is refused (assumed)',
  resources: userResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const agent = agentIn(engine, input);
    if (agent.assignments.length > 0) throw invalidRequest('The user works on a contact');
    removeUser(engine, agent.user);
    return {};
  },
};

/** `ListCondition` with TargetListType PROFICIENCIES: one proficiency that fulfils all of its conditions. */
const proficient = (wanted: unknown, { proficiencies }: User): boolean => {
  const { TargetListType, Conditions } = isRecord(wanted) ? wanted : {};
  if (TargetListType !== 'PROFICIENCIES') throw invalidRequest('TargetListType must be PROFICIENCIES');
  const conditions = Array.isArray(Conditions) ? Conditions.filter(isRecord) : [];
  return proficiencies.some(({ attribute, value, level }) =>
    conditions.every(({ StringCondition, NumberCondition }) => {
      const named = isRecord(StringCondition) ? StringCondition : undefined;
      const text = String(named?.FieldName).toLowerCase() === 'name' ? attribute : value;
      const { MinValue, MaxValue } = isRecord(NumberCondition) ? NumberCondition : {};
      return (
        (named === undefined || text === named.Value) &&
        level >= Number(MinValue ?? 1) &&
        level <= Number(MaxValue ?? 5)
      );
    }),
  );
};

export const searchUsers = searchOperation<User>({
  member: 'Users',
  of: ({ instance }) => instance.users,
  show: (_, user) => ({
    Id: user.id,
    Arn: user.arn,
    Username: user.username,
    IdentityInfo: identityOf(user),
    RoutingProfileId: user.routingProfileId,
    SecurityProfileIds: user.securityProfileIds,
    ...(user.hierarchyGroupId !== undefined && { HierarchyGroupId: user.hierarchyGroupId }),
    Tags: user.tags,
  }),
  fields: {
    Username: ({ username }) => username,
    FirstName: (user) => identityOf(user).FirstName,
    LastName: (user) => identityOf(user).LastName,
    resourceId: ({ id }) => id,
    RoutingProfileId: ({ routingProfileId }) => routingProfileId,
    SecurityProfileId: ({ securityProfileIds }) => securityProfileIds,
  },
  conditions: {
    HierarchyGroupCondition: (wanted, { hierarchyGroupId }) =>
      !isRecord(wanted) || wanted.Value === undefined || wanted.Value === hierarchyGroupId,
    ListCondition: proficient,
  },
  tags: ({ tags }) => tags,
});
