import { type PointerEvent, useLayoutEffect, useRef, useState } from 'react';
import type { RunResult } from '../../shared/model/index.ts';
import { axisClock, clockText, words } from '../words/index.ts';
import { AnswersChart } from './AnswersChart.tsx';
import { BreakerChart } from './BreakerChart.tsx';
import { breakersNow } from './breaker-rows.ts';
import { CostChart } from './CostChart.tsx';
import type { ChartId } from './chart-table.ts';
import { type IncidentBand, placeLabels } from './incidents.ts';
import { LatencyChart } from './LatencyChart.tsx';
import type { Names } from './names.ts';
import type { Sla } from './summary.ts';
import { bucketAt, timeAxis, timeTicks } from './time-axis.ts';

export interface ChartStackProps {
  readonly run: RunResult;
  readonly names: Names;
  readonly sla: Sla;
  readonly bands: readonly IncidentBand[];
  readonly scrubMs: number | null;
  readonly onScrub: (atMs: number) => void;
  readonly onOpenTable: (chart: ChartId) => void;
}

const PX_PER_TIME_TICK = 90;
const LABEL_LANES = 2;
const LANE_PX = 17;
/** A tick this near to the time flag would show from under it. */
const FLAG_PX = 40;

/** Four charts, one time axis, one cursor. */
export function ChartStack({ run, names, sla, bands, scrubMs, onScrub, onOpenTable }: ChartStackProps) {
  const axis = timeAxis(run);
  const { endMs } = axis;
  const ruler = useRef<HTMLDivElement>(null);
  const [plotPx, setPlotPx] = useState(800);
  const [hoverMs, setHoverMs] = useState<number | null>(null);

  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setPlotPx(Math.max(1, entry.contentRect.width)));
    observer.observe(ruler.current!);
    return () => observer.disconnect();
  }, []);

  const placed = placeLabels(bands, endMs, plotPx, LABEL_LANES);
  const laneCount = Math.max(1, ...placed.map((label) => label.lane + 1));
  const clock = axisClock(endMs);
  const ticks = timeTicks(endMs, Math.max(2, Math.floor(plotPx / PX_PER_TIME_TICK)));

  const timeAt = (event: PointerEvent): number => {
    const { left, width } = ruler.current!.getBoundingClientRect();
    return Math.min(endMs, Math.max(0, ((event.clientX - left) / width) * endMs));
  };
  const isOverPlots = (event: PointerEvent): boolean => {
    const { left, right } = ruler.current!.getBoundingClientRect();
    return event.clientX >= left && event.clientX <= right && !(event.target as Element).closest('button');
  };

  const readAtMs = hoverMs ?? scrubMs;
  const bucket = readAtMs === null ? -1 : bucketAt(axis, readAtMs);
  const isUnderFlag = (tick: number) =>
    [hoverMs, scrubMs].some((flagMs) => flagMs !== null && (Math.abs(flagMs - tick) / endMs) * plotPx < FLAG_PX);
  const left = (ms: number) => `${(ms / endMs) * 100}%`;
  const chart = { run, bands, endMs, bucket, onOpenTable };
  const breakers = breakersNow(run, names, readAtMs);

  return (
    <section
      className="rh-charts"
      aria-label={words.rehearse.charts.label}
      onPointerMove={(event) => {
        setHoverMs(isOverPlots(event) ? timeAt(event) : null);
        if (event.buttons === 1 && event.currentTarget.hasPointerCapture(event.pointerId)) onScrub(timeAt(event));
      }}
      onPointerLeave={() => setHoverMs(null)}
      onPointerDown={(event) => {
        if (event.button !== 0 || !isOverPlots(event)) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        onScrub(timeAt(event));
      }}
    >
      <div className="rh-chart-labels" style={{ height: laneCount * LANE_PX }}>
        <div ref={ruler} className="rh-ruler">
          {placed.map((label) => {
            const band = bands.find(({ id }) => id === label.id)!;
            return (
              <span
                key={label.id}
                className="rh-band-label"
                title={band.sentence}
                style={{ left: label.leftPx, maxWidth: label.widthPx, top: label.lane * LANE_PX }}
              >
                {band.label} <span aria-hidden="true">○</span>
                <span className="visually-hidden">{words.rehearse.charts.assumed}</span>
              </span>
            );
          })}
        </div>
      </div>

      <AnswersChart {...chart} names={names} plotPx={plotPx} />
      {run.breakers.length > 0 && (
        <BreakerChart run={run} names={names} bands={bands} now={breakers} onOpenTable={() => onOpenTable('breakers')} />
      )}

      <LatencyChart {...chart} slaP95Ms={sla.p95Ms} />
      <CostChart {...chart} />

      <div className="rh-time-axis">
        <span className="rh-time-unit">{clock.unit}</span>
        <div className="rh-ruler">
          {ticks
            .filter((tick) => !isUnderFlag(tick))
            .map((tick) => (
              <span key={tick} className="rh-time-tick" style={{ left: left(tick) }}>
                {clock.text(tick)}
              </span>
            ))}
          {hoverMs !== null && (
            <span className="rh-time-flag rh-time-flag-hover" style={{ left: left(hoverMs) }}>
              {clockText(hoverMs, endMs)}
            </span>
          )}
          {scrubMs !== null && (
            <span className="rh-time-flag" style={{ left: left(scrubMs) }}>
              {clockText(scrubMs, endMs)}
            </span>
          )}
        </div>
      </div>
      <div className="rh-cursors" style={{ top: laneCount * LANE_PX }} aria-hidden="true">
        {hoverMs !== null && <i className="rh-cursor rh-cursor-hover" style={{ left: left(hoverMs) }} />}
        {scrubMs !== null && <i className="rh-cursor" style={{ left: left(scrubMs) }} />}
      </div>
    </section>
  );
}
