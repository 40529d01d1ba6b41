import { entriesOf as entryNodes, reachable } from '../kinds/index.ts';
import type { Policy, PolicyDocument } from '../model/index.ts';
import type { Change } from './change.ts';
import { layoutChanges } from './layout-changes.ts';
import { nodeChanges } from './node-changes.ts';
import { policyChanges } from './policy-changes.ts';
import { providerChanges } from './provider-changes.ts';

export type { About, Change } from './change.ts';

export interface ChangeGroup {
  /** Entries whose requests can meet these changes, sorted; none for what is no node or what nothing reaches. */
  readonly entryIds: readonly string[];
  /** Name of the capability; of several, joined. */
  readonly title: string;
  readonly changes: readonly Change[];
}

export interface DocumentDiff {
  /** Of the policy: what it means. By consequence, then as a request would come to it. Empty for equal meaning. */
  readonly changes: readonly Change[];
  /** The same changes by capability. */
  readonly groups: readonly ChangeGroup[];
  /** Of the drawing alone: places, notes, groups. */
  readonly layout: readonly Change[];
}

/** What is different in `after`, in sentences. Everything is found by id, so another name or another place is never another thing. */
export function diffDocuments(before: PolicyDocument, after: PolicyDocument): DocumentDiff {
  const order = orderOf(before.policy, after.policy);
  const changes = [
    ...nodeChanges(before.policy, after.policy),
    ...providerChanges(before.policy, after.policy),
    ...policyChanges(before.policy, after.policy),
  ];
  const rank = (change: Change): number => (change.about.kind === 'node' ? (order.get(change.about.id) ?? order.size) : order.size + 1);
  // Stable, so that what one thing changed stays together in the order of its own sentences.
  changes.sort((a, b) => a.consequence - b.consequence || rank(a) - rank(b));
  return { changes, groups: groupsOf(before.policy, after.policy, changes), layout: layoutChanges(before, after) };
}

/** As requests come to nodes: entry by entry, level by level; what was there before and is gone keeps its place of before. */
function orderOf(before: Policy, after: Policy): ReadonlyMap<string, number> {
  const order = new Map<string, number>();
  for (const policy of [after, before]) {
    for (const id of reachable(
      policy,
      entryNodes(policy).map((entry) => entry.id),
    )) {
      if (!order.has(id)) order.set(id, order.size);
    }
  }
  return order;
}

function groupsOf(before: Policy, after: Policy, changes: readonly Change[]): ChangeGroup[] {
  const reached = entriesReaching(after);
  const reachedBefore = entriesReaching(before);
  const names = new Map([...before.nodes, ...after.nodes].map(({ id, name }) => [id, name]));
  const groups = new Map<string, { entryIds: readonly string[]; title: string; changes: Change[] }>();
  for (const change of changes) {
    const { kind, id } = change.about;
    const entryIds = kind === 'node' ? (reached.get(id) ?? reachedBefore.get(id) ?? []) : [];
    const title =
      kind === 'provider'
        ? 'Providers and prices'
        : kind !== 'node'
          ? 'The policy itself'
          : entryIds.length === 0
            ? 'Reached by no request'
            : entryIds.map((entryId) => names.get(entryId) ?? entryId).join(', ');
    const key = `${kind === 'node'} ${entryIds.join(' ')} ${title}`;
    const found = groups.get(key);
    if (found === undefined) groups.set(key, { entryIds, title, changes: [change] });
    else found.changes.push(change);
  }
  return [...groups.values()];
}

function entriesReaching(policy: Policy): ReadonlyMap<string, readonly string[]> {
  const reached = new Map<string, string[]>();
  for (const entry of entryNodes(policy)) {
    for (const id of reachable(policy, [entry.id])) {
      const list = reached.get(id);
      if (list === undefined) reached.set(id, [entry.id]);
      else list.push(entry.id);
    }
  }
  return reached;
}
