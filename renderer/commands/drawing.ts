import { leavesGap } from '../../shared/edit/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import type { PolicyDocument } from '../../shared/model/index.ts';
import {
  activeCanvas,
  addComment,
  alignSelection,
  canSelectHere,
  canvasStore,
  canWrap,
  chosenGroups,
  distributeSelection,
  foldSelection,
  groupSelection,
  openAddAfter,
  removeAndCloseGap,
  saveDrawingPicture,
  selectHere,
  showMinimap,
  snapToGrid,
  takeOutOfGroups,
  tidySelection,
  touchedGroups,
  ungroupSelection,
  WRAPPERS,
  wrapSelection,
  zoomToSelection,
} from '../canvas/index.ts';
import { copySelection, cutSelection, pasteFromClipboard } from '../clipboard/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, inDesign } from './command.ts';

/** What is done to the drawing: wrapping, groups, comments, alignment, the clipboard, pictures. */

const texts = words.canvas;
const documentNow = (): PolicyDocument | null => documentStore.getState().history?.document ?? null;
const chosen = (): readonly string[] => viewStore.getState().selection.nodes;
const hasChosen = (atLeast: number) => (): boolean => inDesign() && chosen().length >= atLeast;

const ALIGNMENTS = [
  ['left', texts.alignLeft],
  ['centre', texts.alignCentre],
  ['right', texts.alignRight],
  ['top', texts.alignTop],
  ['middle', texts.alignMiddle],
  ['bottom', texts.alignBottom],
] as const;
const DISTRIBUTIONS = [
  ['across', texts.distributeAcross],
  ['down', texts.distributeDown],
] as const;

const inTheDrawing: readonly AppCommand[] = [
  {
    id: 'add.after',
    label: () => texts.addAfter,
    group: 'Add',
    keys: ['A', 'Insert'],
    isEnabled: () => inDesign() && (chosen().length === 1 || canSelectHere()),
    run: () => {
      selectHere();
      openAddAfter();
    },
  },
  {
    id: 'add.comment',
    label: () => texts.addComment,
    group: 'Add',
    keys: ['C'],
    isEnabled: () => hasChosen(1)() && chosen().length === 1,
    run: addComment,
  },
  ...WRAPPERS.map(
    (kind): AppCommand => ({
      id: `edit.wrap.${kind}`,
      label: () => texts.wrapWith((kinds.get(kind)?.face.title ?? kind).toLowerCase()),
      group: 'Edit',
      isEnabled: () => {
        const document = documentNow();
        return document !== null && inDesign() && canWrap(document, chosen());
      },
      run: () => wrapSelection(kind),
    }),
  ),
  {
    id: 'edit.closeGap',
    label: () => texts.closeGap,
    group: 'Edit',
    keys: ['Shift+Delete', 'Shift+Backspace'],
    isEnabled: () => {
      const document = documentNow();
      return document !== null && hasChosen(1)() && leavesGap(document.policy, chosen());
    },
    run: removeAndCloseGap,
  },
  { id: 'edit.group', label: () => texts.groupSelection, group: 'Edit', keys: ['Mod+G'], isEnabled: hasChosen(1), run: groupSelection },
  {
    id: 'edit.ungroup',
    label: () => texts.ungroup,
    group: 'Edit',
    keys: ['Mod+Shift+G'],
    isEnabled: () => inDesign() && touchedGroups().length > 0,
    run: ungroupSelection,
  },
  {
    id: 'edit.foldGroup',
    label: () => texts.foldGroup,
    group: 'Edit',
    keys: ['Mod+Alt+['],
    isEnabled: () => inDesign() && touchedGroups().some(({ isFolded }) => !isFolded),
    run: () => foldSelection(true),
  },
  {
    id: 'edit.unfoldGroup',
    label: () => texts.unfoldGroup,
    group: 'Edit',
    keys: ['Mod+Alt+]'],
    isEnabled: () => inDesign() && touchedGroups().some(({ isFolded }) => isFolded),
    run: () => foldSelection(false),
  },
  {
    id: 'edit.renameGroup',
    label: () => texts.renameGroup,
    group: 'Edit',
    isEnabled: () => inDesign() && chosenGroups().length === 1,
    run: () => canvasStore.setState({ writing: `group:${chosenGroups()[0]?.id}` }),
  },
  {
    id: 'edit.leaveGroup',
    label: () => texts.leaveGroup,
    group: 'Edit',
    isEnabled: () => inDesign() && touchedGroups().some(({ isFolded }) => !isFolded) && chosenGroups().length === 0,
    run: takeOutOfGroups,
  },
  ...ALIGNMENTS.map(
    ([alignment, label]): AppCommand => ({
      id: `edit.align.${alignment}`,
      label: () => label,
      group: 'Edit',
      isEnabled: hasChosen(2),
      run: () => alignSelection(alignment, label),
    }),
  ),
  ...DISTRIBUTIONS.map(
    ([distribution, label]): AppCommand => ({
      id: `edit.distribute.${distribution}`,
      label: () => label,
      group: 'Edit',
      isEnabled: hasChosen(3),
      run: () => distributeSelection(distribution, label),
    }),
  ),
  { id: 'edit.cut', label: () => texts.cut, group: 'Edit', isEnabled: hasChosen(1), run: cutSelection },
  { id: 'edit.copy', label: () => texts.copy, group: 'Edit', isEnabled: hasCopyable, run: copySelection },
  { id: 'edit.paste', label: () => texts.paste, group: 'Edit', isEnabled: inDesign, run: () => void pasteFromClipboard() },
  {
    id: 'view.tidySelection',
    label: () => texts.tidySelection,
    group: 'View',
    keys: ['Shift+T'],
    isEnabled: hasChosen(2),
    run: tidySelection,
  },
  {
    id: 'view.zoomToSelection',
    label: () => texts.zoomToSelection,
    group: 'View',
    keys: ['Shift+F'],
    isEnabled: () => documentNow() !== null && activeCanvas() !== null && chosen().length > 0,
    run: zoomToSelection,
  },
  {
    id: 'view.minimap',
    label: () => (canvasStore.getState().isMinimapWanted ? texts.hideMinimap : texts.showMinimap),
    group: 'View',
    keys: ['M'],
    isEnabled: () => activeCanvas() !== null,
    run: () => showMinimap(!canvasStore.getState().isMinimapWanted),
  },
  {
    id: 'view.snap',
    label: () => (canvasStore.getState().isGridSnapped ? texts.snapOff : texts.snapOn),
    group: 'View',
    isEnabled: inDesign,
    run: () => snapToGrid(!canvasStore.getState().isGridSnapped),
  },
  {
    id: 'view.drawingPicture',
    label: () => texts.picture,
    group: 'File',
    isEnabled: () => (documentNow()?.policy.nodes.length ?? 0) > 0,
    run: () => void saveDrawingPicture(),
  },
];

/** Their keys count in Design alone. */
export const drawingCommands: readonly AppCommand[] = inTheDrawing.map((command) => ({ ...command, room: 'design' }));

function hasCopyable(): boolean {
  const { nodes, notes } = viewStore.getState().selection;
  return documentNow() !== null && viewStore.getState().room === 'design' && nodes.length + notes.length > 0;
}
