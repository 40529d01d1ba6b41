import { ArrowUpDown, Minus, Pencil, Plus } from 'lucide-react';
import type { DrawnChange } from '../../shared/diff/index.ts';
import { words } from '../words/index.ts';

const ICONS = { added: Plus, removed: Minus, reordered: ArrowUpDown, changed: Pencil } as const;

/** What became of a card, on its upper edge: a glyph and a word, since a colour alone would not say it. */
export function ChangePill({ mark, zoom }: { readonly mark: DrawnChange; readonly zoom: number }) {
  const Icon = ICONS[mark];
  const size = zoom < 1 ? 12 / zoom : 12;
  return (
    <span className={`card-fidelity card-change is-${mark}`} style={{ fontSize: size }}>
      <Icon size={size} aria-hidden />
      <span className={zoom < 0.45 ? 'visually-hidden' : undefined}>{words.review.mark[mark]}</span>
    </span>
  );
}
