import { memo, useMemo } from 'react';
import type uPlot from 'uplot';
import { chosenTimeText, latencyText, plainText, words } from '../words/index.ts';
import { ChartRow, type OneChartProps, SYNC_KEY } from './ChartRow.tsx';
import { useChartColours } from './chart-colours.ts';
import { latencyData, quantileLabels } from './chart-data.ts';
import { mixed } from './shades.ts';
import { TimeChart } from './TimeChart.tsx';
import { leftIn } from './time-axis.ts';

/** P50, P95 and P99 of answered requests; P95 is what is promised and therefore the heaviest line. */
export const LatencyChart = memo(function LatencyChart({
  run,
  bands,
  view,
  bucket,
  slaP95Ms,
  onOpenTable,
  onSave,
}: OneChartProps & { readonly slaP95Ms: number | null }) {
  const colours = useChartColours();
  const data = useMemo(() => latencyData(run, slaP95Ms, view), [run, slaP95Ms, view]);
  const labels = useMemo(() => quantileLabels(data, view), [data, view]);
  const isBanded = data.band !== null;
  const columns = useMemo(
    (): uPlot.AlignedData => [data.x, ...(data.band === null ? [] : [data.band.high, data.band.low]), data.p99, data.p50, data.p95],
    [data],
  );
  const series = useMemo((): uPlot.Series[] => {
    const line = (stroke: string, width: number): uPlot.Series => ({ stroke, width, points: { show: false }, spanGaps: false });
    const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false }, spanGaps: false };
    return [{}, ...(isBanded ? [edge, edge] : []), line(colours.ink3, 1), line(colours.ink2, 1), line(colours.ink, 2)];
  }, [colours, isBanded]);
  const shades = useMemo(
    (): uPlot.Band[] => (isBanded ? [{ series: [1, 2], fill: mixed(colours.ink3, colours.panel, 0.34) }] : []),
    [colours, isBanded],
  );
  const { top } = data.scale;
  const { p50, p95 } = run.series.latencyMs;

  return (
    <ChartRow
      id="latency"
      title={words.rehearse.charts.latency.title}
      unit={words.rehearse.charts.latency.unit}
      bands={bands}
      view={view}
      hatch="under"
      scale={data.scale}
      tickText={plainText}
      onOpenTable={onOpenTable}
      onSave={onSave}
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
      <TimeChart
        data={columns}
        series={series}
        shades={shades}
        view={view}
        top={top}
        syncKey={SYNC_KEY}
        label={words.rehearse.charts.latency.picture}
      />
      {labels &&
        (['p99', 'p95', 'p50'] as const).map((name) => (
          <span
            key={name}
            className={`rh-line-label rh-line-label-${name}`}
            style={{ left: leftIn(view, labels.atMs), bottom: `min(${(labels[name] / top) * 100}%, 100% - 12px)` }}
          >
            {words.rehearse.charts.latency[name]}
          </span>
        ))}
      {isBanded && <span className="rh-band-note">{words.results.charts.band(run.replications)}</span>}
      {slaP95Ms !== null && (
        <span className="rh-sla" style={{ bottom: `${(slaP95Ms / 1000 / top) * 100}%` }}>
          <span className="rh-right-label">{words.rehearse.charts.latency.sla(chosenTimeText(slaP95Ms))}</span>
        </span>
      )}
    </ChartRow>
  );
});
