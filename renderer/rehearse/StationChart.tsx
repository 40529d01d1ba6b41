import { memo, useMemo } from 'react';
import uPlot from 'uplot';
import type { StationSeries } from '../../shared/model/index.ts';
import { figureText, plainText, words } from '../words/index.ts';
import { ChartRow, type OneChartProps, SYNC_KEY } from './ChartRow.tsx';
import { useChartColours } from './chart-colours.ts';
import { stationData } from './chart-data.ts';
import { stationTitle } from './chart-ids.ts';
import type { Names } from './names.ts';
import { TimeChart } from './TimeChart.tsx';

/** Slots of a provider or people at work: in use up to the number there are, and what waits on top. */
export const StationChart = memo(function StationChart({
  run,
  station,
  names,
  bands,
  view,
  bucket,
  onOpenTable,
  onSave,
}: OneChartProps & { readonly station: StationSeries; readonly names: Names }) {
  const colours = useChartColours();
  const data = useMemo(() => stationData(run, station, view), [run, station, view]);
  const columns = useMemo((): uPlot.AlignedData => [data.x, data.withWaiting, data.inUse, data.slots], [data]);
  const series = useMemo((): uPlot.Series[] => {
    const steps = uPlot.paths.stepped!({ align: 1 });
    const area = (fill: string): uPlot.Series => ({ fill, width: 0, paths: steps, points: { show: false } });
    return [
      {},
      area(colours.t3),
      area(colours.budget),
      { stroke: colours.ink2, width: 1, dash: [4, 3], paths: steps, points: { show: false }, spanGaps: false },
    ];
  }, [colours]);
  const text = words.results.charts.station;
  const title = stationTitle(station, names);
  const slots = bucket >= 0 ? station.slots[bucket] : null;
  return (
    <ChartRow
      id={`station:${station.id}`}
      title={title}
      unit=""
      bands={bands}
      view={view}
      hatch="under"
      scale={data.scale}
      tickText={plainText}
      onOpenTable={onOpenTable}
      onSave={onSave}
      now={
        <span className="rh-keys">
          <span className="rh-key">
            <i style={{ background: colours.budget }} aria-hidden="true" />
            {text.inUse} {bucket >= 0 && <b>{text.now(figureText(station.inUse[bucket] ?? 0), slots == null ? null : plainText(slots))}</b>}
          </span>
          <span className="rh-key">
            <i style={{ background: colours.t3 }} aria-hidden="true" />
            {text.waiting} {bucket >= 0 && <b>{figureText(station.waiting[bucket] ?? 0)}</b>}
          </span>
        </span>
      }
    >
      <TimeChart data={columns} series={series} view={view} top={data.scale.top} syncKey={SYNC_KEY} label={text.picture(title)} />
      <SlotsLabel station={station} top={data.scale.top} />
    </ChartRow>
  );
});

/** At the right end, where the number of slots does not change. */
function SlotsLabel({ station, top }: { readonly station: StationSeries; readonly top: number }) {
  const last = station.slots.at(-1);
  if (last == null || last > top) return null;
  return (
    <span className="rh-level" style={{ bottom: `${(last / top) * 100}%` }}>
      <span className="rh-right-label">{words.results.charts.station.slots(plainText(last))}</span>
    </span>
  );
}
