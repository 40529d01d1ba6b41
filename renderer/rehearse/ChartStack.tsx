import { Check, ChevronDown, ZoomIn, ZoomOut } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { RunResult } from '../../shared/model/index.ts';
import { announce } from '../announce/index.ts';
import { runStore, type TimeWindow, useRun } from '../state/index.ts';
import { axisClock, clockText, words } from '../words/index.ts';
import { AnswersChart } from './AnswersChart.tsx';
import { BreakerChart } from './BreakerChart.tsx';
import { BudgetsChart } from './BudgetsChart.tsx';
import { breakersNow } from './breaker-rows.ts';
import type { ChartActions } from './ChartTitle.tsx';
import { CostChart } from './CostChart.tsx';
import { type ChartId, chartTitle, stationOf } from './chart-ids.ts';
import { FailuresChart } from './FailuresChart.tsx';
import { useFiner } from './finer.ts';
import { type IncidentBand, placeLabels } from './incidents.ts';
import { LatencyChart } from './LatencyChart.tsx';
import type { Names } from './names.ts';
import { StationChart } from './StationChart.tsx';
import { sayShown, useCharts } from './shown-charts.ts';
import type { Sla } from './summary.ts';
import {
  bucketAt,
  clippedTo,
  fittingView,
  leftIn,
  panned,
  placeIn,
  type TimeAxis,
  timeAxis,
  timeTicks,
  wholeView,
  widthIn,
  zoomed,
} from './time-axis.ts';
import { useBrush } from './use-brush.ts';

export interface ChartStackProps extends ChartActions {
  readonly run: RunResult;
  readonly names: Names;
  readonly sla: Sla;
  readonly bands: readonly IncidentBand[];
  readonly scrubMs: number | null;
  readonly onScrub: (atMs: number) => void;
}

const PX_PER_TIME_TICK = 90;
const LABEL_LANES = 2;
const LANE_PX = 17;
/** A tick this near to the time flag would show from under it. */
const FLAG_PX = 40;
const ZOOM_STEP = 2;
const PAN_STEP = 0.25;
/** Room that a chart asks for; what is left over goes to answers and latency. */
const CHART_PX: Readonly<Record<string, number>> = {
  answers: 90,
  failures: 66,
  breakers: 42,
  latency: 70,
  station: 66,
  budgets: 60,
  cost: 48,
};

/** Says which stretch is shown, and remembers it. */
function show(axis: TimeAxis, view: TimeWindow | null): void {
  runStore.getState().showWindow(view);
  const { zoom } = words.results;
  announce(view === null ? zoom.saidWhole : zoom.said(clockText(view.fromMs, axis.endMs), clockText(view.toMs, axis.endMs)));
}

/** Charts of one run: one time axis, one cursor, one stretch of time for all of them. */
export function ChartStack({ run, names, sla, bands, scrubMs, onScrub, onOpenTable, onSave }: ChartStackProps) {
  const axis = useMemo(() => timeAxis(run), [run]);
  const { endMs } = axis;
  const shown = useRun((state) => state.windowMs);
  const view = useMemo(() => (shown === null ? wholeView(axis) : (fittingView(axis, shown) ?? wholeView(axis))), [axis, shown]);
  const isZoomed = view.fromMs > 0 || view.toMs < endMs;
  const drawnRun = useFiner(run, axis, view);
  const charts = useCharts(run);
  const ruler = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLElement>(null);
  const [plotPx, setPlotPx] = useState(800);
  const [hoverMs, setHoverMs] = useState<number | null>(null);
  const brush = useBrush({ axis, view, ruler, onClick: onScrub, onBrush: (to) => show(axis, fittingView(axis, to)) });

  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setPlotPx(Math.max(1, entry.contentRect.width)));
    observer.observe(ruler.current!);
    return () => observer.disconnect();
  }, []);

  // Not React's: a listener that may refuse the page's own zoom must say so when it is added.
  const turn = useRef((_: WheelEvent): void => undefined);
  turn.current = (event) => {
    const { left, right, width } = ruler.current!.getBoundingClientRect();
    if (event.clientX < left || event.clientX > right) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const aboutMs = view.fromMs + ((event.clientX - left) / width) * (view.toMs - view.fromMs);
      runStore.getState().showWindow(zoomed(axis, view, Math.exp(-event.deltaY / 300), aboutMs));
    } else if (isZoomed && Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      runStore.getState().showWindow(panned(axis, view, event.deltaX / width));
    }
  };
  useEffect(() => {
    const element = box.current!;
    const onWheel = (event: WheelEvent) => turn.current(event);
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);

  const zoomBy = (factor: number) => {
    const isSeen = scrubMs !== null && scrubMs >= view.fromMs && scrubMs <= view.toMs;
    show(axis, zoomed(axis, view, factor, isSeen ? scrubMs : (view.fromMs + view.toMs) / 2));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.currentTarget.contains(event.target as Element)) return;
    if (event.key === 'Escape') {
      if (brush.brushed !== null) brush.giveUp();
      else if (isZoomed) show(axis, null);
      else return;
    } else if (event.target !== event.currentTarget) return;
    else if (event.key === '+' || event.key === '=') zoomBy(ZOOM_STEP);
    else if (event.key === '-') zoomBy(1 / ZOOM_STEP);
    else if (event.key === '0') show(axis, null);
    else if (event.key === 'ArrowLeft' && isZoomed) show(axis, panned(axis, view, -PAN_STEP));
    else if (event.key === 'ArrowRight' && isZoomed) show(axis, panned(axis, view, PAN_STEP));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const seenBands = bands.flatMap((band) => {
    const seen = clippedTo(view, band);
    return seen === null ? [] : [{ ...band, startMs: seen.startMs - view.fromMs, endMs: seen.endMs - view.fromMs }];
  });
  const placed = placeLabels(seenBands, view.toMs - view.fromMs, plotPx, LABEL_LANES);
  const laneCount = Math.max(1, ...placed.map((label) => label.lane + 1));
  const clock = axisClock(endMs);
  const ticks = timeTicks(view, Math.max(2, Math.floor(plotPx / PX_PER_TIME_TICK)));
  const isInView = (ms: number | null): ms is number => ms !== null && ms >= view.fromMs && ms <= view.toMs;

  const readAtMs = hoverMs ?? scrubMs;
  const bucket = readAtMs === null ? -1 : bucketAt(timeAxis(drawnRun), readAtMs);
  const isUnderFlag = (tick: number) =>
    [hoverMs, scrubMs].some((flagMs) => flagMs !== null && Math.abs(placeIn(view, flagMs) - placeIn(view, tick)) * plotPx < FLAG_PX);
  const actions = { onOpenTable, onSave };
  const chart = { run: drawnRun, bands, view, bucket, ...actions };
  const breakers = breakersNow(run, names, readAtMs);
  const visible = charts.filter(({ isShown }) => isShown).map(({ id }) => id);
  const wantedPx =
    visible.reduce((sum, id) => sum + (CHART_PX[stationOf(id) === null ? id : 'station'] ?? 60), 0) + laneCount * LANE_PX + 28;

  const drawn = (id: ChartId) => {
    const station = stationOf(id);
    if (station !== null) {
      const series = drawnRun.series.stations?.find((one) => one.id === station);
      return series && <StationChart key={id} {...chart} station={series} names={names} />;
    }
    switch (id) {
      case 'answers':
        return <AnswersChart key={id} {...chart} names={names} plotPx={plotPx} />;
      case 'failures':
        return <FailuresChart key={id} {...chart} />;
      case 'breakers':
        return <BreakerChart key={id} run={run} names={names} bands={bands} now={breakers} view={view} {...actions} />;
      case 'latency':
        return <LatencyChart key={id} {...chart} slaP95Ms={sla.p95Ms} />;
      case 'budgets':
        return <BudgetsChart key={id} {...chart} names={names} />;
      default:
        return <CostChart key={id} {...chart} />;
    }
  };

  return (
    <section
      ref={box}
      className="rh-charts"
      style={{ flexBasis: Math.max(304, wantedPx) }}
      aria-label={words.rehearse.charts.label}
      aria-description={words.results.zoom.keys}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the charts are looked closer at with the keyboard too
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={(event) => isZoomed && brush.isOverPlots(event) && show(axis, null)}
      {...brush.handlers}
      onPointerMove={(event) => {
        setHoverMs(brush.isOverPlots(event) ? brush.timeAt(event) : null);
        brush.handlers.onPointerMove(event);
      }}
      onPointerLeave={() => setHoverMs(null)}
    >
      <div className="rh-chart-labels" style={{ height: laneCount * LANE_PX }}>
        <ChartsMenu charts={charts} names={names} />
        <div ref={ruler} className="rh-ruler">
          {placed.map((label) => {
            const band = bands.find(({ id }) => id === label.id)!;
            return (
              <span
                key={label.id}
                className="rh-band-label"
                title={band.sentence}
                style={{ left: label.leftPx, maxWidth: label.widthPx, top: label.lane * LANE_PX }}
              >
                {band.label} <span aria-hidden="true">○</span>
                <span className="visually-hidden">{words.rehearse.charts.assumed}</span>
              </span>
            );
          })}
        </div>
      </div>

      {visible.map(drawn)}

      <div className="rh-time-axis">
        <div className="rh-zoom">
          <span className="rh-time-unit">{clock.unit}</span>
          <button
            type="button"
            className="rh-table-button"
            aria-label={words.results.zoom.wider}
            title={words.results.zoom.wider}
            disabled={!isZoomed}
            onClick={() => zoomBy(1 / ZOOM_STEP)}
          >
            <ZoomOut size={13} aria-hidden="true" />
          </button>
          <button
            type="button"
            className="rh-table-button"
            aria-label={words.results.zoom.closer}
            title={words.results.zoom.closer}
            onClick={() => zoomBy(ZOOM_STEP)}
          >
            <ZoomIn size={13} aria-hidden="true" />
          </button>
          {isZoomed ? (
            <button type="button" className="btn compact" aria-label={words.results.zoom.showWhole} onClick={() => show(axis, null)}>
              {words.results.zoom.whole}
            </button>
          ) : (
            <span className="rh-zoom-hint">{words.results.zoom.hint}</span>
          )}
        </div>
        <div className="rh-ruler">
          {ticks
            .filter((tick) => !isUnderFlag(tick))
            .map((tick) => (
              <span key={tick} className="rh-time-tick" style={{ left: leftIn(view, tick) }}>
                {clock.text(tick)}
              </span>
            ))}
          {isInView(hoverMs) && (
            <span className="rh-time-flag rh-time-flag-hover" style={{ left: leftIn(view, hoverMs) }}>
              {clockText(hoverMs, endMs)}
            </span>
          )}
          {isInView(scrubMs) && (
            <span className="rh-time-flag" style={{ left: leftIn(view, scrubMs) }}>
              {clockText(scrubMs, endMs)}
            </span>
          )}
        </div>
      </div>
      <div className="rh-cursors" style={{ top: laneCount * LANE_PX }} aria-hidden="true">
        {brush.brushed !== null && (
          <i
            className="rh-brush"
            style={{ left: leftIn(view, brush.brushed.fromMs), width: widthIn(view, brush.brushed.toMs - brush.brushed.fromMs) }}
          />
        )}
        {isInView(hoverMs) && <i className="rh-cursor rh-cursor-hover" style={{ left: leftIn(view, hoverMs) }} />}
        {isInView(scrubMs) && <i className="rh-cursor" style={{ left: leftIn(view, scrubMs) }} />}
      </div>
    </section>
  );
}

function ChartsMenu({
  charts,
  names,
}: {
  readonly charts: readonly { readonly id: ChartId; readonly isShown: boolean }[];
  readonly names: Names;
}) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="rh-charts-button" aria-label={words.results.shown.label}>
        {words.results.shown.button} <ChevronDown size={12} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="popup" align="start" sideOffset={4}>
          {charts.map(({ id, isShown }) => (
            <DropdownMenu.CheckboxItem
              key={id}
              className="popup-item"
              checked={isShown}
              onCheckedChange={(checked) => sayShown(id, checked === true)}
              onSelect={(event) => event.preventDefault()}
            >
              <span className="tick">{isShown && <Check size={14} aria-hidden="true" />}</span>
              {chartTitle(id, names)}
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
