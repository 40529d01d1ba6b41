import {
  activeCanvas,
  canSelectHere,
  canvasStore,
  connectHere,
  currentPlace,
  leaveSelection,
  moveByKeys,
  nextConnection,
  openConnect,
  reorderSelected,
  selectHere,
  togglePlace,
  walk,
  writeHere,
} from '../canvas/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, inDesign, isOpen } from './command.ts';
import { openSettings, renameSelected } from './to-inspector.ts';
import { stepPart } from './window-parts.ts';

/** What is done in the drawing by keys alone. Their keys count where the drawing or the outline has the focus, and belong to whatever else has it. */

const texts = words.walk;
const inDrawing = (): boolean => isOpen() && viewStore.getState().room === 'design' && activeCanvas() !== null;
const isPlace = (): boolean => inDrawing() && currentPlace() !== null;
const hasNodes = (): boolean => inDesign() && (viewStore.getState().selection.nodes.length > 0 || canSelectHere());
const hasNode = (): boolean => inDesign() && (viewStore.getState().selection.nodes.length === 1 || canSelectHere());
/** Of the card that the keys stand on, where nothing is selected. */
const here = (run: () => void) => (): void => {
  selectHere();
  // The inspector shows what is selected once it is drawn again.
  setTimeout(run, 0);
};

const ARROWS = { into: 'ArrowRight', back: 'ArrowLeft', previous: 'ArrowUp', next: 'ArrowDown' } as const;
const MOVES = [
  ['left', -1, 0, 'ArrowLeft'],
  ['right', 1, 0, 'ArrowRight'],
  ['up', 0, -1, 'ArrowUp'],
  ['down', 0, 1, 'ArrowDown'],
] as const;
const directions = Object.entries(ARROWS) as [keyof typeof ARROWS, string][];

const inDrawingOnly: readonly AppCommand[] = [
  ...directions.map(
    ([direction, key]): AppCommand => ({
      id: `walk.${direction}`,
      label: () => texts[direction],
      group: 'Walk',
      keys: [key],
      isEnabled: isPlace,
      run: () => walk(direction),
    }),
  ),
  { id: 'walk.first', label: () => texts.first, group: 'Walk', keys: ['Home'], isEnabled: isPlace, run: () => walk('first') },
  { id: 'walk.last', label: () => texts.last, group: 'Walk', keys: ['End'], isEnabled: isPlace, run: () => walk('last') },
  ...directions.map(
    ([direction, key]): AppCommand => ({
      id: `walk.extend.${direction}`,
      label: () => texts.extend[direction],
      group: 'Walk',
      keys: [`Shift+${key}`],
      isEnabled: isPlace,
      run: () => walk(direction, true),
    }),
  ),
  { id: 'walk.toggle', label: () => texts.toggle, group: 'Walk', keys: ['Space'], isEnabled: isPlace, run: togglePlace },
  {
    id: 'walk.open',
    label: () => texts.openSettings,
    group: 'Walk',
    keys: ['Enter'],
    isEnabled: isPlace,
    run: () => {
      if (canvasStore.getState().connecting !== null) connectHere();
      else if (!writeHere()) openSettings();
    },
  },
  { id: 'walk.leave', label: () => texts.leave, group: 'Walk', keys: ['Escape'], isEnabled: inDrawing, run: leaveSelection },
  { id: 'walk.connection', label: () => texts.connection, group: 'Walk', keys: ['E'], isEnabled: isPlace, run: nextConnection },
  { id: 'walk.connect', label: () => texts.connect, group: 'Walk', keys: ['W'], isEnabled: hasNode, run: here(openConnect) },
  ...MOVES.map(
    ([direction, x, y, key]): AppCommand => ({
      id: `walk.move.${direction}`,
      label: () => texts.move[direction],
      group: 'Walk',
      keys: [`Alt+${key}`],
      isEnabled: hasNodes,
      run: () => {
        selectHere();
        moveByKeys(x, y);
      },
    }),
  ),
  {
    id: 'edit.earlier',
    label: () => texts.earlier,
    group: 'Walk',
    keys: ['Mod+ArrowUp'],
    isEnabled: hasNode,
    run: here(() => reorderSelected(-1)),
  },
  {
    id: 'edit.later',
    label: () => texts.later,
    group: 'Walk',
    keys: ['Mod+ArrowDown'],
    isEnabled: hasNode,
    run: here(() => reorderSelected(1)),
  },
];

export const walkCommands: readonly AppCommand[] = [
  ...inDrawingOnly.map((command): AppCommand => ({ ...command, room: 'design', within: 'drawing' })),
  {
    id: 'edit.rename',
    label: () => texts.rename,
    group: 'Edit',
    keys: ['F2'],
    room: 'design',
    isEnabled: hasNode,
    run: here(renameSelected),
  },
  { id: 'view.nextPart', label: () => texts.nextPart, group: 'View', keys: ['F6'], isEnabled: isOpen, run: () => stepPart(1) },
  {
    id: 'view.previousPart',
    label: () => texts.previousPart,
    group: 'View',
    keys: ['Shift+F6'],
    isEnabled: isOpen,
    run: () => stepPart(-1),
  },
];

/** Where the drawing's own keys count: in the drawing and the outline, and where nothing has the focus and the drawing is on the screen. */
export const isInDrawing = (target: EventTarget | null): boolean => {
  if (!(target instanceof Element)) return false;
  if (target.closest('[data-keys="drawing"]') !== null) return target.closest('.quick-add, button, a, input, textarea') === null;
  return target === document.body && documentStore.getState().history !== null && activeCanvas() !== null;
};
