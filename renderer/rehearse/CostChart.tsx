import { memo, useMemo } from 'react';
import uPlot from 'uplot';
import { plainText, usdText, words } from '../words/index.ts';
import { ChartRow, type OneChartProps, SYNC_KEY } from './ChartRow.tsx';
import { useChartColours } from './chart-colours.ts';
import { costData } from './chart-data.ts';
import { phasesOf } from './phases.ts';
import { TimeChart } from './TimeChart.tsx';

export const CostChart = memo(function CostChart({ run, bands, endMs, bucket, onOpenTable }: OneChartProps) {
  const colours = useChartColours();
  const data = useMemo(() => costData(run), [run]);
  const before = useMemo(() => phasesOf(run).find((phase) => phase.id === 'before'), [run]);
  const columns = useMemo((): uPlot.AlignedData => [data.x, data.usdPerMin], [data]);
  const series = useMemo(
    (): uPlot.Series[] => [
      {},
      { stroke: colours.budget, fill: colours.budgetWash, width: 1.25, paths: uPlot.paths.stepped!({ align: 1 }), points: { show: false } },
    ],
    [colours],
  );
  return (
    <ChartRow
      id="cost"
      title={words.rehearse.charts.cost.title}
      unit={words.rehearse.charts.cost.unit}
      bands={bands}
      endMs={endMs}
      hatch="under"
      scale={data.scale}
      tickText={plainText}
      onOpenTable={onOpenTable}
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
        endMs={endMs}
        top={data.scale.top}
        syncKey={SYNC_KEY}
        label={words.rehearse.charts.cost.picture}
      />
    </ChartRow>
  );
});
