import { useMemo } from 'react';
import type { BreakerState, RunResult } from '../../shared/model/index.ts';
import { clockText, words } from '../words/index.ts';
import { breakerRows } from './breaker-rows.ts';
import { Hatches } from './ChartRow.tsx';
import { type ChartActions, ChartTitle } from './ChartTitle.tsx';
import type { IncidentBand } from './incidents.ts';
import type { Names } from './names.ts';
import { clippedTo, leftIn, type TimeView, timeAxis, widthIn } from './time-axis.ts';

export interface BreakerChartProps extends ChartActions {
  readonly run: RunResult;
  readonly names: Names;
  readonly bands: readonly IncidentBand[];
  /** The states at the cursor in words. */
  readonly now: { readonly text: string; readonly state: BreakerState };
  readonly view: TimeView;
}

const ROW_PX = 15;

/** One line a breaker: closed is a line, half-open a dashed line, open a block. */
export function BreakerChart({ run, names, bands, now, view, onOpenTable, onSave }: BreakerChartProps) {
  const rows = useMemo(() => breakerRows(run, names), [run, names]);
  const { endMs } = timeAxis(run);
  return (
    <section
      className="rh-chart rh-chart-breakers"
      style={{ flexBasis: Math.max(30, rows.length * ROW_PX) }}
      aria-label={words.rehearse.charts.breakers.title}
    >
      <ChartTitle
        id="breakers"
        title={words.rehearse.charts.breakers.title}
        unit=""
        now={<span className={now.state === 'open' ? 'ink-failed' : 'ink-3'}>{now.text}</span>}
        onOpenTable={onOpenTable}
        onSave={onSave}
      />
      <div className="rh-plot-area">
        <Hatches bands={bands} view={view} layer="under" />
        {rows.map((row) => (
          <div
            key={row.nodeId}
            className="rh-breaker-row"
            role="img"
            aria-label={words.rehearse.charts.breakers.row(row.name, row.openings)}
          >
            {row.segments.map((segment) => {
              const seen = clippedTo(view, segment);
              if (seen === null) return null;
              return (
                <span
                  key={segment.startMs}
                  className={`rh-breaker rh-breaker-${segment.state}`}
                  title={words.rehearse.charts.breakers.segment(
                    names.node(row.nodeId),
                    segment.state,
                    clockText(segment.startMs, endMs),
                    clockText(segment.endMs, endMs),
                  )}
                  style={{ left: leftIn(view, seen.startMs), width: widthIn(view, seen.endMs - seen.startMs) }}
                />
              );
            })}
            <span className="rh-right-label">{row.name}</span>
          </div>
        ))}
      </div>
    </section>
  );
}
