import { type PointerEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Finding, Policy, Scenario, ScenarioEvent } from '../../shared/model/index.ts';
import { timeTicks } from '../rehearse/time-axis.ts';
import { scenarioDraftsStore, selectEvents, useRun, useScenarioDrafts } from '../state/index.ts';
import { axisClock, clockText, words } from '../words/index.ts';
import { areaPath, withSurges } from './arrivals.ts';
import { LaneRow } from './LaneRow.tsx';
import { LastRunLanes } from './LastRunLanes.tsx';
import { type Lane, laneGroups, lanesOf, targetId } from './lanes.ts';
import { gridMs as gridFor, timelineMs } from './time-grid.ts';
import { eventsOnScreen, timelineStore, useTimeline, zoomTo } from './timeline-store.ts';
import { type DragSurface, type Grip, useDrag } from './use-drag.ts';
import type { ShownTraffic } from './use-traffic.ts';

export interface TimelineProps {
  readonly scenario: Scenario;
  readonly policy: Policy;
  readonly traffic: ShownTraffic;
  readonly findingOf: ReadonlyMap<string, Finding>;
  readonly onOpenEvent: () => void;
}

const PX_PER_TICK = 84;
const TICK_PX = 36;
const FLAG_PX = 66;
const texts = words.scenarioEditor;

/** Lanes under one another on one time axis. The lane heads and the axis stay where they are while the rest is scrolled. */
export function Timeline({ scenario, policy, traffic, findingOf, onOpenEvent }: TimelineProps) {
  const zoom = useTimeline((state) => state.zoom);
  const run = useRun((state) => state.result);
  const selectedIds = useScenarioDrafts((state) => state.selected);
  const scroller = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLDivElement>(null);
  const surface = useRef<DragSurface | null>(null);
  const pointerAt = useRef<number | null>(null);
  const isPressing = useRef(false);
  const [plotPx, setPlotPx] = useState(900);
  const { drag, startDrag, startDraw } = useDrag(surface);

  // The scale stays while something is dragged: it would run away from under the hand.
  const wantedMs = timelineMs(scenario.events, traffic.durationMs);
  const heldMs = useRef(wantedMs);
  if (drag === null) heldMs.current = wantedMs;
  const shownMs = heldMs.current;

  const groups = useMemo(() => laneGroups(policy, scenario), [policy, scenario]);
  const lanes = useMemo(() => lanesOf(groups), [groups]);
  const msPerPx = shownMs / plotPx;
  const gridMs = gridFor(msPerPx);
  const selected = useMemo(() => new Set(selectedIds), [selectedIds]);
  const byLane = useMemo(() => {
    const found = new Map<string, ScenarioEvent[]>();
    for (const event of scenario.events) {
      const id = targetId(event.target);
      found.set(id, [...(found.get(id) ?? []), event]);
    }
    return found;
  }, [scenario]);
  const ordered = eventsOnScreen(scenario.events, lanes, ({ target }) => targetId(target));
  const tabStop = (ordered.find(({ id }) => selected.has(id)) ?? ordered[0])?.id;

  const msAt = useCallback(
    (clientX: number): number => {
      const { left, width } = ruler.current!.getBoundingClientRect();
      return Math.min(shownMs, Math.max(0, ((clientX - left) / width) * shownMs));
    },
    [shownMs],
  );
  const laneAt = (clientY: number): Lane | null => {
    for (const row of scroller.current!.querySelectorAll<HTMLElement>('[data-lane]')) {
      const { top, bottom } = row.getBoundingClientRect();
      if (clientY >= top && clientY < bottom) return lanes.find(({ id }) => id === row.dataset['lane']) ?? null;
    }
    return null;
  };
  surface.current = { lanes, gridMs, msPerPx, trafficMs: traffic.durationMs, msAt, laneAt };

  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setPlotPx(Math.max(1, entry.contentRect.width)));
    observer.observe(ruler.current!);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    timelineStore.setState({
      shown: {
        lanes,
        gridMs,
        shownMs,
        view: () => {
          const { left, width } = ruler.current!.getBoundingClientRect();
          const box = scroller.current!.getBoundingClientRect();
          const head = ruler.current!.previousElementSibling!.getBoundingClientRect().width;
          const at = (x: number) => Math.min(shownMs, Math.max(0, ((x - left) / width) * shownMs));
          return { fromMs: at(box.left + head), toMs: at(box.right) };
        },
        pointerMs: () => (pointerAt.current === null ? null : msAt(pointerAt.current)),
        focusEvent: (id) => {
          const block = scroller.current?.querySelector<HTMLElement>(`[data-event="${CSS.escape(id)}"]`);
          block?.focus({ preventScroll: true });
          block?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        },
      },
    });
  }, [lanes, gridMs, shownMs, msAt]);
  useEffect(() => () => timelineStore.setState({ shown: null }), []);

  useWheelZoom(scroller, ruler);

  const dragging = useRef({ startDrag, startDraw });
  dragging.current = { startDrag, startDraw };
  // The same functions as long as the timeline is there, so that a drag draws only the block that is dragged.
  const onPressEvent = useCallback((down: PointerEvent, event: ScenarioEvent, grip: Grip): void => {
    if (down.button !== 0) return;
    isPressing.current = true;
    const { selected: before } = scenarioDraftsStore.getState();
    const isToggle = grip === 'move' && (down.shiftKey || down.ctrlKey || down.metaKey);
    if (isToggle) selectEvents(before.includes(event.id) ? before.filter((id) => id !== event.id) : [...before, event.id]);
    else if (!before.includes(event.id)) selectEvents([event.id]);
    (down.currentTarget as HTMLElement).closest<HTMLElement>('[data-event]')?.focus({ preventScroll: true });
    down.preventDefault();
    isPressing.current = false;
    dragging.current.startDrag(down, event, grip);
  }, []);
  const onFocusEvent = useCallback((event: ScenarioEvent): void => {
    if (!isPressing.current && !scenarioDraftsStore.getState().selected.includes(event.id)) selectEvents([event.id]);
  }, []);
  const openEvent = useRef(onOpenEvent);
  openEvent.current = onOpenEvent;
  const onOpen = useCallback(() => openEvent.current(), []);
  const onPressLane = (down: PointerEvent, lane: Lane): void => {
    // A press would take the focus to the page, and the keys with it.
    down.preventDefault();
    startDraw(down, lane, (id) => setTimeout(() => timelineStore.getState().shown?.focusEvent(id), 0));
  };

  const { arrivals } = traffic;
  const surged = useMemo(
    () => (traffic.durationMs === null ? arrivals : withSurges(arrivals, traffic.durationMs, scenario)),
    [arrivals, traffic.durationMs, scenario],
  );
  const highest = Math.max(1, ...arrivals);
  const highestSurged = Math.max(1, ...surged);
  const outline = useMemo(() => areaPath(arrivals, highest), [arrivals, highest]);
  const outlineBelowSurges = useMemo(() => areaPath(arrivals, highestSurged), [arrivals, highestSurged]);
  const surgedOutline = useMemo(() => (surged === arrivals ? null : areaPath(surged, highestSurged)), [surged, arrivals, highestSurged]);
  const trafficShare = traffic.durationMs === null ? 1 : traffic.durationMs / shownMs;

  const ticks = timeTicks({ fromMs: 0, toMs: shownMs }, Math.max(2, Math.floor(plotPx / PX_PER_TICK)));
  const clock = axisClock(shownMs);
  const flagged = scenario.events.filter(({ id }) => (drag === null ? selected.has(id) : drag.ids.includes(id)));
  const flags = flagged.length === 0 ? [] : flagsOf(flagged);
  /** A tick under a flag would show from under it; the flag of the start stands left of its instant, the other right of it. */
  const isUnderFlag = (tick: number): boolean =>
    flags.some((ms, i) => {
      const awayPx = (tick - ms) / msPerPx;
      return i === 0 ? awayPx > -FLAG_PX && awayPx < TICK_PX / 2 : awayPx > -TICK_PX / 2 && awayPx < FLAG_PX;
    });
  const left = (ms: number) => `${(ms / shownMs) * 100}%`;

  return (
    <div
      ref={scroller}
      className={`sc-timeline scroll-thin${drag === null ? '' : ` is-dragging is-${drag.grip}`}${drag?.refusedLaneId == null ? '' : ' is-refusing'}`}
      data-keys="timeline"
      onPointerMove={({ clientX }) => {
        pointerAt.current = clientX;
      }}
      onPointerLeave={() => {
        pointerAt.current = null;
      }}
    >
      <section
        className="sc-sheet"
        aria-label={texts.timeline}
        style={{ width: `calc(var(--sc-head) + (100% - var(--sc-head)) * ${zoom})` }}
      >
        <div className="sc-ruler-row">
          <div className="sc-ruler-head small ink-3">{clock.unit}</div>
          <div ref={ruler} className="sc-ruler" aria-hidden="true">
            {ticks
              .filter((tick) => !isUnderFlag(tick))
              .map((tick) => (
                <span key={tick} className={tick === 0 ? 'sc-tick is-first' : 'sc-tick'} style={{ left: left(tick) }}>
                  {clock.text(tick)}
                </span>
              ))}
            {flags.map((ms, i) => (
              <span key={i === 0 ? 'start' : 'end'} className={i === 0 ? 'sc-flag is-start' : 'sc-flag'} style={{ left: left(ms) }}>
                {clockText(ms, shownMs)}
              </span>
            ))}
          </div>
        </div>
        <div className="sc-lines" aria-hidden="true">
          {ticks.map((tick) => (
            <i key={tick} style={{ left: left(tick) }} />
          ))}
          {flags.map((ms, i) => (
            <i key={i === 0 ? 'start' : 'end'} className="is-flagged" style={{ left: left(ms) }} />
          ))}
          {trafficShare < 0.999 && (
            <span className="sc-beyond small ink-3" style={{ left: `${trafficShare * 100}%` }}>
              {texts.afterTraffic}
            </span>
          )}
        </div>
        {groups.map((group) => (
          <div key={group.id} className="sc-group">
            <h2 className="caption">{group.label}</h2>
            {group.lanes.map((lane) => {
              const isTraffic = lane.target.kind === 'traffic';
              return (
                <LaneRow
                  key={lane.id}
                  lane={lane}
                  events={byLane.get(lane.id) ?? NO_EVENTS}
                  shownMs={shownMs}
                  msPerPx={msPerPx}
                  findingOf={findingOf}
                  selected={selected}
                  tabStop={tabStop}
                  drag={drag}
                  arrivals={isTraffic ? outlineBelowSurges : outline}
                  surged={isTraffic ? surgedOutline : null}
                  trafficShare={trafficShare}
                  onPressEvent={onPressEvent}
                  onPressLane={onPressLane}
                  onFocusEvent={onFocusEvent}
                  onOpenEvent={onOpen}
                />
              );
            })}
            {group.hiddenCount > 0 && <p className="sc-more small ink-3">{texts.lane.more(group.hiddenCount)}</p>}
          </div>
        ))}
        {run !== null && <LastRunLanes run={run} policy={policy} scenario={scenario} shownMs={shownMs} />}
        <div className="sc-fill" />
      </section>
    </div>
  );
}

const NO_EVENTS: readonly ScenarioEvent[] = [];

/** First start and last end of what is selected. */
const flagsOf = (events: readonly ScenarioEvent[]): readonly number[] => [
  Math.min(...events.map(({ startMs }) => startMs)),
  Math.max(...events.map(({ startMs, durationMs }) => startMs + durationMs)),
];

/** The wheel with Ctrl or ⌘ zooms around the pointer. A listener of its own, since React's cannot keep the browser from zooming the page. */
function useWheelZoom(scroller: { readonly current: HTMLDivElement | null }, ruler: { readonly current: HTMLDivElement | null }): void {
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const before = ruler.current!.getBoundingClientRect();
      const at = (event.clientX - before.left) / before.width;
      zoomTo(timelineStore.getState().zoom * Math.exp(-event.deltaY / 400));
      requestAnimationFrame(() => {
        const after = ruler.current?.getBoundingClientRect();
        if (after !== undefined) box.scrollLeft += after.left + at * after.width - event.clientX;
      });
    };
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => box.removeEventListener('wheel', onWheel);
  }, [scroller, ruler]);
}
