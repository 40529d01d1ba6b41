import { portName } from '../../shared/edit/index.ts';
import type { Finding, Policy, PolicyNode, Severity } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';

export type Grouping = 'none' | 'rule' | 'node';

/** How a person looks at the problems; nothing of it is part of the policy. */
export interface ProblemsLook {
  readonly severity: Severity | null;
  readonly search: string;
  readonly grouping: Grouping;
}

export interface ProblemGroup {
  /** Null where nothing is grouped. */
  readonly title: string | null;
  /** Set where the group is that of a rule. */
  readonly rule?: string;
  readonly findings: readonly Finding[];
}

/** The same finding after the policy was checked again. */
export const keyOf = (finding: Finding): string =>
  [finding.rule, finding.about, finding.nodeId, finding.edgeId, finding.providerId, finding.path?.join('.'), finding.message].join('|');

export function subjectOf(finding: Finding, policy: Policy): string {
  const node = nodeOf(finding, policy);
  if (node !== undefined && finding.edgeId !== undefined) return portName(node, finding.edgeId.slice(node.id.length + 1));
  if (node !== undefined) return node.name;
  return policy.providers.find(({ id }) => id === finding.providerId)?.name ?? words.problems.policy;
}

/** What is looked for, in groups: the order of the findings, and of each group's first. Every word of the search must be in subject, sentence or rule. */
export function groupsOf(findings: readonly Finding[], policy: Policy, look: ProblemsLook): readonly ProblemGroup[] {
  const asked = look.search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = findings.filter((finding) => {
    if (look.severity !== null && finding.severity !== look.severity) return false;
    if (asked.length === 0) return true;
    const text = `${subjectOf(finding, policy)} ${finding.message} ${finding.rule}`.toLowerCase();
    return asked.every((word) => text.includes(word));
  });
  if (look.grouping === 'none') return shown.length === 0 ? [] : [{ title: null, findings: shown }];
  const groups = new Map<string, Finding[]>();
  for (const finding of shown) {
    // By node and not by port: what is wrong with a node is repaired in one place.
    const name = look.grouping === 'rule' ? finding.rule : (nodeOf(finding, policy)?.name ?? subjectOf(finding, policy));
    const there = groups.get(name);
    if (there === undefined) groups.set(name, [finding]);
    else there.push(finding);
  }
  return [...groups].map(([title, members]) => ({ title, findings: members, ...(look.grouping === 'rule' && { rule: title }) }));
}

const byId = new WeakMap<Policy['nodes'], ReadonlyMap<string, PolicyNode>>();

/** Indexed once: every row of the list asks. */
function nodeOf(finding: Finding, { nodes }: Policy): PolicyNode | undefined {
  let known = byId.get(nodes);
  if (known === undefined) {
    // Of two nodes with one id (an error of its own) the first counts.
    known = new Map(nodes.toReversed().map((node) => [node.id, node]));
    byId.set(nodes, known);
  }
  return known.get(finding.nodeId ?? finding.edgeId?.split(':')[0] ?? '');
}
