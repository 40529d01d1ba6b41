import { disconnect, redoLabel, removeNodes, removeNote, undoLabel } from '../../shared/edit/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import { activeCanvas, addKind, addNoteToCanvas, tidyCanvas } from '../canvas/index.ts';
import { duplicateSelection } from '../clipboard/index.ts';
import { backToWelcome, openFile, save, saveAs } from '../files/index.ts';
import { cancelRun, simulate } from '../rehearsal/simulate.ts';
import { documentStore, isEdited, runStore, textDraftStore, textEditing, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { type AppCommand, always, inDesign, isBrowser, isEditable, isOpen } from './command.ts';
import { drawingCommands } from './drawing.ts';
import { showKeys } from './keymap.ts';
import { problemCommands } from './problems.ts';
import { recipeCommands } from './recipes.ts';
import { settingsCommands } from './settings.ts';
import { textCommands } from './text.ts';
import { tierCommands } from './tiers.ts';
import { walkCommands } from './walk.ts';
import { windowCommands } from './windows.ts';

export type { AppCommand } from './command.ts';

/** In the text, and not yet in the document. */
const isTyping = (): boolean => textDraftStore.getState().isUnsettled;

export const commands: readonly AppCommand[] = [
  {
    id: 'file.new',
    label: () => 'New policy …',
    group: 'File',
    keys: isBrowser ? ['Mod+Alt+N'] : ['Mod+N'],
    isEnabled: always,
    run: () => viewStore.getState().show({ isNewPolicyOpen: true }),
  },
  { id: 'file.open', label: () => 'Open a policy …', group: 'File', keys: ['Mod+O'], isEnabled: always, run: () => void openFile() },
  ...windowCommands,
  {
    id: 'file.save',
    label: () => 'Save',
    group: 'File',
    keys: ['Mod+S'],
    isEnabled: () => isEditable() && (isEdited(documentStore.getState()) || documentStore.getState().origin.path === null || isTyping()),
    whyNot: () => (isEditable() ? words.commands.nothingToSave : words.commands.readOnly),
    run: () => void save(),
  },
  { id: 'file.saveAs', label: () => 'Save as …', group: 'File', keys: ['Mod+Shift+S'], isEnabled: isOpen, run: () => void saveAs() },
  { id: 'file.close', label: () => 'Back to the welcome screen', group: 'File', isEnabled: isOpen, run: () => void backToWelcome() },
  {
    id: 'edit.undo',
    label: () => {
      const { history } = documentStore.getState();
      const label = history === null ? undefined : undoLabel(history);
      return label === undefined ? 'Undo' : `Undo: ${label}`;
    },
    group: 'Edit',
    keys: ['Mod+Z'],
    isEnabled: () => isEditable() && ((documentStore.getState().history?.position ?? 0) > 0 || isTyping()),
    whyNot: () => (isEditable() ? words.commands.nothingToUndo : words.commands.readOnly),
    run: () => {
      if (textEditing()?.undo() !== true) documentStore.getState().undo();
    },
  },
  {
    id: 'edit.redo',
    label: () => {
      const { history } = documentStore.getState();
      const label = history === null ? undefined : redoLabel(history);
      return label === undefined ? 'Redo' : `Redo: ${label}`;
    },
    group: 'Edit',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    isEnabled: () => {
      const { history } = documentStore.getState();
      return isEditable() && history !== null && redoLabel(history) !== undefined;
    },
    whyNot: () => (isEditable() ? words.commands.nothingToRedo : words.commands.readOnly),
    run: () => {
      if (textEditing()?.redo() !== true) documentStore.getState().redo();
    },
  },
  {
    id: 'edit.delete',
    label: () => 'Delete the selection',
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    isEnabled: () => {
      const { selection } = viewStore.getState();
      return inDesign() && selection.nodes.length + selection.edges.length + selection.notes.length > 0;
    },
    run: deleteSelection,
  },
  {
    id: 'edit.duplicate',
    label: () => 'Duplicate the selection',
    group: 'Edit',
    keys: ['Mod+D'],
    isEnabled: () => inDesign() && viewStore.getState().selection.nodes.length > 0,
    run: duplicateSelection,
  },
  {
    id: 'edit.selectAll',
    label: () => 'Select all nodes',
    group: 'Edit',
    keys: ['Mod+A'],
    isEnabled: inDesign,
    run: () => viewStore.getState().select({ nodes: documentStore.getState().history?.document.policy.nodes.map(({ id }) => id) ?? [] }),
  },
  {
    id: 'view.commands',
    label: () => 'Commands …',
    group: 'View',
    keys: ['Mod+K'],
    isEnabled: always,
    run: () => viewStore.getState().show({ overlay: viewStore.getState().overlay === 'commands' ? null : 'commands' }),
  },
  {
    id: 'view.design',
    label: () => 'Go to Design',
    group: 'View',
    keys: [isBrowser ? 'Alt+1' : 'Mod+1'],
    isEnabled: isOpen,
    run: () => viewStore.getState().goTo('design'),
  },
  ...textCommands,
  ...drawingCommands,
  ...tierCommands,
  ...walkCommands,
  {
    id: 'view.tiers',
    label: () => words.tiers.go,
    group: 'View',
    keys: [isBrowser ? 'Alt+2' : 'Mod+2'],
    isEnabled: isOpen,
    run: () => viewStore.getState().goTo('tiers'),
  },
  {
    id: 'view.rehearse',
    label: () => 'Go to Rehearse',
    group: 'View',
    keys: [isBrowser ? 'Alt+3' : 'Mod+3'],
    isEnabled: isOpen,
    run: () => viewStore.getState().goTo('rehearse'),
  },
  {
    id: 'view.export',
    label: () => 'Go to Export',
    group: 'View',
    keys: [isBrowser ? 'Alt+4' : 'Mod+4'],
    isEnabled: isOpen,
    run: () => viewStore.getState().goTo('export'),
  },
  {
    id: 'view.fit',
    label: () => 'Fit the drawing',
    group: 'View',
    keys: ['F'],
    isEnabled: () => isOpen() && activeCanvas() !== null,
    whyNot: () => words.commands.noDrawing,
    run: () => activeCanvas()?.fit(),
  },
  { id: 'view.tidy', label: () => 'Tidy layout', group: 'View', keys: ['T'], isEnabled: inDesign, run: tidyCanvas },
  ...settingsCommands,
  {
    id: 'run.simulate',
    label: () => 'Simulate',
    group: 'Rehearse',
    keys: ['Mod+Enter'],
    isEnabled: () => isOpen() && runStore.getState().status !== 'running',
    whyNot: () => words.commands.isRunning,
    run: () => void simulate(),
  },
  {
    id: 'run.cancel',
    label: () => 'Cancel the run',
    group: 'Rehearse',
    isEnabled: () => runStore.getState().status === 'running',
    whyNot: () => words.commands.noRun,
    run: cancelRun,
  },
  ...problemCommands,
  ...recipeCommands,
  { id: 'add.note', label: () => 'Add a note', group: 'Add', isEnabled: inDesign, run: addNoteToCanvas },
  ...[...kinds.values()].map(
    (kind): AppCommand => ({
      id: `add.${kind.kind}`,
      label: () => `Add ${kind.face.title.toLowerCase()}`,
      group: 'Add',
      isEnabled: inDesign,
      run: () => addKind(kind.kind, null),
    }),
  ),
];

showKeys(commands);

const byId = new Map(commands.map((command) => [command.id, command]));

export function commandOf(id: string): AppCommand {
  const command = byId.get(id);
  if (command === undefined) throw new Error(`there is no command "${id}"`);
  return command;
}

/** Runs it if it can be run now; ids come from the native menu too, so an unknown one is passed over. */
export function runCommandById(id: string): void {
  const command = byId.get(id);
  if (command?.isEnabled() === true) command.run();
}

function deleteSelection(): void {
  const { selection, select } = viewStore.getState();
  const { run } = documentStore.getState();
  const gesture = `delete ${selection.nodes.join(' ')}|${selection.edges.join(' ')}|${selection.notes.join(' ')}`;
  if (selection.nodes.length > 0) run(removeNodes(selection.nodes), gesture);
  if (selection.edges.length > 0) run(disconnect(selection.edges), gesture);
  for (const id of selection.notes) run(removeNote(id), gesture);
  select({});
}
