/** An agent's hierarchy groups, `Level1` the highest, as events and records name them. */
import type { HierarchyGroup, Instance, User } from '../instance.ts';
import { resourceArn } from '../instance.ts';

const pathOf = ({ hierarchyGroups }: Instance, { hierarchyGroupId }: User): readonly HierarchyGroup[] => {
  const path: HierarchyGroup[] = [];
  for (let id = hierarchyGroupId; id !== undefined; id = path[0]?.parentId) {
    const group = hierarchyGroups.get(id);
    if (group === undefined || path.includes(group)) break;
    path.unshift(group);
  }
  return path;
};

/** `show` says what the message shows of each group; `level` how it writes the word. `null` for an agent without any. */
export const hierarchyOf = (
  instance: Instance,
  user: User,
  level: 'level' | 'Level',
  show: (group: { readonly arn: string; readonly name: string }) => object,
): Readonly<Record<string, object>> | null => {
  const path = pathOf(instance, user);
  if (path.length === 0) return null;
  return Object.fromEntries(
    path.map(({ id, name }, index) => [
      `${level}${index + 1}`,
      show({ arn: resourceArn(instance, 'agent-group', id), name }),
    ]),
  );
};
