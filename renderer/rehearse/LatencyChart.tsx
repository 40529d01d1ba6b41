import { memo, useMemo } from 'react';
import type uPlot from 'uplot';
import { chosenTimeText, latencyText, plainText, words } from '../words/index.ts';
import { ChartRow, type OneChartProps, SYNC_KEY } from './ChartRow.tsx';
import { useChartColours } from './chart-colours.ts';
import { latencyData, quantileLabels } from './chart-data.ts';
import { TimeChart } from './TimeChart.tsx';

/** P50, P95 and P99 of answered requests; P95 is what is promised and therefore the heaviest line. */
export const LatencyChart = memo(function LatencyChart({
  run,
  bands,
  endMs,
  bucket,
  slaP95Ms,
  onOpenTable,
}: OneChartProps & { readonly slaP95Ms: number | null }) {
  const colours = useChartColours();
  const data = useMemo(() => latencyData(run, slaP95Ms), [run, slaP95Ms]);
  const labels = useMemo(() => quantileLabels(data), [data]);
  const columns = useMemo((): uPlot.AlignedData => [data.x, data.p99, data.p50, data.p95], [data]);
  const series = useMemo((): uPlot.Series[] => {
    const line = (stroke: string, width: number): uPlot.Series => ({ stroke, width, points: { show: false }, spanGaps: false });
    return [{}, line(colours.ink3, 1), line(colours.ink2, 1), line(colours.ink, 2)];
  }, [colours]);
  const { top } = data.scale;
  const { p50, p95 } = run.series.latencyMs;

  return (
    <ChartRow
      id="latency"
      title={words.rehearse.charts.latency.title}
      unit={words.rehearse.charts.latency.unit}
      bands={bands}
      endMs={endMs}
      hatch="under"
      scale={data.scale}
      tickText={plainText}
      onOpenTable={onOpenTable}
      now={
        bucket >= 0 && (
          <>
            <span>
              {words.rehearse.charts.latency.p95} <b>{latencyText(p95[bucket] ?? null)}</b>
            </span>
            <span className="ink-3">
              {words.rehearse.charts.latency.p50} {latencyText(p50[bucket] ?? null)}
            </span>
          </>
        )
      }
    >
      <TimeChart data={columns} series={series} endMs={endMs} top={top} syncKey={SYNC_KEY} label={words.rehearse.charts.latency.picture} />
      {labels &&
        (['p99', 'p95', 'p50'] as const).map((name) => (
          <span
            key={name}
            className={`rh-line-label rh-line-label-${name}`}
            style={{ left: `${(labels.atMs / endMs) * 100}%`, bottom: `min(${(labels[name] / top) * 100}%, 100% - 12px)` }}
          >
            {words.rehearse.charts.latency[name]}
          </span>
        ))}
      {slaP95Ms !== null && (
        <span className="rh-sla" style={{ bottom: `${(slaP95Ms / 1000 / top) * 100}%` }}>
          <span className="rh-right-label">{words.rehearse.charts.latency.sla(chosenTimeText(slaP95Ms))}</span>
        </span>
      )}
    </ChartRow>
  );
});
