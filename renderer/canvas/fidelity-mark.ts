import type { Fidelity, NodeFidelity } from '../../shared/gateways/index.ts';

/** On a card, while the drawing is looked at through a gateway. What is done as drawn has none. */
export interface FidelityMark {
  readonly kind: Exclude<Fidelity, 'exact'>;
  /** Every sentence of it. */
  readonly title: string;
}

const WORST = ['not-expressible', 'approximated', 'application'] as const;

/** Of a card, which may be a folded group: the worst of its nodes, and what is told of all of them. */
export function markOf(nodeIds: readonly string[], fidelity: ReadonlyMap<string, NodeFidelity> | null): FidelityMark | null {
  if (fidelity === null) return null;
  const told = nodeIds.flatMap((id) => fidelity.get(id) ?? []).filter((one) => one.fidelity !== 'exact');
  const kind = WORST.find((worst) => told.some((one) => one.fidelity === worst));
  return kind === undefined ? null : { kind, title: told.flatMap(({ sentences }) => sentences).join('\n') };
}
