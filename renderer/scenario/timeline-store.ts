import { createStore, useStore } from 'zustand';
import type { ScenarioEvent } from '../../shared/model/index.ts';
import type { Lane } from './lanes.ts';

/** What the timeline on the screen knows and its commands need; null while none is on the screen. */
export interface ShownTimeline {
  readonly lanes: readonly Lane[];
  /** Step of the arrow keys and of the hand. */
  readonly gridMs: number;
  /** Length of what is drawn. */
  readonly shownMs: number;
  /** Instants at the edges of the view. */
  readonly view: () => { readonly fromMs: number; readonly toMs: number };
  /** Under the pointer; null when it is elsewhere. */
  readonly pointerMs: () => number | null;
  /** Brings an event into view and gives it the focus. */
  readonly focusEvent: (id: string) => void;
}

export interface TimelineState {
  readonly shown: ShownTimeline | null;
  /** 1 = all of it fits into the width. */
  readonly zoom: number;
  readonly dialog: 'library' | 'random' | null;
}

export const MOST_ZOOM = 64;
export const timelineStore = createStore<TimelineState>(() => ({ shown: null, zoom: 1, dialog: null }));
export const useTimeline = <T>(selector: (state: TimelineState) => T): T => useStore(timelineStore, selector);

export const zoomTo = (zoom: number): void => timelineStore.setState({ zoom: Math.min(MOST_ZOOM, Math.max(1, zoom)) });

/** In the order of the screen: lane by lane, in each by time. */
export function eventsOnScreen(events: readonly ScenarioEvent[], lanes: readonly Lane[], laneIdOf: (event: ScenarioEvent) => string) {
  const position = new Map(lanes.map(({ id }, i) => [id, i]));
  return [...events].sort(
    (a, b) => (position.get(laneIdOf(a)) ?? 0) - (position.get(laneIdOf(b)) ?? 0) || a.startMs - b.startMs || b.durationMs - a.durationMs,
  );
}
