import { memo, useMemo } from 'react';
import uPlot from 'uplot';
import { bucketText, clockText, countText, words } from '../words/index.ts';
import { ChartRow, type OneChartProps, SYNC_KEY } from './ChartRow.tsx';
import { useChartColours } from './chart-colours.ts';
import { answersData, failureTicks, tierLabels } from './chart-data.ts';
import type { Names } from './names.ts';
import { StateMark } from './StateMark.tsx';
import { TimeChart } from './TimeChart.tsx';
import { clippedTo, leftIn, timeAxis, widthIn } from './time-axis.ts';

const PX_PER_CHARACTER = 7;

/** Answers per tier as stacked steps; each failure is a tick in a row above, where it can be seen. */
export const AnswersChart = memo(function AnswersChart({
  run,
  names,
  bands,
  view,
  bucket,
  plotPx,
  onOpenTable,
  onSave,
}: OneChartProps & { readonly names: Names; readonly plotPx: number }) {
  const colours = useChartColours();
  const data = useMemo(() => answersData(run, view), [run, view]);
  const failures = useMemo(() => failureTicks(run).filter((tick) => clippedTo(view, tick) !== null), [run, view]);
  const labels = useMemo(() => tierLabels(run, view), [run, view]);
  const columns = useMemo((): uPlot.AlignedData => [data.x, ...[...data.stack].reverse()], [data]);
  const series = useMemo((): uPlot.Series[] => {
    const steps = uPlot.paths.stepped!({ align: 1 });
    // The highest sum first: each lower one is painted over it and leaves its own layer showing.
    const layer = (fill: string): uPlot.Series => ({ fill, width: 0, paths: steps, points: { show: false } });
    return [{}, layer(colours.failed), layer(colours.blocked), layer(colours.t3), layer(colours.t2), layer(colours.t1)];
  }, [colours]);
  const { endMs } = timeAxis(run);
  const { top } = data.scale;
  const at = (values: readonly number[] | undefined) => values?.[bucket] ?? 0;

  return (
    <ChartRow
      id="answers"
      title={words.rehearse.charts.answers.title}
      unit={words.rehearse.charts.answers.unit(bucketText(run.series.bucketMs))}
      bands={bands}
      view={view}
      hatch="over"
      labelsUpTo={0.88}
      scale={data.scale}
      tickText={countText}
      onOpenTable={onOpenTable}
      onSave={onSave}
      now={
        bucket >= 0 && (
          <>
            {([1, 2, 3] as const).map((tier) => {
              const count = at(run.series.answeredByTier[tier - 1]);
              return (
                count > 0 && (
                  <span key={tier} className="rh-now-state" title={words.rehearse.charts.answers.tierName(tier)}>
                    <StateMark state={`t${tier}`} />
                    {countText(count)}
                  </span>
                )
              );
            })}
            <span className="rh-now-state" title={words.rehearse.charts.answers.failed}>
              <StateMark state="failed" />
              {countText(at(run.series.failed))}
            </span>
          </>
        )
      }
    >
      <div className="rh-failures">
        <span className="rh-failures-label">{words.rehearse.charts.answers.failedRow}</span>
        {failures.map((tick) => (
          <span
            key={tick.startMs}
            className="rh-failure"
            title={words.rehearse.charts.answers.failedFromTo(
              countText(tick.count),
              clockText(tick.startMs, endMs),
              clockText(tick.endMs, endMs),
            )}
            style={{
              left: leftIn(view, Math.max(view.fromMs, tick.startMs)),
              width: `min(${widthIn(view, tick.endMs - tick.startMs)}, ${tick.count * 2}px)`,
            }}
          />
        ))}
      </div>
      <TimeChart data={columns} series={series} view={view} top={top} syncKey={SYNC_KEY} label={words.rehearse.charts.answers.picture} />
      {labels.map((label) => {
        const answerer = names.tierAnswerer(label.tier);
        const short = words.rehearse.charts.answers.tier(label.tier);
        const roomPx = (label.widthMs / (view.toMs - view.fromMs)) * plotPx - 12;
        const text = [answerer === null ? short : words.rehearse.charts.answers.tierBy(label.tier, answerer), short].find(
          (fitting) => fitting.length * PX_PER_CHARACTER <= roomPx,
        );
        return (
          text && (
            <span
              key={`${label.tier}-${label.atMs}`}
              className={`rh-area-label rh-area-label-t${label.tier}`}
              style={{ left: leftIn(view, label.atMs), bottom: `${(label.value / top) * 100}%` }}
            >
              {text}
            </span>
          )
        );
      })}
    </ChartRow>
  );
});
