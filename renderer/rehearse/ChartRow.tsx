import type { ReactNode } from 'react';
import type { RunResult } from '../../shared/model/index.ts';
import { ChartTitle } from './ChartTitle.tsx';
import type { ChartId } from './chart-table.ts';
import type { IncidentBand } from './incidents.ts';
import type { ValueScale } from './time-axis.ts';

/** Charts with the same key share one cursor. */
export const SYNC_KEY = 'rehearse';

/** What every chart of the stack is given. */
export interface OneChartProps {
  readonly run: RunResult;
  readonly bands: readonly IncidentBand[];
  readonly endMs: number;
  /** Bucket under the cursor; −1 when no instant is looked at. */
  readonly bucket: number;
  readonly onOpenTable: (chart: ChartId) => void;
}

export interface ChartRowProps {
  readonly id: ChartId;
  readonly title: string;
  readonly unit: string;
  readonly bands: readonly IncidentBand[];
  readonly endMs: number;
  /** Areas would hide hatching behind them; lines are easier to read in front of it. */
  readonly hatch: 'over' | 'under';
  readonly scale: ValueScale;
  readonly tickText: (value: number) => string;
  /** Share of the axis above which ticks go unlabelled, where something else stands. */
  readonly labelsUpTo?: number;
  readonly onOpenTable: (chart: ChartId) => void;
  readonly now: ReactNode;
  readonly children: ReactNode;
}

/** Name and values at the left, value axis, grid and incidents around one plot. */
export function ChartRow({
  id,
  title,
  unit,
  bands,
  endMs,
  hatch,
  scale,
  tickText,
  labelsUpTo = 1,
  onOpenTable,
  now,
  children,
}: ChartRowProps) {
  return (
    <section className={`rh-chart rh-chart-${id}`} aria-label={title}>
      <ChartTitle title={title} unit={unit} now={now} onOpenTable={() => onOpenTable(id)} />
      <div className="rh-plot-area">
        {scale.ticks.map((tick) => (
          <span key={tick} className="rh-grid" style={{ bottom: `${(tick / scale.top) * 100}%` }}>
            {tick <= scale.top * labelsUpTo && <span className="rh-value-tick">{tickText(tick)}</span>}
          </span>
        ))}
        <Hatches bands={bands} endMs={endMs} layer={hatch} />
        {children}
      </div>
    </section>
  );
}

/** The incidents as hatched bands. */
export function Hatches({
  bands,
  endMs,
  layer,
}: {
  readonly bands: readonly IncidentBand[];
  readonly endMs: number;
  readonly layer: 'over' | 'under';
}) {
  return (
    <div className={`rh-hatches rh-hatches-${layer}`} aria-hidden="true">
      {bands.map((band) => (
        <span
          key={band.id}
          className={band.isOutage ? 'rh-hatch' : 'rh-hatch rh-hatch-wide'}
          style={{ left: `${(band.startMs / endMs) * 100}%`, width: `${((band.endMs - band.startMs) / endMs) * 100}%` }}
        />
      ))}
    </div>
  );
}
