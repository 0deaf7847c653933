/** Groups of users, one above another. */
import { randomUUID } from 'node:crypto';
import type { Engine } from '../../engine.ts';
import { type HierarchyGroup, idOf, resourceArn } from '../../instance.ts';
import { invalidRequest, notFound, ServiceError } from '../errors.ts';
import { checkInstance, type Input, optionalText, pageOf, requiredText, textMap } from '../input.ts';
import { instanceResource, namedResource, type ServiceOperation } from '../operation.ts';
import { searchOperation } from '../search.ts';

/** "You can create up to five levels" (Administrator Guide, "Agent hierarchies"). */
const MAX_LEVELS = 5;
const groupResource = namedResource('agent-group', 'HierarchyGroupId');
const arnOf = (engine: Engine, id: string): string => resourceArn(engine.instance, 'agent-group', id);

const groupIn = (engine: Engine, input: Input, member = 'HierarchyGroupId'): HierarchyGroup => {
  const group = engine.instance.hierarchyGroups.get(idOf(requiredText(input, member, 1, 500)));
  if (group === undefined) throw notFound('Hierarchy group not found');
  return group;
};

/** From the top down to the group itself. */
const pathOf = (engine: Engine, group: HierarchyGroup): readonly HierarchyGroup[] => {
  const parent = group.parentId === undefined ? undefined : engine.instance.hierarchyGroups.get(group.parentId);
  return parent === undefined ? [group] : [...pathOf(engine, parent), group];
};

const LEVELS = ['LevelOne', 'LevelTwo', 'LevelThree', 'LevelFour', 'LevelFive'];
const summary = (engine: Engine, { id, name }: HierarchyGroup) => ({ Id: id, Arn: arnOf(engine, id), Name: name });
const shown = (engine: Engine, group: HierarchyGroup) => {
  const path = pathOf(engine, group);
  return {
    ...summary(engine, group),
    LevelId: String(path.length),
    HierarchyPath: Object.fromEntries(path.map((part, index) => [LEVELS[index] ?? '', summary(engine, part)])),
    Tags: group.tags,
  };
};

const checkName = (engine: Engine, name: string, parentId: string | undefined, self?: HierarchyGroup): void => {
  const taken = [...engine.instance.hierarchyGroups.values()].some(
    (known) => known !== self && known.parentId === parentId && known.name === name,
  );
  if (taken) throw new ServiceError('DuplicateResourceException', `A hierarchy group with the name ${name} exists`);
};

const createUserHierarchyGroup: ServiceOperation = {
  partial: 'the structure of five levels is fixed, its levels have numbers for names',
  resources: (engine) => [`${engine.instance.arn}/agent-group/*`],
  run: (engine, input) => {
    checkInstance(engine, input);
    const name = requiredText(input, 'Name', 1, 100);
    const parent = optionalText(input, 'ParentGroupId', 1, 500);
    const above = parent === undefined ? undefined : groupIn(engine, input, 'ParentGroupId');
    if (above !== undefined && pathOf(engine, above).length >= MAX_LEVELS) {
      throw invalidRequest(`A hierarchy has at most ${MAX_LEVELS} levels`);
    }
    checkName(engine, name, above?.id);
    const group: HierarchyGroup = {
      id: randomUUID(),
      name,
      ...(above !== undefined && { parentId: above.id }),
      tags: { ...textMap(input, 'Tags') },
    };
    engine.instance.hierarchyGroups.set(group.id, group);
    engine.changes.instance();
    return { HierarchyGroupId: group.id, HierarchyGroupArn: arnOf(engine, group.id) };
  },
};

const describeUserHierarchyGroup: ServiceOperation = {
  resources: groupResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    return { HierarchyGroup: shown(engine, groupIn(engine, input)) };
  },
};

const listUserHierarchyGroups: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { items, NextToken } = pageOf(input, [...engine.instance.hierarchyGroups.values()]);
    return { UserHierarchyGroupSummaryList: items.map((group) => summary(engine, group)), NextToken };
  },
};

const updateUserHierarchyGroupName: ServiceOperation = {
  resources: groupResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const group = groupIn(engine, input);
    const name = requiredText(input, 'Name', 1, 100);
    checkName(engine, name, group.parentId, group);
    group.name = name;
    engine.changes.instance();
    return {};
  },
};

const deleteUserHierarchyGroup: ServiceOperation = {
  resources: groupResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { id } = groupIn(engine, input);
    const { hierarchyGroups, users } = engine.instance;
    const used =
      users.some(({ hierarchyGroupId }) => hierarchyGroupId === id) ||
      [...hierarchyGroups.values()].some(({ parentId }) => parentId === id);
    if (used) throw new ServiceError('ResourceInUseException', 'The hierarchy group has agents or groups below it');
    hierarchyGroups.delete(id);
    engine.changes.instance();
    return {};
  },
};

const searchUserHierarchyGroups = searchOperation<HierarchyGroup>({
  member: 'UserHierarchyGroups',
  of: ({ instance }) => [...instance.hierarchyGroups.values()],
  show: shown,
  fields: { name: ({ name }) => name, parentId: ({ parentId }) => parentId, resourceID: ({ id }) => id },
  tags: ({ tags }) => tags,
});

export const HIERARCHY_GROUP_OPERATIONS = {
  CreateUserHierarchyGroup: createUserHierarchyGroup,
  DescribeUserHierarchyGroup: describeUserHierarchyGroup,
  ListUserHierarchyGroups: listUserHierarchyGroups,
  UpdateUserHierarchyGroupName: updateUserHierarchyGroupName,
  DeleteUserHierarchyGroup: deleteUserHierarchyGroup,
  SearchUserHierarchyGroups: searchUserHierarchyGroups,
};
