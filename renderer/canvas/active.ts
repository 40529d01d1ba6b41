import type { Point } from '../../shared/model/index.ts';
import type { Bounds } from './geometry.ts';

/** What commands may ask of the canvas that is being edited; null while no such canvas is on the screen. */
export interface ActiveCanvas {
  fit(): void;
  /** Shows this part of the sheet, in canvas pixels, no larger than the usual zoom. */
  show(part: Bounds): void;
  zoomBy(factor: number): void;
  /** Middle of what is seen, in canvas pixels. */
  centre(): Point;
  /** Brings a node into view without changing the zoom. */
  reveal(nodeId: string): void;
}

let active: ActiveCanvas | null = null;
export const setActiveCanvas = (canvas: ActiveCanvas | null): void => {
  active = canvas;
};
export const activeCanvas = (): ActiveCanvas | null => active;
