import { memo, useMemo } from 'react';
import uPlot from 'uplot';
import { bucketText, countText, plainText, words } from '../words/index.ts';
import { ChartRow, type OneChartProps, SYNC_KEY } from './ChartRow.tsx';
import { useChartColours } from './chart-colours.ts';
import { failuresData } from './chart-data.ts';
import { failureName } from './failure-name.ts';
import { mixed, SHADES } from './shades.ts';
import { TimeChart } from './TimeChart.tsx';

/** Requests without an answer by class: shades of one colour, told apart by their names. */
export const FailuresChart = memo(function FailuresChart({ run, bands, view, bucket, onOpenTable, onSave }: OneChartProps) {
  const colours = useChartColours();
  const data = useMemo(() => failuresData(run, view), [run, view]);
  const fills = useMemo(() => SHADES.map((share) => mixed(colours.failed, colours.panel, share)), [colours]);
  const columns = useMemo((): uPlot.AlignedData => (data === null ? [[]] : [data.x, ...[...data.stack].reverse()]), [data]);
  const count = data?.classes.length ?? 0;
  const series = useMemo((): uPlot.Series[] => {
    const steps = uPlot.paths.stepped!({ align: 1 });
    return [
      {},
      ...fills
        .slice(0, count)
        .reverse()
        .map((fill): uPlot.Series => ({ fill, width: 0, paths: steps, points: { show: false } })),
    ];
  }, [fills, count]);
  if (data === null) return null;
  const { failures } = words.results.charts;
  return (
    <ChartRow
      id="failures"
      title={failures.title}
      unit={failures.unit(bucketText(run.series.bucketMs))}
      bands={bands}
      view={view}
      hatch="under"
      scale={data.scale}
      tickText={plainText}
      onOpenTable={onOpenTable}
      onSave={onSave}
      now={
        <span className="rh-keys">
          {data.classes.length === 0 && <span className="ink-3">{failures.none}</span>}
          {data.classes.map(({ failure, counts, total }, i) => (
            <span key={failure ?? 'others'} className="rh-key">
              <i style={{ background: fills[i] }} aria-hidden="true" />
              {failureName(failure)} <b>{countText(bucket >= 0 ? (counts[bucket] ?? 0) : total)}</b>
            </span>
          ))}
        </span>
      }
    >
      <TimeChart data={columns} series={series} view={view} top={data.scale.top} syncKey={SYNC_KEY} label={failures.picture} />
    </ChartRow>
  );
});
