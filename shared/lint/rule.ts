import type { GraphView, NodeKind, Port, WorstCases } from '../kinds/index.ts';
import type { Finding, Policy, PolicyNode, Severity } from '../model/index.ts';
import type { ExpectedTraffic } from './expected-traffic.ts';

/** One question about the graph as a whole. One file a rule, and a page of the same name in docs/rules. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** The answer changes with the traffic, so a silence of it is never called out of date. */
  readonly dependsOnTraffic?: true;
  /**
   * Asks about all nodes at once. Other rules are asked for each part of the policy between which no call leads, and again only when something of it
   * changes: what they say of a node may depend on that part, the providers, the promises and the traffic, and on nothing else.
   */
  readonly isAboutAll?: true;
  run(context: RuleContext): readonly Report[];
}

/** A finding without what the rule says once for all. */
export type Report = Omit<Finding, 'rule' | 'severity'>;

export interface RuleContext {
  readonly policy: Policy;
  readonly graph: GraphView;
  readonly kinds: ReadonlyMap<string, NodeKind>;
  /** Ports in call order; undefined when they cannot be known (unknown kind, config that its schema refuses). */
  portsOf(node: PolicyNode): readonly Port[] | undefined;
  /** Where requests come in. */
  readonly entries: readonly PolicyNode[];
  /** Of the traffic that is open, or what is assumed without one. */
  readonly traffic: ExpectedTraffic;
  /** For requests as long as the longest of the traffic. */
  readonly worstCases: WorstCases;
}
