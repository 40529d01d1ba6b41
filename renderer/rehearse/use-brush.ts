import { type MouseEvent, type PointerEvent, type RefObject, useState } from 'react';
import { type TimeAxis, type TimeView, wholeView } from './time-axis.ts';

/** Less than this is a click with an unsteady hand. */
const DRAG_PX = 5;

interface Press {
  readonly startX: number;
  readonly atMs: number;
  /** Where the pointer is, once it has been dragged. */
  readonly toMs: number | null;
}

export interface BrushOptions {
  readonly axis: TimeAxis;
  readonly view: TimeView;
  /** An element as wide as the plots. */
  readonly ruler: RefObject<HTMLElement | null>;
  readonly onClick: (atMs: number) => void;
  readonly onBrush: (view: TimeView) => void;
}

/** A click is an instant, a drag a stretch of time. */
export function useBrush({ axis, view, ruler, onClick, onBrush }: BrushOptions) {
  const [press, setPress] = useState<Press | null>(null);
  const timeAt = (event: { readonly clientX: number }): number => {
    const { left, width } = ruler.current!.getBoundingClientRect();
    const whole = wholeView(axis);
    const atMs = view.fromMs + ((event.clientX - left) / width) * (view.toMs - view.fromMs);
    return Math.min(whole.toMs, Math.max(whole.fromMs, Math.min(view.toMs, Math.max(view.fromMs, atMs))));
  };
  const isOverPlots = (event: MouseEvent): boolean => {
    // What a menu hears is heard here as well, though it hangs elsewhere in the page.
    if (!event.currentTarget.contains(event.target as Element)) return false;
    const { left, right } = ruler.current!.getBoundingClientRect();
    return event.clientX >= left && event.clientX <= right && !(event.target as Element).closest('button');
  };
  return {
    /** The stretch under the pointer while it is dragged. */
    brushed: press?.toMs == null ? null : { fromMs: Math.min(press.atMs, press.toMs), toMs: Math.max(press.atMs, press.toMs) },
    timeAt,
    isOverPlots,
    giveUp: () => setPress(null),
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0 || !isOverPlots(event)) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setPress({ startX: event.clientX, atMs: timeAt(event), toMs: null });
      },
      onPointerMove: (event: PointerEvent) => {
        if (press === null || event.buttons !== 1) return;
        if (press.toMs === null && Math.abs(event.clientX - press.startX) < DRAG_PX) return;
        setPress({ ...press, toMs: timeAt(event) });
      },
      onPointerUp: (event: PointerEvent) => {
        if (press === null) return;
        setPress(null);
        if (press.toMs === null) onClick(press.atMs);
        else onBrush({ fromMs: Math.min(press.atMs, timeAt(event)), toMs: Math.max(press.atMs, timeAt(event)) });
      },
      onPointerCancel: () => setPress(null),
    },
  };
}
