import { type PointerEvent as ReactPointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { addEvents, changeEvents, endingAt, fallingFor, movedBy, risingFor, startingAt, withFreeIds } from '../../shared/edit/index.ts';
import type { ScenarioEvent } from '../../shared/model/index.ts';
import { firstEvent, fittingEffects } from '../../shared/scenario/index.ts';
import { draftInUse, leaveGesture, scenarioInUse, selectEvents, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { edit, focusLater, newGesture, policyNow, selectedEvents } from './edit.ts';
import { type Lane, targetId } from './lanes.ts';
import { instantsOf, snapped } from './time-grid.ts';

/** Where an event is taken hold of. */
export type Grip = 'move' | 'start' | 'end' | 'rise' | 'fall';

/** What is under way. */
export interface Drag {
  readonly ids: readonly string[];
  readonly grip: Grip;
  /** Lane under the pointer that cannot feel it. */
  readonly refusedLaneId: string | null;
}

export interface DragSurface {
  readonly lanes: readonly Lane[];
  readonly gridMs: number;
  readonly msPerPx: number;
  readonly trafficMs: number | null;
  readonly msAt: (clientX: number) => number;
  readonly laneAt: (clientY: number) => Lane | null;
}

/** A hand that trembles does not drag. */
const THRESHOLD_PX = 3;
/** Edges of other events draw an edge from so far. */
const REACH_PX = 7;
const { steps } = words.scenarioEditor;
const VERBS: Readonly<Record<Grip, string>> = {
  move: steps.move,
  start: steps.resize,
  end: steps.resize,
  rise: steps.ramp,
  fall: steps.ramp,
};

/** Moving, resizing, ramping, copying and drawing with the pointer. Everything of one press is one step of the history; Escape takes it back. */
export function useDrag(surface: RefObject<DragSurface | null>) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const stop = useRef<() => void>(() => {});
  useEffect(() => () => stop.current(), []);

  /** Listens on the window: what is dragged may be drawn anew in another lane meanwhile. */
  const follow = (
    down: ReactPointerEvent,
    onMove: (event: PointerEvent) => void,
    onEnd: (isDragged: boolean, event: PointerEvent | null) => void,
  ) => {
    stop.current();
    const position = draftInUse()?.history.position ?? 0;
    let isDragged = false;
    const move = (event: PointerEvent): void => {
      if (event.pointerId !== down.pointerId) return;
      isDragged ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > THRESHOLD_PX;
      if (isDragged) onMove(event);
    };
    const end = (event: PointerEvent | null): void => {
      stop.current();
      setDrag(null);
      onEnd(isDragged, event);
    };
    const up = (event: PointerEvent): void => {
      if (event.pointerId === down.pointerId) end(event);
    };
    const cancel = (event: PointerEvent): void => {
      if (event.pointerId !== down.pointerId) return;
      if (isDragged) leaveGesture(position);
      end(null);
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      if (isDragged) leaveGesture(position);
      end(null);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
    window.addEventListener('pointercancel', cancel);
    window.addEventListener('keydown', key, true);
    stop.current = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('pointercancel', cancel);
      window.removeEventListener('keydown', key, true);
      stop.current = () => {};
    };
  };

  const snap = (ms: number, ids: ReadonlySet<string>, event: PointerEvent): number => {
    const { gridMs, msPerPx, trafficMs } = surface.current!;
    if (event.ctrlKey || event.metaKey) return Math.round(ms / 1000) * 1000;
    return snapped(ms, gridMs, instantsOf(scenarioInUse().events, ids, trafficMs), REACH_PX * msPerPx);
  };

  const startDrag = (down: ReactPointerEvent, held: ScenarioEvent, grip: Grip): void => {
    const from = surface.current!.msAt(down.clientX);
    // With a handle only the event itself changes, whatever else is selected.
    let moving = grip === 'move' ? selectedEvents() : [held];
    if (!moving.some(({ id }) => id === held.id)) moving = [held];
    const isCopy = grip === 'move' && down.altKey;
    const gesture = newGesture(grip);
    const verb = isCopy ? steps.copy : VERBS[grip];
    let isCopied = false;
    const refused: { lane: Lane | null } = { lane: null };
    follow(
      down,
      (event) => {
        if (isCopy && !isCopied) {
          isCopied = true;
          moving = withFreeIds(scenarioInUse(), moving);
          edit(addEvents(moving), gesture);
          selectEvents(moving.map(({ id }) => id));
        }
        const ids = new Set(moving.map(({ id }) => id));
        const leader = moving.find(({ id }) => id === held.id) ?? moving[0]!;
        const at = surface.current!.msAt(event.clientX) + (grip === 'move' ? leader.startMs - from : 0);
        let next: readonly ScenarioEvent[];
        if (grip === 'move') {
          next = movedBy(moving, movedStart(leader, at, ids, event) - leader.startMs);
          const over = surface.current!.laneAt(event.clientY);
          refused.lane = null;
          if (over !== null && moving.every(({ target }) => targetId(target) === targetId(moving[0]!.target))) {
            const policy = policyNow();
            const fits = policy !== null && moving.every(({ effect }) => fittingEffects(over.target, policy).includes(effect.kind));
            if (fits) next = next.map((one) => ({ ...one, target: over.target }));
            else if (over.id !== targetId(leader.target)) refused.lane = over;
          }
        } else next = [gripped(held, grip, at, ids, event)];
        edit(changeEvents(next, verb), gesture);
        setDrag({ ids: [...ids], grip, refusedLaneId: refused.lane?.id ?? null });
      },
      (isDragged, event) => {
        if (!isDragged) {
          if (grip === 'move' && !(down.shiftKey || down.ctrlKey || down.metaKey)) selectEvents([held.id]);
          return;
        }
        // A copy, or what was drawn anew in another lane, has the keys from here on.
        if (event !== null) focusLater(moving[0]?.id);
        if (refused.lane !== null && event !== null) {
          const { effects, refusedLane } = words.scenarioEditor;
          viewStore.getState().toast({
            tone: 'note',
            text: refusedLane(effects[held.effect.kind].label, refused.lane.label),
            at: { x: event.clientX, y: event.clientY },
          });
        }
      },
    );
  };

  /** Its start on a line or an instant, or its end where that is what is near. */
  const movedStart = (event: ScenarioEvent, startMs: number, ids: ReadonlySet<string>, pointer: PointerEvent): number => {
    const start = snap(startMs, ids, pointer);
    const endMs = startMs + event.durationMs;
    const end = snap(endMs, ids, pointer);
    const { trafficMs, gridMs } = surface.current!;
    const isInstant = (ms: number) => ms % gridMs !== 0 && instantsOf(scenarioInUse().events, ids, trafficMs).includes(ms);
    return isInstant(end) && !isInstant(start) ? end - event.durationMs : start;
  };

  const gripped = (
    held: ScenarioEvent,
    grip: Exclude<Grip, 'move'>,
    atMs: number,
    ids: ReadonlySet<string>,
    event: PointerEvent,
  ): ScenarioEvent => {
    const at = snap(atMs, ids, event);
    const endMs = held.startMs + held.durationMs;
    switch (grip) {
      case 'start':
        return startingAt(held, at);
      case 'end':
        return endingAt(held, at);
      case 'rise':
        return risingFor(held, at - held.startMs);
      case 'fall':
        return fallingFor(held, endMs - at);
    }
  };

  /** Draws a new event over the pressed stretch of a lane; `onDrawn` with its id. */
  const startDraw = (down: ReactPointerEvent, lane: Lane, onDrawn: (id: string) => void): void => {
    const [kind] = lane.effects;
    const gesture = newGesture('draw');
    const from = surface.current!.msAt(down.clientX);
    let drawn: ScenarioEvent | null = null;
    follow(
      down,
      (event) => {
        if (kind === undefined) return;
        const { gridMs, msAt } = surface.current!;
        const ids = new Set(drawn === null ? [] : [drawn.id]);
        const a = snap(from, ids, event);
        const b = snap(msAt(event.clientX), ids, event);
        const startMs = Math.max(0, Math.min(a, b));
        const durationMs = Math.max(Math.abs(b - a), gridMs);
        const name = words.scenarioEditor.effects[kind].label;
        if (drawn === null) {
          const [fresh] = withFreeIds(scenarioInUse(), [firstEvent(kind, lane.target, name, { startMs, durationMs })]);
          drawn = fresh!;
          edit(addEvents([drawn]), gesture);
          selectEvents([drawn.id]);
        } else {
          drawn = { ...drawn, startMs, durationMs };
          edit(changeEvents([drawn], steps.add), gesture);
        }
        setDrag({ ids: [drawn.id], grip: 'end', refusedLaneId: null });
      },
      (isDragged, event) => {
        if (!isDragged) selectEvents([]);
        else if (drawn !== null && event !== null) onDrawn(drawn.id);
        else if (kind === undefined && event !== null) {
          viewStore.getState().toast({
            tone: 'note',
            text: words.scenarioEditor.lane.nothingFits(lane.label),
            at: { x: event.clientX, y: event.clientY },
          });
        }
      },
    );
  };

  return { drag, startDrag, startDraw };
}
