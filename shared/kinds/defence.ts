import type { NodeFigures, Policy } from '../model/index.ts';
import { kinds } from './all.ts';
import { callOrder } from './call-order.ts';
import { byId } from './graph.ts';
import type { Defence, DefenceLayer } from './kind.ts';

/** One place of a policy where something bad is looked for, and what a run found there. */
export interface DefenceFigures extends Defence {
  readonly nodeId: string;
  readonly name: string;
  /** What truly was bad and came here; caught + leaked = reached. */
  readonly reached: number;
  readonly caught: number;
  readonly leaked: number;
  /** Fine, and taken for bad. */
  readonly falseAlarms: number;
}

const LAYERS: readonly DefenceLayer[] = ['input', 'execution', 'output', 'evaluation'];

/**
 * Defence in depth: every guard and evaluator of the policy with its figures, in the order in which a request and its answer meet them. Input and
 * execution guards in call order; output guards and evaluators the other way round, since an answer comes from below. Nodes without figures
 * (a policy that changed since the run) are left out.
 */
export function defenceLayers(policy: Policy, nodes: readonly Pick<NodeFigures, 'id' | 'facts'>[]): readonly DefenceFigures[] {
  const figures = new Map(nodes.map((node) => [node.id, node.facts]));
  const inOrder = callOrder(policy);
  const seen = new Set(inOrder);
  const found = [...inOrder, ...policy.nodes.filter((node) => !seen.has(node)).sort(byId)].flatMap((node): DefenceFigures[] => {
    const facts = figures.get(node.id);
    const kind = kinds.get(node.kind);
    const config = kind?.config.schema.safeParse(node.config);
    const defence = config?.success === true ? kind?.defence?.(config.data) : undefined;
    if (facts === undefined || defence === undefined) return [];
    const count = (fact: string) => facts[fact] ?? 0;
    return [
      {
        ...defence,
        nodeId: node.id,
        name: node.name,
        reached: count('reached'),
        caught: count('caught'),
        leaked: count('leaked'),
        falseAlarms: count('false-alarm'),
      },
    ];
  });
  return LAYERS.flatMap((layer) => {
    const there = found.filter((figure) => figure.layer === layer);
    return layer === 'output' || layer === 'evaluation' ? there.reverse() : there;
  });
}
