import { type PointerEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import { Tip } from '../parts/index.ts';
import { useChartColours } from '../rehearse/chart-colours.ts';
import { TimeChart } from '../rehearse/TimeChart.tsx';
import { timeTicks, valueScale } from '../rehearse/time-axis.ts';
import { axisClock, clockText, countText, plainText, words } from '../words/index.ts';
import { clockMs } from './clock.ts';
import type { View, Window } from './view.ts';

const { incident } = words.trafficRoom;
const PX_PER_TICK = 90;
/** A shorter drag is a click, which shows all again. */
const SHORTEST_DRAG_PX = 4;

interface ArrivalsChartProps {
  readonly arrivals: View['arrivals'];
  readonly window: Window | null;
  readonly onWindow: (window: Window | null) => void;
  readonly onCut: () => void;
  /** Null where the traffic records no outcomes. */
  readonly onIncident: (() => void) | null;
  readonly isBusy: boolean;
}

/** Requests over time, the failed ones among them, with a window that is drawn by hand or typed. */
export function ArrivalsChart({ arrivals, window, onWindow, onCut, onIncident, isBusy }: ArrivalsChartProps) {
  const { bucketMs, counts, failed, durationMs } = arrivals;
  const endMs = Math.max(1, bucketMs * counts.length);
  const whole = useMemo(() => ({ fromMs: 0, toMs: endMs }), [endMs]);
  const plot = useRef<HTMLDivElement>(null);
  const [plotPx, setPlotPx] = useState(800);
  const [drawnFromMs, setDrawnFromMs] = useState<number | null>(null);
  const [hoverMs, setHoverMs] = useState<number | null>(null);
  const colours = useChartColours();
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setPlotPx(Math.max(1, entry.contentRect.width)));
    observer.observe(plot.current!);
    return () => observer.disconnect();
  }, []);
  const scale = useMemo(
    () =>
      valueScale(
        counts.reduce((most, count) => Math.max(most, count), 0),
        4,
      ),
    [counts],
  );
  const data = useMemo((): uPlot.AlignedData => {
    // Stepped lines end where their last bucket begins, so it is said twice.
    const x = [...counts.keys(), counts.length].map((bucket) => bucket * bucketMs);
    const closed = (values: readonly number[]) => [...values, values.at(-1) ?? 0];
    return failed === null ? [x, closed(counts)] : [x, closed(counts), closed(failed)];
  }, [counts, failed, bucketMs]);
  const series = useMemo((): uPlot.Series[] => {
    const paths = uPlot.paths.stepped!({ align: 1 });
    const area = (stroke: string, fill: string): uPlot.Series => ({ stroke, fill, width: 1, paths, points: { show: false } });
    const all = [{}, area(colours.budget, colours.budgetWash)];
    return failed === null ? all : [...all, area(colours.failed, colours.failed)];
  }, [colours, failed]);
  const clock = axisClock(durationMs);
  const timeAt = (event: PointerEvent): number => {
    const { left, width } = plot.current!.getBoundingClientRect();
    return Math.round(Math.min(endMs, Math.max(0, ((event.clientX - left) / width) * endMs)));
  };
  const left = (ms: number): string => `${(Math.min(endMs, ms) / endMs) * 100}%`;
  const bucket = hoverMs === null ? null : Math.min(counts.length - 1, Math.floor(hoverMs / bucketMs));
  const text = words.trafficRoom.arrivals;
  // One at the very end would stand half outside.
  const ticks = timeTicks(whole, Math.max(2, Math.floor(plotPx / PX_PER_TICK))).filter((tick) => tick < endMs * 0.985);
  return (
    <section className="tr-arrivals" aria-label={text.title}>
      <div className="tr-section-head">
        <h2>{text.title}</h2> <span className="ink-3">{text.unit(bucketMs)}</span>
        <span className="grow" />
        <span className="ink-2 tr-now" aria-hidden="true">
          {bucket !== null && (
            <>
              {clockText(bucket * bucketMs, durationMs)} <b>{countText(counts[bucket] ?? 0)}</b>
              {failed !== null && (failed[bucket] ?? 0) > 0 && (
                <span className="ink-failed">
                  {' '}
                  {countText(failed[bucket] ?? 0)} {text.failed}
                </span>
              )}
            </>
          )}
        </span>
      </div>
      <div className="tr-plot-area">
        {scale.ticks.map((tick) => (
          <span key={tick} className="rh-grid" style={{ bottom: `${(tick / scale.top) * 100}%` }}>
            <span className="rh-value-tick">{plainText(tick)}</span>
          </span>
        ))}
        <div
          ref={plot}
          className="tr-brush"
          onPointerMove={(event) => {
            const atMs = timeAt(event);
            setHoverMs(atMs);
            if (drawnFromMs === null) return;
            if (Math.abs(atMs - drawnFromMs) * plotPx < SHORTEST_DRAG_PX * endMs) return;
            onWindow({ fromMs: Math.min(drawnFromMs, atMs), toMs: Math.max(drawnFromMs, atMs) });
          }}
          onPointerLeave={() => setHoverMs(null)}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            setDrawnFromMs(timeAt(event));
            if (window !== null) onWindow(null);
          }}
          onPointerUp={() => setDrawnFromMs(null)}
          onPointerCancel={() => setDrawnFromMs(null)}
        >
          <TimeChart data={data} series={series} view={whole} top={scale.top} syncKey="traffic" label={text.chart} />
          {window !== null && (
            <span
              className="tr-window"
              style={{ left: left(window.fromMs), right: `calc(100% - ${left(window.toMs)})` }}
              aria-hidden="true"
            />
          )}
        </div>
      </div>
      <div className="tr-time-axis" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} className="rh-time-tick" style={{ left: left(tick) }}>
            {clock.text(tick)}
          </span>
        ))}
      </div>
      <div className="tr-window-bar">
        <ClockField
          label={text.from}
          valueMs={window?.fromMs ?? 0}
          durationMs={durationMs}
          onChange={(fromMs) => onWindow({ fromMs, toMs: Math.max(fromMs + 1, window?.toMs ?? endMs) })}
        />
        <ClockField
          label={text.to}
          valueMs={window?.toMs ?? durationMs}
          durationMs={durationMs}
          onChange={(toMs) => onWindow({ fromMs: Math.min(window?.fromMs ?? 0, Math.max(0, toMs - 1)), toMs })}
        />
        <button type="button" className="btn compact" disabled={window === null || isBusy} onClick={onCut}>
          {text.cut}
        </button>
        <Tip text={onIncident === null ? incident.needsOutcomes : window === null ? incident.needsWindow : incident.help}>
          <button
            type="button"
            className="btn compact"
            aria-disabled={window === null || onIncident === null || isBusy}
            onClick={() => {
              if (window !== null && !isBusy) onIncident?.();
            }}
          >
            {incident.make}
          </button>
        </Tip>
        {window !== null && (
          <button type="button" className="btn compact ghost" onClick={() => onWindow(null)}>
            {text.showAll}
          </button>
        )}
        <span className="ink-3 small" role="status">
          {window === null
            ? `${text.brush} ${text.all}`
            : text.part(clockText(window.fromMs, durationMs), clockText(window.toMs, durationMs))}
        </span>
      </div>
    </section>
  );
}

function ClockField({
  label,
  valueMs,
  durationMs,
  onChange,
}: {
  readonly label: string;
  readonly valueMs: number;
  readonly durationMs: number;
  readonly onChange: (ms: number) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const typed = draft === null ? null : clockMs(draft);
  const isWrong = draft !== null && (typed === null || typed > durationMs + 1000);
  const take = (): void => {
    if (typed !== null && !isWrong) onChange(typed);
    setDraft(null);
  };
  const text = words.trafficRoom.arrivals;
  return (
    <label className="tr-clock">
      <span className="ink-2">{label}</span>
      <input
        className="input"
        value={draft ?? clockText(valueMs, durationMs)}
        title={isWrong ? text.notClock(clockText(durationMs, durationMs)) : text.clockHelp}
        aria-invalid={isWrong}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === 'Enter' && take()}
      />
    </label>
  );
}
