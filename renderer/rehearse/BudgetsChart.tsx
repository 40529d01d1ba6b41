import { memo, useMemo } from 'react';
import type uPlot from 'uplot';
import { plainText, words } from '../words/index.ts';
import { ChartRow, type OneChartProps, SYNC_KEY } from './ChartRow.tsx';
import { useChartColours } from './chart-colours.ts';
import { budgetsData } from './chart-data.ts';
import type { Names } from './names.ts';
import { TimeChart } from './TimeChart.tsx';

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3]];

/** What was used of each budget, against its limit. */
export const BudgetsChart = memo(function BudgetsChart({
  run,
  names,
  bands,
  view,
  bucket,
  onOpenTable,
  onSave,
}: OneChartProps & { readonly names: Names }) {
  const colours = useChartColours();
  const data = useMemo(() => budgetsData(run, view), [run, view]);
  const columns = useMemo((): uPlot.AlignedData => [data.x, ...data.accounts.map(({ percent }) => percent)], [data]);
  const series = useMemo(
    (): uPlot.Series[] => [
      {},
      ...data.accounts.map(
        (_, i): uPlot.Series => ({
          stroke: colours.budget,
          width: 1.75,
          ...(data.accounts.length === 1 ? { fill: colours.budgetWash } : {}),
          dash: [...DASHES[i % DASHES.length]!],
          points: { show: false },
        }),
      ),
    ],
    [colours, data.accounts],
  );
  const text = words.results.charts.budgets;
  const { top } = data.scale;
  return (
    <ChartRow
      id="budgets"
      title={text.title}
      unit={text.unit}
      bands={bands}
      view={view}
      hatch="under"
      scale={data.scale}
      tickText={plainText}
      onOpenTable={onOpenTable}
      onSave={onSave}
      now={
        <span className="rh-keys">
          {data.accounts.map(({ nodeId, percent }) => (
            <span key={nodeId} className="rh-key">
              {names.node(nodeId)} <b>{plainText((bucket >= 0 ? percent[bucket] : percent.at(-1)) ?? 0)} %</b>
            </span>
          ))}
        </span>
      }
    >
      <TimeChart data={columns} series={series} view={view} top={top} syncKey={SYNC_KEY} label={text.picture} />
      <span className="rh-sla" style={{ bottom: `${(100 / top) * 100}%` }}>
        <span className="rh-right-label">{text.limit}</span>
      </span>
    </ChartRow>
  );
});
