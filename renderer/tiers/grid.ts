import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';

/** Column 0 is the capability, 1 to 3 are its tiers. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

/** How a text of a cell is changed in place. */
export interface Editing {
  readonly isEditing: boolean;
  onEdit(): void;
  onKeep(text: string): void;
  onLeave(): void;
}

export const COLUMN_COUNT = 4;
const isSame = (a: GridPlace | null, b: GridPlace): boolean => a !== null && a.row === b.row && a.column === b.column;

/** Where a key leads from a cell; null for a key that leads nowhere. As in a spreadsheet: no wrapping round. */
export function placeAfter(key: string, isFar: boolean, { row, column }: GridPlace, rowCount: number): GridPlace | null {
  const last = { row: rowCount - 1, column: COLUMN_COUNT - 1 };
  switch (key) {
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'ArrowRight':
      return { row, column: Math.min(last.column, column + 1) };
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), column };
    case 'ArrowDown':
      return { row: Math.min(last.row, row + 1), column };
    case 'Home':
      return { row: isFar ? 0 : row, column: 0 };
    case 'End':
      return { row: isFar ? last.row : row, column: last.column };
    default:
      return null;
  }
}

/** One cell of the grid is in the tab order, and its buttons with it: the pattern of a data grid. */
export function useGrid(grid: RefObject<HTMLElement | null>, rowCount: number, isReadOnly: boolean) {
  const [place, setPlace] = useState<GridPlace>({ row: 0, column: 1 });
  const [edited, setEdited] = useState<GridPlace | null>(null);
  const active = { row: Math.min(place.row, Math.max(0, rowCount - 1)), column: place.column };
  const [wanted, setWanted] = useState<GridPlace | null>(null);
  useEffect(() => {
    if (wanted === null) return;
    grid.current?.querySelector<HTMLElement>(`[data-place="${wanted.row} ${wanted.column}"]`)?.focus();
    setWanted(null);
  }, [wanted, grid]);
  const goTo = (to: GridPlace): void => {
    setPlace(to);
    setWanted(to);
  };
  const edit = (at: GridPlace): void => {
    if (isReadOnly) return;
    setPlace(at);
    setEdited(at);
  };
  const onKeyDown = (at: GridPlace) => (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) {
      // Out of a cell's buttons and back to the cell; popovers and fields have used their own Escape before.
      if (event.key === 'Escape' && !event.defaultPrevented && event.currentTarget.contains(event.target as Node)) goTo(at);
      return;
    }
    if (event.altKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === 'F2') {
      event.preventDefault();
      edit(at);
      return;
    }
    const to = placeAfter(event.key, event.ctrlKey, at, rowCount);
    if (to === null) return;
    event.preventDefault();
    goTo(to);
  };
  /** What a cell needs to be one. */
  const cellProps = (at: GridPlace) => ({
    'data-place': `${at.row} ${at.column}`,
    tabIndex: isSame(active, at) ? (0 as const) : (-1 as const),
    onFocus: () => setPlace(at),
    onKeyDown: onKeyDown(at),
  });
  const editingOf = (at: GridPlace, keep: (text: string) => void): Editing => ({
    isEditing: isSame(edited, at),
    onEdit: () => edit(at),
    onKeep: (text) => {
      keep(text);
      setEdited(null);
      // Only when the field itself was left by a key: a click elsewhere has a place of its own to go to.
      if (document.activeElement?.closest(`[data-place="${at.row} ${at.column}"]`) !== null) goTo(at);
    },
    onLeave: () => {
      setEdited(null);
      goTo(at);
    },
  });
  return { active, cellProps, editingOf, tabIndexIn: (at: GridPlace): 0 | -1 => (isSame(active, at) ? 0 : -1) };
}
