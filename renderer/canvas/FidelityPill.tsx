import { CircleDashed, CircleX, MonitorSmartphone } from 'lucide-react';
import { words } from '../words/index.ts';
import type { FidelityMark } from './fidelity-mark.ts';

const ICONS = { 'not-expressible': CircleX, approximated: CircleDashed, application: MonitorSmartphone } as const;

/** Stands on the upper edge of a card. Words keep their size on the screen; far out the glyph alone is left. */
export function FidelityPill({ mark, zoom }: { readonly mark: FidelityMark; readonly zoom: number }) {
  const Icon = ICONS[mark.kind];
  const word = words.exports.onDrawing.mark[mark.kind];
  const size = zoom < 1 ? 12 / zoom : 12;
  return (
    <span className={`card-fidelity is-${mark.kind}`} style={{ fontSize: size }} title={mark.title}>
      <Icon size={size} aria-hidden />
      <span className={zoom < 0.55 ? 'visually-hidden' : undefined}>{word}</span>
    </span>
  );
}
