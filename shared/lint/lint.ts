import { callOrder, graphView, type NodeKind, parsedConfig, kinds as registry, worstCases } from '../kinds/index.ts';
import type { Finding, Policy, PolicyNode, Severity } from '../model/index.ts';
import { expectedTraffic, type TrafficFigures } from './expected-traffic.ts';
import { PartMemory, partsOf } from './parts.ts';
import type { Rule, RuleContext } from './rule.ts';
import { rules } from './rules/all.ts';
import { type SilencedFinding, withoutSilenced } from './silence.ts';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** A rule that threw: its finding takes its place, so that one bad rule cannot take the problems list down. */
export const RULE_CRASHED = 'lint/rule-crashed';

export interface LintReport {
  readonly findings: readonly Finding[];
  /** Accepted by somebody, with the reason that is kept in the file. */
  readonly silenced: readonly SilencedFinding[];
}

/**
 * Everything that is wrong or worth knowing: each kind's own rules, then the rules on the graph. Never throws. Ordered by
 * severity, then by the order in which a request comes to the nodes, so that the list reads like the policy runs. Rules on
 * time and money look at `traffic`; without it they assume a quiet service and say so.
 */
export const lintReport = (policy: Policy, traffic?: TrafficFigures): LintReport => lintWith(policy, registry, rules, traffic, memory);

const memory = new PartMemory<readonly Finding[]>();

/** What a person should look at: all findings but those that are silenced. */
export const lint = (policy: Policy, traffic?: TrafficFigures): readonly Finding[] => lintReport(policy, traffic).findings;

/**
 * The same with its parts handed in, so that the harness can be tested with rules that crash. `remembered`: of these kinds and rules; without it
 * everything is asked anew, with the same answer.
 */
export function lintWith(
  policy: Policy,
  kinds: ReadonlyMap<string, NodeKind>,
  graphRules: readonly Rule[],
  traffic?: TrafficFigures,
  remembered: PartMemory<readonly Finding[]> = new PartMemory(),
): LintReport {
  const all = contextOf(policy, kinds, traffic);
  const aboutAll = graphRules.filter(({ isAboutAll }) => isAboutAll === true);
  const aboutParts = graphRules.filter(({ isAboutAll }) => isAboutAll !== true);
  const found = [
    ...aboutAll.flatMap((rule) => runRule(rule, all)),
    ...onceCrashed(
      partsOf(policy).flatMap((part) =>
        remembered.ask(part, traffic, () => {
          const context = part === policy ? all : contextOf(part, kinds, traffic);
          return [...aboutParts.flatMap((rule) => runRule(rule, context)), ...part.nodes.flatMap((node) => checkNode(node, context))];
        }),
      ),
    ),
  ];
  const dependsOnTraffic = new Set(graphRules.flatMap((rule) => (rule.dependsOnTraffic === true ? [rule.id] : [])));
  const { findings, silenced } = withoutSilenced(policy, found, dependsOnTraffic);
  const order = new Map(callOrder(policy).map((node, position) => [node.id, position]));
  const place = (finding: Finding): number =>
    // What concerns the policy as a whole comes first, what no request reaches comes last.
    finding.nodeId === undefined ? -1 : (order.get(finding.nodeId) ?? Number.MAX_SAFE_INTEGER);
  const inOrder = (a: Finding, b: Finding): number =>
    RANK[a.severity] - RANK[b.severity] ||
    place(a) - place(b) ||
    compare(a.nodeId ?? '', b.nodeId ?? '') ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message);
  return { findings: findings.sort(inOrder), silenced: silenced.sort((a, b) => inOrder(a.finding, b.finding)) };
}

export const hasErrors = (findings: readonly Finding[]): boolean => findings.some((finding) => finding.severity === 'error');

function contextOf(policy: Policy, kinds: ReadonlyMap<string, NodeKind>, figures: TrafficFigures | undefined): RuleContext {
  const traffic = expectedTraffic(figures);
  return {
    policy,
    graph: graphView(policy),
    kinds,
    portsOf(node) {
      const kind = kinds.get(node.kind);
      const config = kind === undefined ? undefined : parsedConfig(kind, node);
      return kind === undefined || config?.success !== true ? undefined : kind.face.ports(config.data);
    },
    entries: policy.nodes.filter((node) => kinds.get(node.kind)?.face.isCallable === false),
    traffic,
    worstCases: worstCases(policy, traffic),
  };
}

function runRule(rule: Rule, context: RuleContext): Finding[] {
  try {
    return rule.run(context).map((report) => ({ rule: rule.id, severity: rule.severity, ...report }));
  } catch (cause) {
    return [crashed(rule.id, cause)];
  }
}

function checkNode(node: PolicyNode, { kinds, graph }: RuleContext): readonly Finding[] {
  const kind = kinds.get(node.kind);
  if (kind === undefined) return [];
  try {
    const config = parsedConfig(kind, node);
    return config.success ? kind.check.run(config.data, node, graph) : [];
  } catch (cause) {
    return [{ ...crashed(`${node.kind} on ${node.name}`, cause), nodeId: node.id }];
  }
}

/** A rule that breaks down at several parts is one fault. */
function onceCrashed(found: readonly Finding[]): readonly Finding[] {
  const said = new Set<string>();
  return found.filter(({ rule, nodeId, message }) => {
    if (rule !== RULE_CRASHED || nodeId !== undefined) return true;
    if (said.has(message)) return false;
    said.add(message);
    return true;
  });
}

/** A warning: nothing is known to be wrong with the policy, but one question about it stays open. */
const crashed = (what: string, cause: unknown): Finding => ({
  rule: RULE_CRASHED,
  severity: 'warning',
  message: `The rule ${what} broke down (${cause instanceof Error ? cause.message : String(cause)}), so what it looks for was not checked. This is a fault of Gracefall, not of the policy; please report it.`,
});

/** By code unit, not by locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
