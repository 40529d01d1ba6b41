import type { PolicyDocument } from '../model/index.ts';
import type { Dialect, Difference } from './dialect.ts';

export interface AsRun {
  /** A document like any other; without frames and comments, which may speak of nodes that are gone. */
  readonly document: PolicyDocument;
  readonly differences: readonly Difference[];
}

/** The document as that gateway would run its export. For a policy on which lint reports no error. */
export function asRunBy(dialect: Dialect, document: PolicyDocument): AsRun {
  const { policy, differences } = dialect.rewrite(document.policy);
  const there = new Set(policy.nodes.map(({ id }) => id));
  const nodes = Object.fromEntries(Object.entries(document.layout.nodes).filter(([id]) => there.has(id)));
  return { document: { ...document, policy, layout: { ...document.layout, nodes, groups: [], notes: [] } }, differences };
}
