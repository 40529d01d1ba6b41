import { createStore, useStore } from 'zustand';
import type { Point } from '../../shared/model/index.ts';
import type { Guide } from './align.ts';

/** A wire that was let go over the empty sheet, or "add after": what is chosen next is put there and called from this port. */
export interface QuickAdd {
  readonly nodeId: string;
  readonly portId: string;
  /** Connection that it goes into instead of a free port; null = the port is free. */
  readonly wireId: string | null;
  /** Upper left corner of the new card, in canvas pixels; null = beside or below the calling node. */
  readonly place: Point | null;
  /** Where the list opens, in page pixels. */
  readonly page: Point;
}

/** What the drawing shows for a moment and never writes into the document. */
export interface CanvasState {
  readonly quickAdd: QuickAdd | null;
  /** Node whose ports are listed so that one of them is connected by keys; null = the list is closed. */
  readonly connectFrom: string | null;
  /** Port whose call is being chosen by walking the drawing; null = none. */
  readonly connecting: { readonly nodeId: string; readonly portId: string } | null;
  /** Where the keys were last: what is selected takes the focus there. */
  readonly keysIn: 'drawing' | 'outline';
  /** Card or note that keys start from, by its id on the sheet; null = where the selection is. */
  readonly current: string | null;
  /** Places on their way from an old layout to a new one, by node id. */
  readonly underway: Readonly<Record<string, Point>>;
  /** Lines that a dragged card stands in with others. */
  readonly guides: readonly Guide[];
  /** Note, comment or group whose text is being written: `note:…` or `group:…`. */
  readonly writing: string | null;
  /** Last place of the pointer over the sheet, in canvas pixels: where a paste goes. */
  readonly pointer: Point | null;
  readonly isMinimapWanted: boolean;
  readonly isGridSnapped: boolean;
}

const MINIMAP_KEY = 'gracefall.canvas.minimap';
const GRID_KEY = 'gracefall.canvas.grid';
const remembered = (key: string, otherwise: boolean): boolean => {
  const stored = typeof localStorage === 'undefined' ? null : localStorage.getItem(key);
  return stored === null ? otherwise : stored === 'yes';
};

export const canvasStore = createStore<CanvasState>(() => ({
  quickAdd: null,
  connectFrom: null,
  connecting: null,
  keysIn: 'drawing',
  current: null,
  underway: {},
  guides: [],
  writing: null,
  pointer: null,
  isMinimapWanted: remembered(MINIMAP_KEY, true),
  isGridSnapped: remembered(GRID_KEY, false),
}));
export const useCanvas = <T>(selector: (state: CanvasState) => T): T => useStore(canvasStore, selector);

export function showMinimap(isMinimapWanted: boolean): void {
  localStorage.setItem(MINIMAP_KEY, isMinimapWanted ? 'yes' : 'no');
  canvasStore.setState({ isMinimapWanted });
}

export function snapToGrid(isGridSnapped: boolean): void {
  localStorage.setItem(GRID_KEY, isGridSnapped ? 'yes' : 'no');
  canvasStore.setState({ isGridSnapped });
}
