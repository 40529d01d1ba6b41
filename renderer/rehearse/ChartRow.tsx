import type { ReactNode } from 'react';
import type { RunResult } from '../../shared/model/index.ts';
import { type ChartActions, ChartTitle } from './ChartTitle.tsx';
import type { ChartId } from './chart-ids.ts';
import type { IncidentBand } from './incidents.ts';
import { clippedTo, leftIn, type TimeView, type ValueScale, widthIn } from './time-axis.ts';

/** Charts with the same key share one cursor. */
export const SYNC_KEY = 'rehearse';

/** What every chart of the stack is given. */
export interface OneChartProps extends ChartActions {
  readonly run: RunResult;
  readonly bands: readonly IncidentBand[];
  /** Memoised: a new one draws every chart anew. */
  readonly view: TimeView;
  /** Bucket under the cursor; −1 when no instant is looked at. */
  readonly bucket: number;
}

export interface ChartRowProps extends ChartActions {
  readonly id: ChartId;
  readonly title: string;
  readonly unit: string;
  readonly bands: readonly IncidentBand[];
  readonly view: TimeView;
  /** Areas would hide hatching behind them; lines are easier to read in front of it. */
  readonly hatch: 'over' | 'under';
  readonly scale: ValueScale;
  readonly tickText: (value: number) => string;
  /** Share of the axis above which ticks go unlabelled, where something else stands. */
  readonly labelsUpTo?: number;
  readonly now: ReactNode;
  readonly children: ReactNode;
}

/** Name and values at the left, value axis, grid and incidents around one plot. */
export function ChartRow({
  id,
  title,
  unit,
  bands,
  view,
  hatch,
  scale,
  tickText,
  labelsUpTo = 1,
  onOpenTable,
  onSave,
  now,
  children,
}: ChartRowProps) {
  const kind = id.startsWith('station:') ? 'station' : id;
  return (
    <section className={`rh-chart rh-chart-${kind}`} aria-label={title}>
      <ChartTitle id={id} title={title} unit={unit} now={now} onOpenTable={onOpenTable} onSave={onSave} />
      <div className="rh-plot-area">
        {scale.ticks.map((tick) => (
          <span key={tick} className="rh-grid" style={{ bottom: `${(tick / scale.top) * 100}%` }}>
            {tick <= scale.top * labelsUpTo && <span className="rh-value-tick">{tickText(tick)}</span>}
          </span>
        ))}
        <Hatches bands={bands} view={view} layer={hatch} />
        {children}
      </div>
    </section>
  );
}

/** The incidents as hatched bands. */
export function Hatches({
  bands,
  view,
  layer,
}: {
  readonly bands: readonly IncidentBand[];
  readonly view: TimeView;
  readonly layer: 'over' | 'under';
}) {
  return (
    <div className={`rh-hatches rh-hatches-${layer}`} aria-hidden="true">
      {bands.map((band) => {
        const seen = clippedTo(view, band);
        return (
          seen && (
            <span
              key={band.id}
              className={band.isOutage ? 'rh-hatch' : 'rh-hatch rh-hatch-wide'}
              style={{ left: leftIn(view, seen.startMs), width: widthIn(view, seen.endMs - seen.startMs) }}
            />
          )
        );
      })}
    </div>
  );
}
