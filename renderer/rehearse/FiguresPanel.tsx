import { ChevronRight, TriangleAlert } from 'lucide-react';
import { Tooltip } from 'radix-ui';
import { memo, type ReactElement } from 'react';
import { words } from '../words/index.ts';
import { StateMark } from './StateMark.tsx';
import type { Figure } from './summary.ts';

export interface FiguresPanelProps {
  readonly large: readonly Figure[];
  /** Null: no answer has a flaw. */
  readonly flawed: Figure | null;
  readonly small: readonly Figure[];
  /** "seed 1, engine 0.1.0" */
  readonly provenance: string;
  readonly onShowQuality: () => void;
}

/** Memoised: playback draws the room anew with every frame, and these figures are about the whole run. */
export const FiguresPanel = memo(function FiguresPanel({ large, flawed, small, provenance, onShowQuality }: FiguresPanelProps) {
  return (
    <section className="rh-figures" aria-label={words.figures.label}>
      <div className="rh-figures-large">
        {large.map((figure) => (
          <Exact key={figure.id} figure={figure}>
            <div className="rh-figure">
              <span className="rh-figure-label">{figure.label}</span>
              <span className="rh-figure-value">
                {figure.state && <StateMark state={figure.state} />}
                {figure.value}
              </span>
              <span className="rh-figure-note">
                <Verdict figure={figure} />
                {figure.note}
                {figure.moreNote && <span className="rh-wide"> · {figure.moreNote}</span>}
              </span>
              <span className="visually-hidden">{figure.exact}</span>
            </div>
          </Exact>
        ))}
      </div>
      {flawed !== null && (
        <Exact figure={flawed}>
          <button type="button" className="rh-flawed" onClick={onShowQuality}>
            <TriangleAlert size={14} className="ink-t3" aria-hidden="true" />
            <span className="rh-figure-label">{flawed.label}</span>
            <b>{flawed.value}</b>
            <span className="rh-figure-note">
              {flawed.note}
              <span className="rh-wide">
                {flawed.note !== '' && ' · '}
                {flawed.moreNote}
              </span>
            </span>
            <ChevronRight size={14} className="rh-flawed-more" aria-hidden="true" />
            <span className="visually-hidden">
              {flawed.exact} {words.figures.showQuality}
            </span>
          </button>
        </Exact>
      )}
      <div className="rh-figures-small">
        {small.map((figure) => (
          <Exact key={figure.id} figure={figure}>
            <div className="rh-small-figure">
              <span className="rh-small-label">
                {figure.state && <StateMark state={figure.state} />}
                {figure.label}
              </span>
              <span className="rh-small-value">
                <Verdict figure={figure} />
                {figure.value}
              </span>
              <span className="visually-hidden">
                {figure.note} {figure.exact}
              </span>
            </div>
          </Exact>
        ))}
      </div>
      <p className="rh-provenance">{provenance}</p>
    </section>
  );
});

function Verdict({ figure }: { readonly figure: Figure }) {
  if (figure.verdict === undefined) return null;
  const isKept = figure.verdict === 'kept';
  return (
    <span className={isKept ? 'rh-kept' : 'rh-broken'}>
      <span aria-hidden="true">{isKept ? '✓' : '×'}</span>
      <span className="visually-hidden">{isKept ? words.figures.kept : words.figures.broken}</span>{' '}
    </span>
  );
}

function Exact({ figure, children }: { readonly figure: Figure; readonly children: ReactElement }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tooltip" side="bottom" sideOffset={4} collisionPadding={8}>
          {figure.exact}
          {figure.note !== '' && figure.id === 'availability' ? ` ${figure.note}.` : ''}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
