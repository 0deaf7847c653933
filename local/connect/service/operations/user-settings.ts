/** What of a user can be changed. */
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { findRoutingProfile, idOf, type User, type UserIdentity } from '../../instance.ts';
import { dispatch } from '../../queues/dispatch.ts';
import { invalidParameter, notFound } from '../errors.ts';
import { checkInstance, type Input, optionalText, requiredText } from '../input.ts';
import { type ServiceOperation, userResource } from '../operation.ts';
import { agentIn } from './users.ts';

/** API reference, SecurityProfileIds: one to ten. */
const MAX_SECURITY_PROFILES = 10;

export const profileIdIn = (engine: Engine, input: Input): string => {
  const profile = findRoutingProfile(engine.instance, requiredText(input, 'RoutingProfileId', 1, 500));
  if (profile === undefined) throw notFound('Routing profile not found');
  return profile.id;
};

export const autoAcceptIn = (input: Input): boolean => {
  const { AutoAccept } = isRecord(input.PhoneConfig) ? input.PhoneConfig : {};
  return AutoAccept === true;
};

export const securityProfileIdsIn = ({ SecurityProfileIds }: Input): readonly string[] => {
  if (!Array.isArray(SecurityProfileIds) || SecurityProfileIds.length === 0) {
    throw invalidParameter('SecurityProfileIds is a required parameter');
  }
  if (SecurityProfileIds.length > MAX_SECURITY_PROFILES) {
    throw invalidParameter(`SecurityProfileIds has at most ${MAX_SECURITY_PROFILES} members`);
  }
  return SecurityProfileIds.map((id) => idOf(String(id)));
};

export const hierarchyGroupIdIn = (engine: Engine, input: Input): string | undefined => {
  const given = optionalText(input, 'HierarchyGroupId', 0, 500);
  if (given === undefined || given === '') return undefined;
  const group = engine.instance.hierarchyGroups.get(idOf(given));
  if (group === undefined) throw notFound('Hierarchy group not found');
  return group.id;
};

export const identityIn = (input: Input): UserIdentity => {
  const given = isRecord(input.IdentityInfo) ? input.IdentityInfo : {};
  const text = (member: string, maximum: number) => optionalText(given, member, 0, maximum) ?? '';
  return {
    firstName: text('FirstName', 255),
    lastName: text('LastName', 300),
    email: text('Email', 255),
    secondaryEmail: text('SecondaryEmail', 255),
    mobile: text('Mobile', 50),
  };
};

export const nameOf = ({ firstName, lastName }: UserIdentity): string => `${firstName} ${lastName}`.trim();

const update = (change: (engine: Engine, user: User, input: Input) => void): ServiceOperation => ({
  resources: userResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { user } = agentIn(engine, input);
    change(engine, user, input);
    engine.changes.agent(user.username);
    engine.changes.instance();
    dispatch(engine);
    return {};
  },
});

export const updateUserRoutingProfile = update((engine, user, input) => {
  user.routingProfileId = profileIdIn(engine, input);
});

export const updateUserSecurityProfiles: ServiceOperation = {
  ...update((_, user, input) => {
    user.securityProfileIds = securityProfileIdsIn(input);
  }),
  partial: 'kept without being checked',
};

/** Without HierarchyGroupId the user is in none. */
export const updateUserHierarchy = update((engine, user, input) => {
  const group = hierarchyGroupIdIn(engine, input);
  if (group === undefined) delete user.hierarchyGroupId;
  else user.hierarchyGroupId = group;
});

export const updateUserIdentityInfo = update((_, user, input) => {
  if (!isRecord(input.IdentityInfo)) throw invalidParameter('IdentityInfo is a required parameter');
  user.identity = identityIn(input);
  user.name = nameOf(user.identity) || user.username;
});

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
