import { Tooltip } from 'radix-ui';
import { memo, type ReactElement } from 'react';
import { StateMark } from './StateMark.tsx';
import type { Figure } from './summary.ts';

export interface FiguresPanelProps {
  readonly large: readonly Figure[];
  readonly small: readonly Figure[];
  /** "seed 1, engine 0.1.0" */
  readonly provenance: string;
}

/** Memoised: playback draws the room anew with every frame, and these figures are about the whole run. */
export const FiguresPanel = memo(function FiguresPanel({ large, small, provenance }: FiguresPanelProps) {
  return (
    <section className="rh-figures" aria-label="Figures of this run">
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
      <span className="visually-hidden">{isKept ? 'promise kept' : 'promise broken'}</span>{' '}
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
