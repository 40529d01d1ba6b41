import { type Layout, type LayoutGroup, layoutGroupSchema, type PolicyDocument } from '../model/index.ts';
import { type Command, freeId, replaceById } from './command.ts';

/** Groups are a matter of the drawing: no command here touches the policy. A node is in one group at most, and a group without nodes is none. */

/** Makes a group of these nodes, which leave the groups they were in. The id is `group`, `group-2` …, the name "Group", "Group 2" … unless given. */
export function groupNodes(nodeIds: readonly string[], given: { readonly id?: string; readonly name?: string } = {}): Command {
  return {
    label: nodeIds.length === 1 ? 'Group 1 node' : `Group ${nodeIds.length} nodes`,
    apply(document) {
      const { groups } = document.layout;
      const members = known(document, nodeIds);
      const taken = new Set(groups.map(({ id }) => id));
      const added = layoutGroupSchema.safeParse({
        id: given.id ?? freeId('group', taken),
        name: given.name ?? freeGroupName(groups),
        nodeIds: members,
        isFolded: false,
      });
      if (members.length === 0 || !added.success || taken.has(added.data.id)) return document;
      const isThere = groups.some((group) => isSameSet(group.nodeIds, members));
      return isThere ? document : withGroups(document, [...groupsWithout(groups, new Set(members)), added.data]);
    },
  };
}

/** The nodes stay where they are. */
export const ungroup = (groupId: string): Command => ({
  label: 'Ungroup',
  labelFor: ({ layout }) => `Ungroup ${groupName(layout, groupId)}`,
  apply(document) {
    const { groups } = document.layout;
    const left = groups.filter(({ id }) => id !== groupId);
    return left.length === groups.length ? document : withGroups(document, left);
  },
});

/** `name`: 1–200 characters; nothing happens otherwise. */
export const renameGroup = (groupId: string, name: string): Command => ({
  label: `Rename group to ${name}`,
  labelFor: ({ layout }) => `Rename group ${groupName(layout, groupId)} to ${name}`,
  apply: (document) =>
    layoutGroupSchema.shape.name.safeParse(name).success
      ? changeGroup(document, groupId, (group) => (group.name === name ? group : { ...group, name }))
      : document,
});

/** Folded, a group is drawn as one card. */
export const foldGroup = (groupId: string, isFolded: boolean): Command => ({
  label: isFolded ? 'Fold group' : 'Unfold group',
  labelFor: ({ layout }) => `${isFolded ? 'Fold' : 'Unfold'} ${groupName(layout, groupId)}`,
  apply: (document) => changeGroup(document, groupId, (group) => (group.isFolded === isFolded ? group : { ...group, isFolded })),
});

/** Takes the nodes out of the groups they were in. Nothing happens when there is no such group. */
export const addToGroup = (groupId: string, nodeIds: readonly string[]): Command => ({
  label: 'Add to group',
  labelFor: ({ layout }) => `Add to ${groupName(layout, groupId)}`,
  apply(document) {
    const { groups } = document.layout;
    const group = groups.find(({ id }) => id === groupId);
    const added = known(document, nodeIds).filter((id) => group?.nodeIds.includes(id) === false);
    if (group === undefined || added.length === 0) return document;
    const gone = new Set(added);
    return withGroups(
      document,
      groups.flatMap((other) =>
        other.id === groupId ? [{ ...other, nodeIds: [...other.nodeIds, ...added] }] : groupsWithout([other], gone),
      ),
    );
  },
});

export const removeFromGroups = (nodeIds: readonly string[]): Command => ({
  label: 'Take out of the group',
  apply(document) {
    const left = groupsWithout(document.layout.groups, new Set(nodeIds));
    return left === document.layout.groups ? document : withGroups(document, left);
  },
});

/** The groups without these nodes; empty ones vanish. The same array when no group had one of them. */
export function groupsWithout(groups: Layout['groups'], gone: ReadonlySet<string>): Layout['groups'] {
  if (!groups.some((group) => group.nodeIds.some((id) => gone.has(id)))) return groups;
  return groups.flatMap((group) => {
    const nodeIds = group.nodeIds.filter((id) => !gone.has(id));
    if (nodeIds.length === group.nodeIds.length) return [group];
    return nodeIds.length === 0 ? [] : [{ ...group, nodeIds }];
  });
}

function freeGroupName(groups: Layout['groups'], title = 'Group'): string {
  const taken = new Set(groups.map(({ name }) => name));
  if (!taken.has(title)) return title;
  let number = 2;
  while (taken.has(`${title} ${number}`)) number++;
  return `${title} ${number}`;
}

const isSameSet = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((id) => b.includes(id));

function known({ policy }: PolicyDocument, nodeIds: readonly string[]): string[] {
  const nodes = new Set(policy.nodes.map(({ id }) => id));
  return [...new Set(nodeIds)].filter((id) => nodes.has(id));
}

const groupName = (layout: Layout, id: string): string => layout.groups.find((group) => group.id === id)?.name ?? id;

const withGroups = (document: PolicyDocument, groups: LayoutGroup[]): PolicyDocument => ({
  ...document,
  layout: { ...document.layout, groups },
});

function changeGroup(document: PolicyDocument, groupId: string, change: (group: LayoutGroup) => LayoutGroup): PolicyDocument {
  const groups = replaceById(document.layout.groups, groupId, change);
  return groups === document.layout.groups ? document : withGroups(document, groups);
}
