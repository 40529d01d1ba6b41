import { History } from 'lucide-react';
import { words } from '../words/index.ts';
import type { NodeFigureLine } from './figure-line.ts';

/** The second line of a card after a run: calls, how many were answered, P95. */
export function FigureLine({ figures, zoom }: { readonly figures: NodeFigureLine; readonly zoom: number }) {
  // Words keep 12 px on the screen; where that is too wide for a card, the last figure and its name are left to the hover.
  const style = zoom < 1 ? { fontSize: 12 / zoom, lineHeight: 1.16, gap: 7 } : undefined;
  return (
    <span className={figures.isStale ? 'card-figures is-stale' : 'card-figures'} title={figures.title} style={style}>
      {figures.isStale && <History size={12} aria-hidden="true" />}
      <span>{figures.calls}</span>
      <span>{figures.answered}</span>
      {zoom >= 0.8 && <span>{zoom < 1 ? figures.p95 : words.canvas.p95(figures.p95)}</span>}
      <span className="visually-hidden">{figures.title}</span>
    </span>
  );
}
