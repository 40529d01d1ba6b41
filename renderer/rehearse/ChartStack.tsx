import { type PointerEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import type { RunResult } from '../../shared/model/index.ts';
import { BreakerChart } from './BreakerChart.tsx';
import { breakersNow } from './breaker-rows.ts';
import { ChartRow } from './ChartRow.tsx';
import { useChartColours } from './chart-colours.ts';
import { answersData, costData, failureTicks, latencyData, quantileLabels, tierLabels } from './chart-data.ts';
import type { ChartId } from './chart-table.ts';
import { axisClock, chosenTimeText, clockText, countText, latencyText, plainText, usdText } from './figure-text.ts';
import { type IncidentBand, placeLabels } from './incidents.ts';
import type { Names } from './names.ts';
import { phasesOf } from './phases.ts';
import { StateMark } from './StateMark.tsx';
import type { Sla } from './summary.ts';
import { TimeChart } from './TimeChart.tsx';
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

const SYNC_KEY = 'rehearse';
const PX_PER_TIME_TICK = 90;
const LABEL_LANES = 2;
const LANE_PX = 17;
/** A tick this near to the time flag would show from under it. */
const FLAG_PX = 40;

/** Four charts, one time axis, one cursor. */
export function ChartStack({ run, names, sla, bands, scrubMs, onScrub, onOpenTable }: ChartStackProps) {
  const colours = useChartColours();
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

  const answers = useMemo(() => answersData(run), [run]);
  const latency = useMemo(() => latencyData(run, sla.p95Ms), [run, sla]);
  const quantiles = useMemo(() => quantileLabels(latency), [latency]);
  const cost = useMemo(() => costData(run), [run]);
  const failures = useMemo(() => failureTicks(run), [run]);
  const tiers = useMemo(() => tierLabels(run), [run]);
  const before = useMemo(() => phasesOf(run).find((phase) => phase.id === 'before'), [run]);
  const placed = placeLabels(bands, endMs, plotPx, LABEL_LANES);
  const laneCount = Math.max(1, ...placed.map((label) => label.lane + 1));
  const clock = axisClock(endMs);
  const ticks = timeTicks(endMs, Math.max(2, Math.floor(plotPx / PX_PER_TIME_TICK)));

  const answerSeries = useMemo((): uPlot.Series[] => {
    const steps = uPlot.paths.stepped!({ align: 1 });
    // The highest sum first: each lower one is painted over it and leaves its own layer showing.
    const layer = (fill: string): uPlot.Series => ({ fill, width: 0, paths: steps, points: { show: false } });
    return [{}, layer(colours.failed), layer(colours.blocked), layer(colours.t3), layer(colours.t2), layer(colours.t1)];
  }, [colours]);
  const answerColumns = useMemo((): uPlot.AlignedData => [answers.x, ...[...answers.stack].reverse()], [answers]);
  const latencySeries = useMemo((): uPlot.Series[] => {
    const line = (stroke: string, width: number): uPlot.Series => ({ stroke, width, points: { show: false }, spanGaps: false });
    return [{}, line(colours.ink3, 1), line(colours.ink2, 1), line(colours.ink, 2)];
  }, [colours]);
  const latencyColumns = useMemo((): uPlot.AlignedData => [latency.x, latency.p99, latency.p50, latency.p95], [latency]);
  const costSeries = useMemo(
    (): uPlot.Series[] => [
      {},
      { stroke: colours.budget, fill: colours.budgetWash, width: 1.25, paths: uPlot.paths.stepped!({ align: 1 }), points: { show: false } },
    ],
    [colours],
  );
  const costColumns = useMemo((): uPlot.AlignedData => [cost.x, cost.usdPerMin], [cost]);

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
  const { series } = run;
  const left = (ms: number) => `${(ms / endMs) * 100}%`;
  const answersNow = bucket < 0 ? null : [0, 1, 2].map((tier) => series.answeredByTier[tier]?.[bucket] ?? 0);
  const breakers = breakersNow(run, names, readAtMs);

  return (
    <section
      className="rh-charts"
      aria-label="What happened over time"
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
                <span className="visually-hidden">assumed</span>
              </span>
            );
          })}
        </div>
      </div>

      <ChartRow
        id="answers"
        title="Answers"
        unit={`per ${plainText(axis.bucketMs / 1000)} s`}
        bands={bands}
        endMs={endMs}
        hatch="over"
        labelsUpTo={0.88}
        scale={answers.scale}
        tickText={countText}
        onOpenTable={onOpenTable}
        now={
          answersNow && (
            <>
              {([1, 2, 3] as const)
                .filter((tier) => answersNow[tier - 1]! > 0)
                .map((tier) => (
                  <span key={tier} className="rh-now-state" title={`Tier ${tier}`}>
                    <StateMark state={`t${tier}`} />
                    {countText(answersNow[tier - 1]!)}
                  </span>
                ))}
              <span className="rh-now-state" title="Failed">
                <StateMark state="failed" />
                {countText(series.failed[bucket] ?? 0)}
              </span>
            </>
          )
        }
      >
        <div className="rh-failures">
          <span className="rh-failures-label">× failed</span>
          {failures.map((tick) => (
            <span
              key={tick.startMs}
              className="rh-failure"
              title={`${countText(tick.count)} failed, ${clockText(tick.startMs, endMs)} to ${clockText(tick.endMs, endMs)}`}
              style={{ left: left(tick.startMs), width: `min(${left(tick.endMs - tick.startMs)}, ${tick.count * 2}px)` }}
            />
          ))}
        </div>
        <TimeChart
          data={answerColumns}
          series={answerSeries}
          endMs={endMs}
          top={answers.scale.top}
          syncKey={SYNC_KEY}
          label="Answers per tier over time, stacked"
        />
        {tiers.map((label) => {
          const widthPx = (label.widthMs / endMs) * plotPx;
          const answerer = names.tierAnswerer(label.tier);
          const long = answerer === null ? `tier ${label.tier}` : `tier ${label.tier}, ${answerer}`;
          const text = [long, `tier ${label.tier}`].find((words) => words.length * 7 + 12 <= widthPx);
          return (
            text && (
              <span
                key={`${label.tier}-${label.atMs}`}
                className={`rh-area-label rh-area-label-t${label.tier}`}
                style={{ left: left(label.atMs), bottom: `${(label.value / answers.scale.top) * 100}%` }}
              >
                {text}
              </span>
            )
          );
        })}
      </ChartRow>

      {run.breakers.length > 0 && (
        <BreakerChart run={run} names={names} bands={bands} now={breakers} onOpenTable={() => onOpenTable('breakers')} />
      )}

      <ChartRow
        id="latency"
        title="Latency"
        unit="s, by quantile"
        bands={bands}
        endMs={endMs}
        hatch="under"
        scale={latency.scale}
        tickText={plainText}
        onOpenTable={onOpenTable}
        now={
          bucket >= 0 && (
            <>
              <span>
                P95 <b>{latencyText(series.latencyMs.p95[bucket] ?? null)}</b>
              </span>
              <span className="ink-3">P50 {latencyText(series.latencyMs.p50[bucket] ?? null)}</span>
            </>
          )
        }
      >
        <TimeChart
          data={latencyColumns}
          series={latencySeries}
          endMs={endMs}
          top={latency.scale.top}
          syncKey={SYNC_KEY}
          label="Latency over time: P50, P95 and P99"
        />
        {quantiles &&
          (['p99', 'p95', 'p50'] as const).map((name) => (
            <span
              key={name}
              className={`rh-line-label rh-line-label-${name}`}
              style={{ left: left(quantiles.atMs), bottom: `min(${(quantiles[name] / latency.scale.top) * 100}%, 100% - 12px)` }}
            >
              {name.toUpperCase()}
            </span>
          ))}
        {sla.p95Ms !== null && (
          <span className="rh-sla" style={{ bottom: `${(sla.p95Ms / 1000 / latency.scale.top) * 100}%` }}>
            <span className="rh-right-label">SLA {chosenTimeText(sla.p95Ms)}</span>
          </span>
        )}
      </ChartRow>

      <ChartRow
        id="cost"
        title="Cost"
        unit="$ per min"
        bands={bands}
        endMs={endMs}
        hatch="under"
        scale={cost.scale}
        tickText={plainText}
        onOpenTable={onOpenTable}
        now={
          bucket >= 0 && (
            <>
              <b>{usdText(cost.usdPerMin[bucket] ?? 0)}</b>
              {before && <span className="ink-3">of {usdText(before.usdPerMin)} before</span>}
            </>
          )
        }
      >
        <TimeChart
          data={costColumns}
          series={costSeries}
          endMs={endMs}
          top={cost.scale.top}
          syncKey={SYNC_KEY}
          label="Cost per minute over time"
        />
      </ChartRow>

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
