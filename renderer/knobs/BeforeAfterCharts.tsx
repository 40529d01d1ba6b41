import { memo, useMemo } from 'react';
import type uPlot from 'uplot';
import type { Policy, RunResult } from '../../shared/model/index.ts';
import { Hatches } from '../rehearse/ChartRow.tsx';
import { useChartColours } from '../rehearse/chart-colours.ts';
import { incidentBands } from '../rehearse/incidents.ts';
import { namesOf } from '../rehearse/names.ts';
import { TimeChart } from '../rehearse/TimeChart.tsx';
import { type TimeView, timeAxis, timeTicks, valueScale } from '../rehearse/time-axis.ts';
import { axisClock, plainText, words } from '../words/index.ts';

const SYNC = 'before-after';

/** Share of what ended in each bucket that was answered in full, in percent; null where nothing ended. */
export function fullPercent({ series }: RunResult): (number | null)[] {
  const { answeredByTier, blocked, failed } = series;
  return failed.map((lost, bucket) => {
    const answered = answeredByTier.reduce((sum, tier) => sum + (tier[bucket] ?? 0), 0);
    const ended = answered + (blocked[bucket] ?? 0) + lost;
    return ended === 0 ? null : ((answeredByTier[0]?.[bucket] ?? 0) / ended) * 100;
  });
}

const p95Seconds = ({ series }: RunResult): (number | null)[] => series.latencyMs.p95.map((ms) => (ms === null ? null : ms / 1000));
const usdPerMinute = ({ series }: RunResult): (number | null)[] => series.usd.map((usd) => (usd / series.bucketMs) * 60_000);

export interface BeforeAfterChartsProps {
  readonly before: RunResult;
  readonly after: RunResult;
  readonly policy: Policy;
  readonly isStale: boolean;
}

/** The two runs over time, on one axis: before thin and dashed, after thick. */
export const BeforeAfterCharts = memo(function BeforeAfterCharts({ before, after, policy, isStale }: BeforeAfterChartsProps) {
  const endMs = Math.max(timeAxis(before).endMs, timeAxis(after).endMs);
  const bands = useMemo(() => incidentBands(before, namesOf(before, policy), endMs), [before, policy, endMs]);
  const view = useMemo(() => ({ fromMs: 0, toMs: endMs }), [endMs]);
  const clock = axisClock(endMs);
  const { charts } = words.knobs.live;
  const shared = { before, after, bands, view };
  return (
    <section className={isStale ? 'kn-charts is-stale' : 'kn-charts'} aria-label={charts.label}>
      <p className="kn-legend small">
        <i className="kn-line is-before" aria-hidden="true" /> {charts.before}
        <i className="kn-line is-after" aria-hidden="true" /> {charts.after}
      </p>
      <OneChart {...shared} {...charts.full} valuesOf={fullPercent} most={100} />
      <OneChart {...shared} {...charts.p95} valuesOf={p95Seconds} />
      <OneChart {...shared} {...charts.cost} valuesOf={usdPerMinute} />
      <div className="kn-time-axis">
        <span className="small ink-3">{clock.unit}</span>
        <div className="kn-ticks">
          {timeTicks(view, 8).map((tick) => (
            <span key={tick} className="rh-time-tick" style={{ left: `${(tick / endMs) * 100}%` }}>
              {clock.text(tick)}
            </span>
          ))}
        </div>
      </div>
    </section>
  );
});

interface OneChartProps {
  readonly before: RunResult;
  readonly after: RunResult;
  readonly bands: ReturnType<typeof incidentBands>;
  readonly view: TimeView;
  readonly title: string;
  readonly unit: string;
  readonly valuesOf: (run: RunResult) => (number | null)[];
  /** Of the axis, where it is known. */
  readonly most?: number;
}

function OneChart({ before, after, bands, view, title, unit, valuesOf, most }: OneChartProps) {
  const colours = useChartColours();
  const { columns, scale } = useMemo(() => {
    const longer = before.series.requests.length >= after.series.requests.length ? before : after;
    const { bucketMs, requests } = longer.series;
    const x = requests.map((_, bucket) => Math.min(view.toMs, (bucket + 0.5) * bucketMs));
    const padded = (values: (number | null)[]): (number | null)[] => x.map((_, bucket) => values[bucket] ?? null);
    const [was, is] = [padded(valuesOf(before)), padded(valuesOf(after))];
    const highest = most ?? Math.max(0, ...[...was, ...is].map((value) => value ?? 0));
    return { columns: [x, was, is] as uPlot.AlignedData, scale: valueScale(highest, 3) };
  }, [before, after, view, valuesOf, most]);
  const series = useMemo((): uPlot.Series[] => {
    const line = (stroke: string, width: number, dash: number[]): uPlot.Series => ({
      stroke,
      width,
      dash,
      points: { show: false },
      spanGaps: false,
    });
    return [{}, line(colours.ink2, 1, [4, 3]), line(colours.ink, 2, [])];
  }, [colours]);
  return (
    <div className="kn-chart">
      <div className="kn-chart-title small">
        <b>{title}</b> <span className="ink-3">{unit}</span>
      </div>
      <div className="rh-plot-area">
        {scale.ticks.map((tick) => (
          <span key={tick} className="rh-grid" style={{ bottom: `${(tick / scale.top) * 100}%` }}>
            <span className="rh-value-tick">{plainText(tick)}</span>
          </span>
        ))}
        <Hatches bands={bands} view={view} layer="under" />
        <TimeChart
          data={columns}
          series={series}
          view={view}
          top={scale.top}
          syncKey={SYNC}
          label={words.knobs.live.charts.picture(title)}
        />
      </div>
    </div>
  );
}
