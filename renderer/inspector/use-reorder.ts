import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';

export interface Reorder {
  /** Item that is being dragged; null = none. */
  readonly dragged: number | null;
  /** Gap that it would fall into, counted from 0 above the first item; null = none. */
  readonly gap: number | null;
  readonly list: (element: HTMLOListElement | null) => void;
  /** For the handle of one item: drags it, and moves it with the arrow keys. */
  readonly handle: (index: number) => {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerCancel: () => void;
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  };
}

/**
 * Items of a list put in another order by dragging a handle. Nothing moves before the pointer is let go, so a drag that slipped can be
 * brought back to where it began, and Escape gives it up.
 */
export function useReorder(count: number, isDisabled: boolean, onMove: (from: number, to: number) => void): Reorder {
  const [drag, setDrag] = useState<{ readonly from: number; readonly gap: number } | null>(null);
  const list = useRef<HTMLOListElement | null>(null);
  const gapAt = (y: number): number => {
    const items = [...(list.current?.children ?? [])].filter((item) => item instanceof HTMLElement && item.dataset['item'] !== undefined);
    const below = items.findIndex((item) => {
      const box = item.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    return below === -1 ? items.length : below;
  };
  return {
    dragged: drag?.from ?? null,
    gap: drag === null || drag.gap === drag.from || drag.gap === drag.from + 1 ? null : drag.gap,
    list: (element) => {
      list.current = element;
    },
    handle: (index) => ({
      onPointerDown(event) {
        if (isDisabled || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: index, gap: index });
      },
      onPointerMove(event) {
        if (drag !== null) setDrag({ from: drag.from, gap: gapAt(event.clientY) });
      },
      onPointerUp(event) {
        if (drag === null) return;
        const gap = gapAt(event.clientY);
        setDrag(null);
        const to = gap > drag.from ? gap - 1 : gap;
        if (to !== drag.from) onMove(drag.from, to);
      },
      onPointerCancel: () => setDrag(null),
      onKeyDown(event) {
        if (event.key === 'Escape' && drag !== null) {
          event.stopPropagation();
          setDrag(null);
          return;
        }
        const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
        if (step === 0 || isDisabled) return;
        event.preventDefault();
        const to = index + step;
        if (to < 0 || to >= count) return;
        onMove(index, to);
        // The handle belongs to a place in the list; the eye follows the item.
        requestAnimationFrame(() =>
          list.current?.querySelectorAll<HTMLElement>(':scope > [data-item] > .list-item-head > .drag-handle')[to]?.focus(),
        );
      },
    }),
  };
}

/** `items` with one of them elsewhere. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, index) => index !== from);
  return [...rest.slice(0, to), items[from] as T, ...rest.slice(to)];
}
