import type { FigureState } from './summary.ts';

const GLYPHS: Record<FigureState, string> = { t1: '1', t2: '2', t3: '3', blocked: '–', failed: '×' };

/** Hue and glyph of a state; the word always stands beside it. */
export function StateMark({ state }: { readonly state: FigureState }) {
  return (
    <span className={`mark ${state}`} aria-hidden="true">
      {GLYPHS[state]}
    </span>
  );
}
