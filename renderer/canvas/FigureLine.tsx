import { History } from 'lucide-react';
import type { NodeFigureLine } from './figure-line.ts';

/** The second line of a card after a run: calls, how many were answered, P95. */
export function FigureLine({ figures }: { readonly figures: NodeFigureLine }) {
  return (
    <span className={figures.isStale ? 'card-figures is-stale' : 'card-figures'} title={figures.title}>
      {figures.isStale && <History size={12} aria-hidden="true" />}
      <span>{figures.calls}</span>
      <span>{figures.answered}</span>
      <span>P95 {figures.p95}</span>
      <span className="visually-hidden">{figures.title}</span>
    </span>
  );
}
