import { memo, useMemo } from 'react';
import uPlot from 'uplot';
import { plainText, usdText, words } from '../words/index.ts';
import { ChartRow, type OneChartProps, SYNC_KEY } from './ChartRow.tsx';
import { useChartColours } from './chart-colours.ts';
import { costData } from './chart-data.ts';
import { phasesOf } from './phases.ts';
import { mixed } from './shades.ts';
import { TimeChart } from './TimeChart.tsx';

const bandEdge = (): uPlot.Series => ({
  stroke: 'transparent',
  width: 0,
  paths: uPlot.paths.stepped!({ align: 1 }),
  points: { show: false },
});

export const CostChart = memo(function CostChart({ run, bands, view, bucket, onOpenTable, onSave }: OneChartProps) {
  const colours = useChartColours();
  const data = useMemo(() => costData(run, view), [run, view]);
  const before = useMemo(() => phasesOf(run).find((phase) => phase.id === 'before'), [run]);
  const isBanded = data.band !== null;
  const columns = useMemo(
    (): uPlot.AlignedData => [data.x, ...(data.band === null ? [] : [data.band.high, data.band.low]), data.usdPerMin],
    [data],
  );
  const series = useMemo(
    (): uPlot.Series[] => [
      {},
      ...(isBanded ? [bandEdge(), bandEdge()] : []),
      { stroke: colours.budget, fill: colours.budgetWash, width: 1.25, paths: uPlot.paths.stepped!({ align: 1 }), points: { show: false } },
    ],
    [colours, isBanded],
  );
  const shades = useMemo(
    (): uPlot.Band[] => (isBanded ? [{ series: [1, 2], fill: mixed(colours.ink3, colours.panel, 0.34) }] : []),
    [colours, isBanded],
  );
  return (
    <ChartRow
      id="cost"
      title={words.rehearse.charts.cost.title}
      unit={words.rehearse.charts.cost.unit}
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
            <b>{usdText(data.usdPerMin[bucket] ?? 0)}</b>
            {before && <span className="ink-3">{words.rehearse.charts.cost.ofBefore(usdText(before.usdPerMin))}</span>}
          </>
        )
      }
    >
      <TimeChart
        data={columns}
        series={series}
        shades={shades}
        view={view}
        top={data.scale.top}
        syncKey={SYNC_KEY}
        label={words.rehearse.charts.cost.picture}
      />
    </ChartRow>
  );
});
